/**
 * One kill in a host: a real `ambush up` with a pane whose program has grandchildren in sessions of
 * their own; at a moment counted from its birth the host itself, its daemon, the guardian or several of
 * them are killed with SIGKILL, or the hands and then the host. Everything that the victim answered
 * for must go, the socket, the lock and the last words of a host included; a host that outlives its
 * hands has others soon, and ends in order; one that died holds up no other.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectHost } from '../../cli/host-link.ts';
import { hostStatusSchema, openedSchema } from '../../machines/control/values.ts';
import { parentDirectory } from '../../runtime/guardian/run-directory.ts';
import {
  bornAs,
  goneWithinMs,
  groupsOf,
  includesHead,
  type Part,
  type Remain,
  readLog,
  remains,
  sleep,
  untilGone,
  type Victim,
  victims,
  within,
} from './remains.ts';
import { kin, root, type Trial, type TrialPlan } from './trial.ts';

const patienceMs = 20_000;

interface Place {
  readonly mark: string;
  readonly env: NodeJS.ProcessEnv;
  /** The run directory of the user, where the socket lies. */
  readonly rooms: string;
  readonly temporary: string;
  readonly log: string;
}

export async function killInHost({ victim, killAfterMs, mark }: TrialPlan): Promise<Trial> {
  const place = makePlace(mark);
  const { rooms, temporary, log: file } = place;
  const runIds = new Set<string>();
  try {
    const up = ambush(['up', '--log', file], place);
    const opening = up.then((status) => (status === 0 ? openPane(place) : null));
    const pidOf = (part: Part): Promise<number> => bornAs(part, mark, runIds);
    const born = await Promise.all(victims[victim].map(pidOf));
    await sleep(killAfterMs);
    const headPid = remains(mark, runIds).find(isHead)?.pid;
    const isOpen = (await within(opening, 0)) === 'opened';
    const isHeadDead = includesHead(victim);
    const before = new Set(runIds);
    await killAll(born, victim, killAfterMs);
    // Other hands may be starting: those of a host that lives are to stay.
    remains(mark, runIds);
    const sinceMs = performance.now();
    const dead = isHeadDead ? new Set(runIds) : before;
    const isOfThis = (one: Remain): boolean =>
      isHeadDead ? !isClient(one) : isHands(one, dead) || (isOpen && isProgram(one));
    const look = (): readonly (Remain | string)[] => [
      ...remains(mark, new Set(dead)).filter((one) => one.pid !== headPid && isOfThis(one)),
      ...(isHeadDead ? [...filesIn(temporary), ...filesIn(join(rooms, 'ambush'))] : []),
      ...groupsOf(dead),
    ];
    const left = await untilGone(sinceMs, look);
    const goneAfterMs = Math.round(performance.now() - sinceMs);
    const isUp = (await within(up, patienceMs)) === 0;
    await within(opening, patienceMs);
    const after = isHeadDead || !isUp ? await startsAgain(place) : await goesOn(place);
    const end = await untilGone(performance.now(), () => [
      ...remains(mark, runIds),
      ...filesIn(temporary),
      ...filesIn(join(rooms, 'ambush')),
      ...groupsOf(runIds),
    ]);
    const { reached, faults } = readLog(file);
    return {
      ...{ victim, killedAfterMs: Math.round(killAfterMs), goneAfterMs },
      reached: isOpen ? [...reached, 'pane opened'] : reached,
      faults: [
        ...left.map((one) => `left: ${one}`),
        ...(goneAfterMs > goneWithinMs ? [`gone only after ${goneAfterMs} ms`] : []),
        ...after,
        ...end.map((one) => `left in the end: ${one}`),
        ...faults,
      ],
    };
  } finally {
    for (const folder of [rooms, temporary]) rmSync(folder, { recursive: true, force: true });
  }
}

/** In one instant, or the head so much later that its hands are dead and others may be starting. */
async function killAll(pids: readonly number[], victim: Victim, whenMs: number): Promise<void> {
  const isLater = victim === 'hands, then head';
  for (const [at, pid] of pids.entries()) {
    if (isLater && at === pids.length - 1) await sleep(50 + (whenMs % 500));
    process.kill(pid, 'SIGKILL');
  }
}

function makePlace(mark: string): Place {
  // A socket's path has little room, and so must the folder's name be short.
  const rooms = mkdtempSync(join(tmpdir(), 'amb-'));
  const temporary = mkdtempSync(join(parentDirectory(), 'ambush-kill-'));
  const ours = { KILL_TEST: mark, TMPDIR: temporary, XDG_RUNTIME_DIR: rooms };
  const env = { ...process.env, ...ours, XDG_STATE_HOME: join(rooms, 'state') };
  return { mark, env, rooms, temporary, log: join(rooms, 'l.ndjson') };
}

function ambush(words: readonly string[], { env }: Place): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`${root}dist/bin/ambush.js`, ...words], {
      ...{ env, stdio: 'ignore' },
    });
    child.once('exit', resolve);
  });
}

/** Asked of the host that is up: the command would start another one. */
async function openPane({ env, mark, rooms }: Place): Promise<'opened' | 'refused'> {
  const link = await connectHost(env);
  if (!link.ok) return 'refused';
  const spec = {
    ...{ command: process.execPath, args: [kin, mark], cwd: rooms, cols: 80, rows: 24 },
    ...{ env: { PATH: process.env.PATH ?? '' }, cli: null, readOnly: false },
  };
  const opened = await link.value.ask({ do: 'pane.open', spec }, openedSchema);
  link.value.close();
  return opened.ok ? 'opened' : 'refused';
}

/** The host has hands again, says that others died, and ends in order. */
async function goesOn(place: Place): Promise<readonly string[]> {
  const beganMs = performance.now();
  let died: unknown = null;
  while (died === null && performance.now() - beganMs < patienceMs) {
    await sleep(50);
    const link = await connectHost(place.env);
    if (!link.ok) return [`the host went too: ${link.problems[0]?.code}`];
    const status = await link.value.ask({ do: 'host.status' }, hostStatusSchema);
    link.value.close();
    const bridge = status.ok ? status.value.bridge : null;
    if (bridge?.died === 1) died = bridge.died;
  }
  const status = await ambush(['down'], place);
  return [
    ...(died === 1 ? [] : ['the host has no other hands']),
    ...(status === 0 ? [] : [`down ended with status ${status}`]),
  ];
}

/** What the dead host left holds up no other. */
async function startsAgain(place: Place): Promise<readonly string[]> {
  const up = await ambush(['up'], place);
  const down = await ambush(['down'], place);
  return up === 0 && down === 0 ? [] : [`the next host: up ${up}, down ${down}`];
}

function isHead({ words }: Remain): boolean {
  return words[1]?.endsWith('bin/head.js') === true;
}

/** `ambush up` itself, which ends in its own time. */
function isClient({ words }: Remain): boolean {
  return words[1]?.endsWith('bin/ambush.js') === true;
}

/** The daemon or the guardian of a run that is over. */
function isHands({ words }: Remain, runIds: ReadonlySet<string>): boolean {
  return [...runIds].some((id) => words.includes(id) || words[2]?.includes(id));
}

function isProgram({ words }: Remain): boolean {
  return words.includes(kin) || words[0]?.endsWith('sleep') === true;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((found) => join(folder, found));
  } catch {
    return [];
  }
}
