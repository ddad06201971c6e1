/**
 * The streams and surroundings that a command may use, handed in so that tests can pass their own.
 */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width in columns; 80 where unknown. */
  readonly columns: number;
  /** Height in rows, where known. */
  readonly rows?: number | undefined;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whole standard input as bytes, for `-` as a file name. */
  readStdin(): Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Colour is for terminals whose owner did not refuse it. */
export function wantsColor(io: Io, output: Output): boolean {
  return output.isTTY && (io.env.NO_COLOR ?? '') === '' && io.env.TERM !== 'dumb';
}
