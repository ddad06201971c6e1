/**
 * An asciinema recording of version 2, line by line.
 *
 * @spec kernel 7
 */

export interface CastWriter {
  /** The first line of the file. */
  readonly header: string;
  /** Of what was printed at that time, in milliseconds since the beginning. */
  output(atMs: number, text: string): string;
  resize(atMs: number, columns: number, rows: number): string;
}

export interface CastHeader {
  readonly columns: number;
  readonly rows: number;
  /** Wall-clock time, in milliseconds since 1970. */
  readonly startedMs: number;
  readonly title: string;
}

export function createCastWriter({ columns, rows, startedMs, title }: CastHeader): CastWriter {
  const timestamp = Math.floor(startedMs / 1_000);
  const event = (atMs: number, kind: string, data: string): string => {
    const seconds = Math.max(0, Math.round(atMs * 1_000) / 1_000_000);
    return `${JSON.stringify([seconds, kind, data])}\n`;
  };
  const head = { version: 2, width: columns, height: rows, timestamp, title };
  return {
    header: `${JSON.stringify(head)}\n`,
    output: (atMs, text) => event(atMs, 'o', text),
    resize: (atMs, cols, lines) => event(atMs, 'r', `${cols}x${lines}`),
  };
}
