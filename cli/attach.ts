/**
 * A terminal attached to a pane: what the program prints is shown, keys go through, the size
 * follows, Ctrl-\ twice detaches. However it ends, the terminal is as it was.
 *
 * @spec kernel 3.2 3.3
 */
import type { StreamItem } from '../machines/control/answers.ts';
import { createKeyReader, type Sent } from '../machines/control/attach-keys.ts';
import { outputItem, paintedItem } from '../machines/control/items.ts';
import { createLineFeeds } from '../machines/control/line-feeds.ts';
import { anythingSchema, nothingSchema, type PaneEnd } from '../machines/control/values.ts';
import { paneSideMax, paneSideMin } from '../machines/hands/pane-messages.ts';
import type { Result } from '../machines/kernel/problem.ts';
import { createSystemClock } from '../runtime/host/clock.ts';
import type { HostLink } from './host-link.ts';

/** So long a stroke of Ctrl-\ waits for the second one. */
const strokePatienceMs = 400;
/**
 * So long is waited, in milliseconds: for a second stroke, for the rest of a sequence that was cut
 * on its way (the Escape key alone looks like one), and for the end of what is pasted, lest nobody
 * can leave who pasted something without end.
 */
const patience = { stroke: strokePatienceMs, rest: 25, paste: 1_000 } as const;
/** A window that is dragged tells its size more often than any program can draw. */
const sizePatienceMs = 30;

/** What an attached terminal must be able to do; the process's own in the command. */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  write(bytes: Uint8Array | string): void;
  /** Keys one by one, none of them a signal; returns the way back. */
  raw(onKeys: (text: string) => void, onEnd: () => void): () => void;
  onSize(listener: () => void): () => void;
}

export type AttachEnd =
  | { readonly is: 'detached'; readonly refusedKeys: number }
  /** Its program ended, or nobody knows its end any more. */
  | { readonly is: 'ended'; readonly outcome: PaneEnd | null }
  /** The pane is gone, or its host. */
  | { readonly is: 'closed'; readonly reason: string };

const esc = '\u001b';
/**
 * Whatever a program may have switched: the alternate screen, pasting, the mouse, focus reports,
 * keys of another spelling, how lines wrap and where they scroll, drawing characters, a screen
 * held back or turned to its negative, the cursor's shape and absence, colours.
 */
const restored = [
  ...[`${esc}[?2026l`, `${esc}[?1049l`, `${esc}[?2004l`, `${esc}[?1004l`, `${esc}[?1l`, `${esc}>`],
  ...[`${esc}[?1000l`, `${esc}[?1002l`, `${esc}[?1003l`],
  ...[`${esc}[?1005l`, `${esc}[?1006l`, `${esc}[?1015l`],
  ...[`${esc}[<u`, `${esc}[>4;0m`, `${esc}[?2031l`, `${esc}[?2048l`],
  ...[`${esc}[r`, `${esc}[?6l`, `${esc}[?7h`, `${esc}[4l`, `${esc}(B`, '\u000f', `${esc}[?5l`],
  ...[`${esc}[?25h`, `${esc}[0 q`, `${esc}[0m`],
].join('');
/** The title of the window is kept, and given back. */
const [titleKept, titleBack] = [`${esc}[22;0t`, `${esc}[23;0t`];
/** Below all that is shown: the cursor may be anywhere, and a region that ends takes it home. */
const below = `${esc}[9999;1H\r\n`;

const clock = createSystemClock();

