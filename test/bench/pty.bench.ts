/**
 * Bytes of a program in a terminal to the screen of its pane, beside the bare reading of the same
 * terminal: what the screen, the detector and the facts cost. Each round both print the same.
 */
import type { Host } from '../../runtime/host/host.ts';
import { openPaneStage, type PaneStage } from '../live/pty/pane-stage.ts';
import { type Bench, median } from './bench.ts';

const rounds = 5;
const bytes = 8 * 2 ** 20;
const line = '\u001b[32mgreen\u001b[0m and enough text to fill a line of a terminal of eighty';
/** Prints so many bytes as they are, and then stays. */
const script = `stty -onlcr -echo; yes "$0" | head -c ${bytes}; sleep 1000`;

interface Round {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

async function timed(work: () => Promise<void>): Promise<Round> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - began) / 1_000, cpuSeconds: (user + system) / 1e6 };
}

async function bare(host: Host): Promise<void> {
  const terminal = await host.processes.terminal({
    ...{ command: 'bash', args: ['-c', script, line], env: {}, nice: 0, role: 'pane' },
    ...{ cols: 80, rows: 24 },
  });
  if ('error' in terminal) throw new Error(terminal.error);
  let read = 0;
  await new Promise<void>((resolve) => {
    terminal.onOutput((chunk) => {
      read += chunk.length;
      if (read >= bytes) resolve();
    });
  });
  for (const pid of host.processes.tree(terminal.pid)) host.processes.signal(pid, 'SIGKILL');
}

/** Returns how many bytes the screen never saw. */
async function shown(stage: PaneStage, id: string): Promise<number> {
  let read = 0;
  const done = new Promise<void>((resolve) => {
    const forget = stage.hands.panes.onAnswer((message) => {
      if (message.is !== 'pane.fact' || message.paneId !== id) return;
      if (message.type === 'pty.data.received') read += Number(message.payload.byteLen);
      if (read < bytes) return;
      forget();
      resolve();
    });
  });
  await stage.open(id, { command: 'bash', args: ['-c', script, line], cli: 'claude' });
  await done;
  const { droppedBytes } = await stage.screen(id);
  stage.ask(id, { do: 'pane.kill', signal: 'SIGKILL', graceMs: 0 });
  return droppedBytes;
}

export const bench: Bench = {
  name: 'pty',
  aim: 'no peer sets it: how fast a terminal is read bare, and with its screen behind it',
  async measure() {
    const stage = await openPaneStage();
    const [plain, screened]: [Round[], Round[]] = [[], []];
    let unseen = 0;
    for (let round = 0; round < rounds; round += 1) {
      plain.push(await timed(() => bare(stage.host)));
      screened.push(
        await timed(async () => {
          unseen += await shown(stage, `b${round}`);
        }),
      );
    }
    await stage.close();
    const mib = bytes / 2 ** 20;
    const rate = (of: readonly Round[]): number => mib / median(of.map(({ seconds }) => seconds));
    const cpu = (of: readonly Round[]): number =>
      (1_000 * median(of.map(({ cpuSeconds }) => cpuSeconds))) / mib;
    const unseen_share = unseen / (rounds * bytes);
    return {
      figures: {
        bare_mib_per_s: rate(plain),
        screen_mib_per_s: rate(screened),
        speed_ratio: rate(screened) / rate(plain),
        bare_cpu_ms_per_mib: cpu(plain),
        screen_cpu_ms_per_mib: cpu(screened),
        unseen_share,
      },
      met: null,
      notes: [`${rounds} rounds of ${mib} MiB each; unseen: shed by a screen that fell behind`],
    };
  },
};
