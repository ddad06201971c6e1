/**
 * Goal: a terminal attached to a pane is a terminal of its program: keys go through, the size
 * follows, what is printed is shown; two strokes of Ctrl-\ detach, and however it ends the terminal
 * is as it was.
 * Method: the bundle in a real terminal of ours, whose keys are pressed and whose screen is read.
 */
import { type IPty, spawn } from '@lydell/node-pty';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createScreenTerminal } from '../../../runtime/screen/screen-terminal.ts';
import { bundle, household, until } from './stage.ts';

const home = household();
const shell = ['sh', '-c', 'PS1="% "; export PS1; exec sh -i'];
let pane = '';

beforeAll(async () => {
  pane = (await home.ambush(['pane', 'open', '--', ...shell])).out.trim();
});
afterAll(() => home.leave());

interface Seat {
  readonly pty: IPty;
  readonly raw: () => string;
  /** What is on its screen. */
  readonly lines: () => readonly string[];
  shows(text: string): Promise<true>;
  readonly ended: Promise<number>;
}

/** Sits down at a terminal in which `ambush pane attach` runs. */
function sit(columns = 90, rows = 20, which = pane): Seat {
  const args = [bundle, 'pane', 'attach', which];
  const env = { ...home.env, TERM: 'xterm-256color' } as Record<string, string>;
  const pty = spawn(process.execPath, args, { cols: columns, rows, env, cwd: home.folder });
  const screen = createScreenTerminal({ columns, rows });
  let raw = '';
  pty.onData((data) => {
    raw += data;
    screen.write(data);
  });
  return {
    ...{ pty, raw: () => raw, lines: () => screen.read().rows },
    shows: (text) => until(() => (screen.read().rows.join('\n').includes(text) ? true : null)),
    ended: new Promise((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode))),
  };
}

it('is the terminal of the program, keys, size and all, until two strokes', async () => {
  const seat = sit();
  await seat.shows('%');
  seat.pty.write('stty size\r');
  await seat.shows('20 90');
  // Everything but the second stroke goes through: here, a Ctrl-C.
  seat.pty.write('sleep 100\r');
  seat.pty.write('\u0003');
  seat.pty.resize(100, 30);
  await until(async () => ((await list()).panes[0]?.cols === 100 ? true : null));
  seat.pty.write('echo again; stty size\r');
  await seat.shows('30 100');
  seat.pty.write('\u001c\u001c');
  expect(await seat.ended).toBe(0);
  expect(seat.raw()).toMatch(/\[detached from pane 1; it goes on\]\r\n$/);
  for (const mode of ['?1049l', '?2004l', '?25h', '?1006l', '0m']) {
    expect(seat.raw()).toContain(`\u001b[${mode}`);
  }
  expect((await list()).panes).toMatchObject([{ clients: 0, outcome: null }]);
});

it('shows the screen to whoever comes, and holds injections back while keys come', async () => {
  const seat = sit();
  await seat.shows('echo again');
  seat.pty.write('echo by hand');
  await seat.shows('echo by hand');
  const held = await home.ambush(['pane', 'inject', pane, 'echo by an agent']);
  expect(held.out).toContain('focus-lock-guard: locked');
  const other = sit();
  await other.shows('echo by hand');
  other.pty.write('NEVER');
  // The bell: somebody else types.
  await until(() => (other.raw().includes('\u0007') ? true : null));
  seat.pty.write('\r');
  await other.shows('\nby an agent\n%');
  seat.pty.write('\u001c\u001c');
  other.pty.write('\u001b[92;5u\u001b[92;5u');
  expect(await Promise.all([seat.ended, other.ended])).toEqual([0, 0]);
  expect(other.raw()).not.toContain('NEVER');
  expect(other.raw()).toContain('it goes on; it did not take 5 of your keys]');
});

it('leaves what was on the screen of either side', async () => {
  const seat = sit();
  await seat.shows('\nby an agent\n%');
  // What a user had there before has scrolled out, so as many lines were made as there are rows.
  expect(seat.raw().slice(0, seat.raw().indexOf('\u001b[H')).match(/\n/g)).toHaveLength(20);
  seat.pty.write('\u001c\u001c');
  expect(await seat.ended).toBe(0);
  await seat.shows('detached');
  const lines = seat.lines().filter((line) => line !== '');
  expect(lines.at(-1)).toBe('[detached from pane 1; it goes on]');
  expect(lines.at(-2)).toMatch(/^% ?$/);
});

it('does nothing to a terminal that it has nothing to show', async () => {
  const seat = sit(90, 20, '77');
  expect(await seat.ended).toBe(2);
  expect(seat.raw()).toContain('UNKNOWN_PANE');
  for (const control of ['[r', '[?1049l', '[H'])
    expect(seat.raw()).not.toContain(`\u001b${control}`);
});

it('ends with the program, and says how it ended', async () => {
  const seat = sit();
  await seat.shows('by an agent');
  seat.pty.write('exit 3\r');
  expect(await seat.ended).toBe(0);
  expect(seat.raw()).toContain('[pane 1 ended with 3]');
});

it('gives the terminal back when the host is killed', async () => {
  await home.ambush(['pane', 'restart', pane]);
  const seat = sit();
  await seat.shows('%');
  const { pid } = (await home.json(['up'])) as { readonly pid: number };
  process.kill(pid, 'SIGKILL');
  expect(await seat.ended).toBe(2);
  await seat.shows('HOST_LOST');
  // The program's screen, then what undoes it, then the words, below all that was shown.
  const at = ['%', '\u001b[?1049l', '\u001b[9999;1H', 'HOST_LOST'].map((text) =>
    seat.raw().lastIndexOf(text),
  );
  expect(at).toEqual(at.toSorted((one, other) => one - other));
  expect(at).not.toContain(-1);
});

async function list() {
  const { panes } = (await home.json(['pane', 'ls'])) as {
    readonly panes: readonly { readonly cols: number; readonly clients: number }[];
  };
  return { panes };
}
