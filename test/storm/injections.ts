/**
 * A storm of injections: panes with pretend programs, each told one thing after the other while its
 * user types, its program compacts and crashes, its size changes, and the link to the hands is cut.
 * What is done follows from the seed; when it meets what, from the machine.
 */

import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Random } from '../../runtime/host/host.ts';
import { createSeededRandom } from '../../runtime/host/random.ts';
import { sleep } from '../live/hands/stage.ts';
import { type CliKind, cliSpec, type Diary, type Entry, openDiary } from '../live/pty/clis.ts';
import type { Injected } from '../live/pty/pane-stage.ts';
import { openPaneStage, type PaneStage } from '../live/pty/pane-stage.ts';
import { type Asked, type Judged, judgeStorm } from './oracle.ts';
import { Relay } from './relay.ts';

export interface StormOptions {
  readonly seed: number;
  readonly count: number;
  readonly panes: number;
  /** How long a program compacts. */
  readonly compactMs: number;
  /** Between two disturbances of a pane, on average. */
  readonly calmMs: number;
}

const kinds: readonly CliKind[] = ['claude', 'codex', 'gemini'];
/** So many of a pane may be under way or wait at once. */
const openMax = 4;
/** After the last one was asked for: longer than the longest life of an injection. */
const endPatienceMs = 120_000;

interface Scene {
  readonly stage: PaneStage;
  readonly relay: Relay;
  readonly stalls: IntervalHistogram;
  readonly diary: Diary;
  readonly options: StormOptions;
  readonly asked: Asked[];
  isOver: boolean;
}

export async function stormOfInjections(options: StormOptions): Promise<Judged> {
  const random = createSeededRandom(options.seed);
  let relay: Relay | undefined;
  const stage = await openPaneStage({}, (panes) => {
    relay = new Relay(panes);
    return relay;
  });
  if (relay === undefined) throw new Error('Expected a relay.');
  const stalls = monitorEventLoopDelay({ resolution: 20 });
  stalls.enable();
  const scene: Scene = {
    ...{ stage, relay, stalls, options, asked: [], isOver: false },
    diary: openDiary(),
  };
  relay.greet();
  const ids = Array.from({ length: options.panes }, (_, at) => `p${at + 1}`);
  try {
    await Promise.all(ids.map((id, at) => openPane(scene, id, kinds[at % 3] ?? 'claude')));
    const disturbed = [
      ...ids.map((id) => disturb(scene, id, random.fork(`disturb ${id}`))),
      cutLinks(scene, random.fork('links')),
    ];
    const each = Math.ceil(options.count / ids.length);
    const shares = ids.map((id, at) => {
      const share = Math.max(0, Math.min(each, options.count - at * each));
      return inject(scene, id, share, random.fork(`inject ${id}`));
    });
    await Promise.all(shares);
    scene.isOver = true;
    await Promise.all(disturbed);
    await allEnded(scene);
    return judged(scene, ids);
  } finally {
    scene.isOver = true;
    relay.stop();
    await stage.close();
    scene.diary.remove();
  }
}

async function openPane(
  { stage, diary, options }: Scene,
  id: string,
  kind: CliKind,
): Promise<void> {
  const env = { CLI_COMPACT_MS: String(options.compactMs), CLI_TURN_MS: '120' };
  await stage.open(id, cliSpec(kind, diary.file(id), { env }));
  await stage.until(() => diary.of(id, 'started').length > 0, 60_000);
}

async function inject(scene: Scene, id: string, count: number, random: Random): Promise<void> {
  const open = new Set<Promise<unknown>>();
  for (let nth = 1; nth <= count; nth += 1) {
    const token = `<${id}.${nth}>`;
    const { correlationId, ended }: Injected = scene.stage.inject(
      id,
      bodyOf(token, random),
      {},
      10 * endPatienceMs,
    );
    scene.asked.push({ paneId: id, token, correlationId });
    const over = ended.finally(() => open.delete(over));
    open.add(over);
    if (open.size >= openMax) await Promise.race(open);
    // One after the other, and now and then several at once.
    if (random.next() < 0.7) await Promise.race([over, sleep(30 + 400 * random.next())]);
  }
}

function bodyOf(token: string, random: Random): string {
  const words = ['fix', 'the', 'parser', 'Größe', '漢字', 'now', '👍', 'please'];
  const say = (count: number): string =>
    Array.from({ length: count }, () => words[Math.floor(random.next() * words.length)]).join(' ');
  const kind = random.next();
  if (kind < 0.6) return `${say(4)} ${token}`;
  if (kind < 0.85) return `${say(3)}\n${say(2)} ${token}`;
  return `${Array.from({ length: 20 }, () => say(12)).join('\n')} ${token}`;
}

