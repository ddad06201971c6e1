/**
 * The end of a terminal. The layer closes its descriptor 200 ms after the exit, read or not; on a
 * busy machine that loses output. It is closed when everything was read. From then on nobody uses
 * its number: by then it may be another pane's.
 *
 * @spec kernel 7.5
 */
import type { WriterWorld } from './pty-writer.ts';

/**
 * What was printed last may still be on its way through the system when the program has ended; after
 * so many looks without any, so far apart, only an heir keeps the terminal, and nothing comes.
 */
export const quiet = { looks: 4, everyMs: 25 } as const;
/** An heir that goes on printing may not hold up the end. */
const looksMax = 40;

export interface TerminalSocket {
  destroy(error?: Error): unknown;
}

export interface Ending {
  readonly clock: WriterWorld['clock'];
  /** How many bytes there were now; null when there never will be more. */
  read(): number | null;
  /** The number is given back right after this. */
  closing(): void;
}

export interface TerminalEnd {
  isClosed(): boolean;
  /** At once, read or not. */
  close(): void;
}

/** Takes over when the terminal is closed. */
export function guardEnd(socket: TerminalSocket | null, ending: Ending): TerminalEnd {
  const { clock, read, closing } = ending;
  const destroy = socket?.destroy.bind(socket);
  let isAsked = false;
  let isClosed = false;
  let timer: unknown;

  function close(error?: Error): void {
    if (isClosed) return;
    isClosed = true;
    clock.clearTimeout(timer);
    closing();
    destroy?.(error);
  }

  function look(looks: number, quietLooks: number): void {
    const bytes = read();
    const still = bytes === 0 ? quietLooks + 1 : 0;
    // Whoever was shown the last of it may have closed it.
    if (isClosed) return;
    if (bytes === null || still >= quiet.looks || looks >= looksMax) close();
    else timer = clock.setTimeout(() => look(looks + 1, still), quiet.everyMs);
  }

  if (socket !== null) {
    socket.destroy = (error) => {
      // An error, which is how the far end hangs up, comes after everything was read.
      if (error) close(error);
      else if (!isAsked && !isClosed) look(1, 0);
      isAsked = true;
      return socket;
    };
  }
  return { isClosed: () => isClosed, close: () => close() };
}
