/**
 * A storm of injections: panes with pretend programs, each told one thing after the other while its
 * user types, its program compacts and crashes, its size changes, the way to the hands is cut and
 * frozen, and the daemon that holds them is killed. What is done follows from the seed; when it
 * meets what, from the machine.
 */
import type { Random } from '../../runtime/host/host.ts';
import { createSeededRandom } from '../../runtime/host/random.ts';
import { sleep } from '../live/hands/stage.ts';
import type { Entry } from '../live/pty/clis.ts';
import type { Injected } from '../live/pty/pane-stage.ts';
import { disturb } from './disturbances.ts';
import { type Judged, judgeStorm } from './oracle.ts';
import { openScene, type Scene, type StormOptions } from './scene.ts';

/** So many of a pane may be under way or wait at once. */
const openMax = 4;
/** After the last one was asked for: longer than the longest life of an injection. */
const endPatienceMs = 120_000;

export async function stormOfInjections(options: StormOptions): Promise<Judged> {
  const random = createSeededRandom(options.seed);
  const scene = await openScene(options);
  const { ids } = scene;
  try {
    const disturbed = disturb(scene, random);
    const each = Math.ceil(options.count / ids.length);
    const shares = ids.map((id, at) => {
      const share = Math.max(0, Math.min(each, options.count - at * each));
      return inject(scene, id, share, random.fork(`inject ${id}`));
    });
    await Promise.race([Promise.all(shares), disturbed]);
    await Promise.all(shares);
    scene.isOver = true;
    await disturbed;
    await allEnded(scene);
    return judged(scene);
  } finally {
    await scene.end();
  }
}

async function inject(scene: Scene, id: string, count: number, random: Random): Promise<void> {
  const open = new Set<Promise<unknown>>();
  for (let nth = 1; nth <= count; nth += 1) {
    const token = `<${id}.${nth}>`;
    const body = bodyOf(token, random);
    const { correlationId, ended }: Injected = scene.stage.inject(id, body, {}, 10 * endPatienceMs);
    scene.asked.push({ paneId: id, token, body, correlationId });
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

function judged(scene: Scene): Judged {
  const { stage, diary, asked, troubles, stalls, ids } = scene;
  const stalledMs = Math.round(stalls.max / 1e6);
  const diaries = new Map<string, readonly Entry[]>(ids.map((id) => [id, diary.of(id)]));
  const { events } = stage;
  const { problems, counts } = judgeStorm({ asked, events, diaries, troubles, stalledMs });
  const said = (type: string): number => events.filter((one) => one.type === type).length;
  const storms = {
    compactions: said('cli.compaction.started'),
    'terminals lost': said('pty.down'),
    'connections lost': said('bridge.disconnected'),
    'daemons killed': scene.lost(),
    resizes: said('resize.completed'),
    'ms stalled at most': stalledMs,
  };
  return { problems, counts: { ...counts, ...storms } };
}
