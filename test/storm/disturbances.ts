/**
 * What befalls the panes of a storm, and the way to them: users that type, sizes that change,
 * compactions, crashes and safe mode; connections that are cut, blocked or frozen; and daemons that
 * are killed. Whatever may leave the fate of an injection unknown is noted for the judge.
 */
import type { Random } from '../../runtime/host/host.ts';
import { sleep } from '../live/hands/stage.ts';
import { begin, type Scene } from './scene.ts';

export function disturb(scene: Scene, random: Random): Promise<unknown> {
  return Promise.all([
    ...scene.ids.map((id) => disturbPane(scene, id, random.fork(`disturb ${id}`))),
    disturbWay(scene, random.fork('links')),
    killDaemons(scene, random.fork('daemons')),
  ]);
}

async function disturbPane(scene: Scene, id: string, random: Random): Promise<void> {
  while (await isStillOn(scene, scene.options.calmMs * (0.3 + 1.4 * random.next()))) {
    const what = random.next();
    if (what < 0.43) await type(scene, id, random);
    else if (what < 0.63) await resize(scene, id, random);
    else if (what < 0.86) signal(scene, id, 'SIGUSR1');
    else if (what < 0.89) await holdBack(scene, random);
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

/** False for a program that has just ended. */
function signal({ diary }: Scene, id: string, name: 'SIGUSR1' | 'SIGUSR2'): boolean {
  const pid = diary.of(id, 'started').at(-1)?.pid;
  try {
    return pid !== undefined && process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Somebody holds all of them back for a while. */
async function holdBack({ stage }: Scene, random: Random): Promise<void> {
  stage.kernel.safeMode('on');
  await sleep(200 + 800 * random.next());
  stage.kernel.safeMode('off');
}

async function crash(scene: Scene, id: string, random: Random): Promise<void> {
  const { stage } = scene;
  const levels = () => stage.hands.panes.levels();
  const lost = scene.lost();
  const isLost = (): boolean => scene.lost() !== lost;
  if (levels()[id] !== 'up' || scene.isReviving()) return;
  const over = trouble(scene, id);
  if (!signal(scene, id, 'SIGUSR2')) {
    over();
    return;
  }
  await stage.until(() => isLost() || levels()[id] === 'down', 60_000);
  await sleep(200 + 500 * random.next());
  // Whoever finds the daemon gone starts its programs again.
  if (!isLost()) {
    await begin(scene, id, async () => {
      const key = stage.ask(id, { do: 'pane.restart' });
      await Promise.race([stage.opened(key, 60_000), stage.until(isLost, 60_000)]);
    });
  }
  over();
}

async function disturbWay(scene: Scene, random: Random): Promise<void> {
  while (await isStillOn(scene, 2 * scene.options.calmMs * (0.5 + random.next()))) {
    const relay = scene.relay();
    const what = random.next();
    if (what < 0.4) relay.cut();
    else if (what < 0.8) {
      relay.block();
      await sleep(100 + 900 * random.next());
    } else {
      // Beyond three seconds both ends give the connection up; a submit may be given up sooner.
      const over = trouble(scene, null);
      relay.freeze();
      await sleep(500 + 4_000 * random.next());
      over();
    }
    relay.thaw();
  }
}

/** A host starts three daemons within a minute at the most, so each but the first lives for long. */
async function killDaemons(scene: Scene, random: Random): Promise<void> {
  const { first, next } = scene.options.killMs;
  for (
    let waitMs = first;
    await isStillOn(scene, waitMs);
    waitMs = next * (1 + random.next() / 2)
  ) {
    const pid = scene.daemonPid();
    if (pid === null) continue;
    const over = trouble(scene, null);
    const lost = scene.lost();
    process.kill(pid, 'SIGKILL');
    await scene.stage.until(() => scene.lost() > lost, 60_000);
    await scene.revived();
    over();
  }
}

/** Notes that it has begun; the answer is called when it is over. */
function trouble(scene: Scene, paneId: string | null): () => void {
  const one = { paneId, fromTs: Date.now(), toTs: Number.POSITIVE_INFINITY };
  scene.troubles.push(one);
  return () => {
    one.toTs = Date.now();
  };
}

/** False as soon as the storm is over. */
async function isStillOn(scene: Scene, ms: number): Promise<boolean> {
  for (const untilMs = performance.now() + ms; !scene.isOver; ) {
    const leftMs = untilMs - performance.now();
    if (leftMs <= 0) return true;
    await sleep(Math.min(leftMs, 250));
  }
  return false;
}