async function disturb(scene: Scene, id: string, random: Random): Promise<void> {
  while (!scene.isOver) {
    await sleep(scene.options.calmMs * (0.3 + 1.4 * random.next()));
    if (scene.isOver) return;
    const what = random.next();
    if (what < 0.45) await type(scene, id, random);
    else if (what < 0.65) await resize(scene, id, random);
    else if (what < 0.88) signal(scene, id, 'SIGUSR1');
    else await crash(scene, id, random);
  }
}

/** A few keys, which the user takes back, and then stops. */
async function type({ stage }: Scene, id: string, random: Random): Promise<void> {
  const fact = (type: 'typing.activity' | 'typing.idle'): void =>
    void stage.kernel.report({ type, paneId: id, source: 'terminal.js', payload: {} });
  for (let left = 1 + Math.floor(4 * random.next()); left > 0; left -= 1) {
    fact('typing.activity');
    stage.ask(id, { do: 'pane.type', data: left === 1 ? '\u0015' : 'k' });
    await sleep(30 + 150 * random.next());
  }
  fact('typing.idle');
}

async function resize({ stage }: Scene, id: string, random: Random): Promise<void> {
  for (let left = 2 + Math.floor(8 * random.next()); left > 0; left -= 1) {
    const payload = {
      cols: 70 + Math.floor(50 * random.next()),
      rows: 22 + Math.floor(14 * random.next()),
    };
    stage.kernel.submit({ type: 'resize.requested', paneId: id, source: 'renderer.js', payload });
    await sleep(10 * random.next());
  }
}

function signal({ diary }: Scene, id: string, name: 'SIGUSR1' | 'SIGUSR2'): void {
  const pid = diary.of(id, 'started').at(-1)?.pid;
  try {
    if (pid !== undefined) process.kill(pid, name);
  } catch {
    // It has just crashed.
  }
}

async function crash(scene: Scene, id: string, random: Random): Promise<void> {
  const { stage, diary } = scene;
  const lives = diary.of(id, 'started').length;
  signal(scene, id, 'SIGUSR2');
  await stage.until(() => stage.hands.panes.levels()[id] === 'down', 60_000);
  await sleep(200 + 500 * random.next());
  await stage.opened(stage.ask(id, { do: 'pane.restart' }));
  for (let waited = 0; diary.of(id, 'started').length === lives && waited < 60_000; waited += 20) {
    await sleep(20);
  }
}

async function cutLinks(scene: Scene, random: Random): Promise<void> {
  const { stage, relay, options } = scene;
  while (!scene.isOver) {
    await sleep(2 * options.calmMs * (0.5 + random.next()));
    if (scene.isOver) return;
    relay.cut();
    const system = { paneId: 'system', source: 'bridge' };
    stage.kernel.report({ ...system, type: 'bridge.disconnected', payload: { reason: 'cut' } });
    await sleep(100 + 900 * random.next());
    relay.heal(random.next() < 0.5);
  }
}

/** Those that have no end by then are told by the oracle. */
async function allEnded({ stage, asked }: Scene): Promise<void> {
  const ends = new Set(['inject.verified', 'inject.failed', 'inject.dropped']);
  for (let waited = 0; waited < endPatienceMs; waited += 100) {
    const ended = new Set(
      stage.events.filter(({ type }) => ends.has(type)).map(({ correlationId }) => correlationId),
    );
    if (asked.every(({ correlationId }) => ended.has(correlationId))) break;
    await sleep(100);
  }
  // What would still come after the end comes now.
  await sleep(500);
}

function judged({ stage, diary, asked, stalls }: Scene, ids: readonly string[]): Judged {
  const stalledMs = Math.round(stalls.max / 1e6);
  const diaries = new Map<string, readonly Entry[]>(ids.map((id) => [id, diary.of(id)]));
  const { problems, counts } = judgeStorm({ asked, events: stage.events, diaries, stalledMs });
  const said = (type: string): number => stage.events.filter((one) => one.type === type).length;
  const storms = {
    compactions: said('cli.compaction.started'),
    crashes: said('pty.down'),
    cuts: said('bridge.disconnected'),
    resizes: said('resize.completed'),
    'ms stalled at most': stalledMs,
  };
  return { problems, counts: { ...counts, ...storms } };
}
