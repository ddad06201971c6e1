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
  /** Resolves when all that was written is taken: false when nobody reads any more. */
  taken?(): Promise<boolean>;
}

/**
 * Standard input is cut beyond this unless more is asked for: more than a timeline may have, so
 * that the limit of the language speaks, not memory.
 */
export const stdinBytesMax = 5 * 1024 * 1024;

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Standard input as bytes, for `-` as a file name; what is far beyond the limit is not read. */
  readStdin(bytesMax?: number): Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Colour is for terminals whose owner did not refuse it. */
export function wantsColor(io: Io, output: Output): boolean {
  return output.isTTY && (io.env.NO_COLOR ?? '') === '' && io.env.TERM !== 'dumb';
}
