/**
 * The pauser: stops and continues the target's processes in a duty cycle. It keeps the priority
 * of the timekeeper, being no load itself: a late SIGCONT would be a larger dose than asked.
 *
 * @spec timeline platform strategy
 */
import { Chance } from '../chance.ts';
import { monotonicMs } from '../clock.ts';
import { Steering } from '../steering.ts';
import { nextCycle, timeWindupMs } from '../time.ts';
import { type Victim, victimOf } from '../victim.ts';
import { finish, goesOn, markStart, say, takePost, waitForStart } from './gate.ts';
import { Meter } from './meter.ts';

const { board, stress } = takePost();
const chance = new Chance(stress.seed);
/** Longest sleep while the target runs: a new process of its tree is seen after this at most. */
const napMs = 50;
let victims: readonly Victim[] = [];
let version = -1;
let bare = false;

if (waitForStart(board)) {
  try {
    run();
  } finally {
    for (const victim of victims) victim.resume();
  }
}
finish();

function run(): void {
  const start = markStart(board);
  const meter = new Meter(board, start);
  const steering = new Steering(start, board.askedAt(start) / 100, timeWindupMs);
  let pauses = 0;
  let pausedMs = 0;
  const account = (now: number, paused: number): void => {
    pausedMs += paused;
    meter.add(now, paused * 100);
  };
  for (let now = start; goesOn(board, now); now = monotonicMs()) {
    refresh();
    const percent = board.askedAt(now);
    const owed = steering.debt(now, percent / 100, pausedMs);
    const cycle = nextCycle(percent, owed, chance.next(), board.endAtMs - now);
    rest(Math.min(cycle.runMs / 2, board.endAtMs - now));
    if (cycle.pauseMs > 0 && victims.length > 0 && !board.stopped) {
      account(monotonicMs(), 0);
      const paused = pause(Math.min(cycle.pauseMs, board.endAtMs - monotonicMs()));
      account(monotonicMs(), paused);
      pauses += 1;
      board.setDetail(0, pauses);
    }
    rest(Math.min(cycle.runMs / 2, board.endAtMs - monotonicMs()));
    account(monotonicMs(), 0);
  }
}

/** One pause. The milliseconds for which the processes were verifiably stopped, as a mean. */
function pause(ms: number): number {
  const stopping = victims.filter((victim) => victim.stop());
  const from = monotonicMs();
  const left = Math.max(0, ms);
  // A stop takes effect when the process is next scheduled, so it is verified a little later.
  board.sleep(Math.min(1, left));
  let verified = stopping.filter((victim) => victim.isStopped());
  if (left > 1) {
    board.sleep(left - 1);
    verified = stopping.filter((victim) => victim.isStopped());
  }
  const paused = monotonicMs() - from;
  for (const victim of stopping) victim.resume();
  victims = victims.filter((victim) => victim.isAlive());
  board.setDetail(1, Math.max(board.detail(1), stopping.length));
  return stopping.length === 0 ? 0 : (paused * verified.length) / stopping.length;
}

/** Lets the target run; ends early when there is a new target to pause. */
function rest(ms: number): void {
  const until = monotonicMs() + ms;
  for (let left = ms; left > 0 && !board.stopped; left = until - monotonicMs()) {
    board.sleep(Math.min(napMs, left));
    refresh();
  }
}

function refresh(): void {
  const seen = board.pidVersion;
  if (seen !== version) {
    version = seen;
    const known = new Map(victims.map((victim) => [victim.pid, victim]));
    const pids = board.getPids();
    for (const victim of victims) if (!pids.includes(victim.pid)) victim.resume();
    victims = pids
      .map((pid) => known.get(pid) ?? victimOf(pid))
      .filter((victim) => victim !== null);
    bare = false;
  }
  if (victims.length === 0 && !bare) {
    bare = true;
    say({ is: 'limited', reason: 'There is no process of the target to pause.' });
  }
}