/** `within`: what tells the host in which of its panes the terminal is, where it is in one. */
export async function attach(
  link: HostLink,
  paneId: string,
  terminal: Terminal,
  within?: string,
): Promise<Result<AttachEnd>> {
  const undo: (() => void)[] = [];
  let isDrawn = false;
  const draw = (bytes: Uint8Array | string): void => {
    // What was on the screen before is scrolled out of it, not wiped out.
    if (!isDrawn)
      terminal.write(`${titleKept}${'\n'.repeat(Math.min(terminal.rows, paneSideMax))}`);
    isDrawn = true;
    terminal.write(bytes);
  };
  try {
    return await new Promise((resolve) => {
      const lineFeeds = createLineFeeds();
      const end = (how: AttachEnd): void => resolve({ ok: true, value: how });
      const show = (item: StreamItem): void => {
        if (item.is === 'painted') draw(paintedItem.parse(item).paint);
        if (item.is === 'output') {
          draw(lineFeeds(Buffer.from(outputItem.parse(item).data, 'base64')));
        }
        if (item.is === 'ended') end({ is: 'ended', outcome: (item.outcome ?? null) as PaneEnd });
      };
      const { columns, rows } = terminal;
      const size = isSize(columns, rows) ? { cols: columns, rows } : null;
      // A host of before knows no panes within panes.
      const own = within === undefined ? {} : { within };
      const stream = link.stream({ do: 'pane.attach', paneId, size, ...own }, show);
      void stream.done.then((done) => {
        if (done.ok) end({ is: 'closed', reason: done.value });
        else resolve(done);
      });
      let refusedKeys = 0;
      const onRefused = (keys: string): void => {
        refusedKeys += keys.length;
      };
      const onDetach = (): void => end({ is: 'detached', refusedKeys });
      undo.push(listenToKeys({ link, paneId, terminal, onRefused, onDetach }));
      undo.push(followSize(link, paneId, terminal));
      undo.push(() => stream.end());
    });
  } finally {
    for (const each of undo) each();
    if (isDrawn) terminal.write(`${restored}${titleBack}${below}`);
  }
}

interface Listening {
  readonly link: HostLink;
  readonly paneId: string;
  readonly terminal: Terminal;
  /** Keys that did not reach the program. */
  readonly onRefused: (keys: string) => void;
  readonly onDetach: () => void;
}

function listenToKeys(listening: Listening): () => void {
  const { link, paneId, terminal, onRefused, onDetach } = listening;
  const reader = createKeyReader();
  let timer: unknown;
  const type = ({ data, isReport }: Sent): void => {
    if (data === '') return;
    // A host of before knows no reports.
    const asked = { do: 'pane.type', paneId, data, ...(isReport ? { isReport } : {}) } as const;
    void link.ask(asked, nothingSchema).then((done) => {
      if (done.ok || isReport) return;
      // Somebody else types, or nobody listens: the bell, as for a key that does nothing.
      terminal.write('\u0007');
      onRefused(data);
    });
  };
  const back = terminal.raw((text) => {
    clock.clearTimeout(timer);
    const { sent, detached, waitsFor } = reader.read(text);
    for (const each of sent) type(each);
    if (detached) onDetach();
    const release = (): void => type({ data: reader.release(), isReport: false });
    if (waitsFor !== null) timer = clock.setTimeout(release, patience[waitsFor]);
  }, onDetach);
  return () => {
    clock.clearTimeout(timer);
    back();
  };
}

function followSize(link: HostLink, paneId: string, terminal: Terminal): () => void {
  let timer: unknown;
  const tell = (): void => {
    timer = undefined;
    const { columns: cols, rows } = terminal;
    if (isSize(cols, rows))
      void link.ask({ do: 'pane.resize', paneId, cols, rows }, anythingSchema);
  };
  const forget = terminal.onSize(() => {
    timer ??= clock.setTimeout(tell, sizePatienceMs);
  });
  return () => {
    clock.clearTimeout(timer);
    forget();
  };
}

/** What a pane can be: a terminal of no size, or of an absurd one, is not followed. */
function isSize(...sides: readonly number[]): boolean {
  return sides.every((side) => side >= paneSideMin && side <= paneSideMax);
}

/** The process's own terminal. */
export function ownTerminal(): Terminal {
  const { stdin, stdout } = process;
  return {
    get columns() {
      return stdout.isTTY ? stdout.getWindowSize()[0] : 0;
    },
    get rows() {
      return stdout.isTTY ? stdout.getWindowSize()[1] : 0;
    },
    write: (bytes) => void stdout.write(bytes),
    raw(onKeys, onEnd) {
      const decoder = new TextDecoder();
      const heard = (bytes: Buffer): void => onKeys(decoder.decode(bytes, { stream: true }));
      // A terminal that is gone must not be put back, only left.
      const restore = (): void => void (stdin.isTTY && stdin.setRawMode(false));
      const leave = (): void => onEnd();
      if (stdin.isTTY) stdin.setRawMode(true);
      stdin.on('data', heard);
      stdin.on('end', onEnd);
      stdin.on('error', onEnd);
      for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, leave);
      process.once('exit', restore);
      stdin.resume();
      return () => {
        stdin.off('data', heard);
        stdin.off('end', onEnd);
        stdin.pause();
        for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.off(signal, leave);
        process.off('exit', restore);
        restore();
      };
    },
    onSize(listener) {
      stdout.on('resize', listener);
      return () => void stdout.off('resize', listener);
    },
  };
}
