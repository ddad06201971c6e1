/**
 * A burner: works off the common debt of CPU time of its process.
 *
 * @spec timeline platform strategy
 */
import type { Board } from '../board.ts';
import { monotonicMs } from '../clock.ts';
import { cpuTurn, cpuWindupMs } from '../cpu.ts';
import { Steering } from '../steering.ts';
import {
  finish,
  goesOn,
  lowerPriority,
  markStart,
  rehearse,
  takePost,
  waitForStart,
} from './gate.ts';
import { Meter } from './meter.ts';

const { board: stage, index, cores, stress } = takePost();
const leads = index === 0;
/** Between two entries in the account: it costs a few microseconds. */
const accountMs = 10;

rehearse(stress.dose, run);
if (waitForStart(stage)) run(stage);
finish();

function run(board: Board): void {
  /** CPU milliseconds asked per millisecond, over all cores. */
  const rateAt = (nowMs: number): number => (board.askedAt(nowMs) * cores) / 100;
  const start = leads ? markStart(board) : monotonicMs();
  const base = usedMs();
  lowerPriority(stress.priority);
  const steering = new Steering(start, rateAt(start), cpuWindupMs);
  const meter = new Meter(board, start);
  let accountAt = start;
  let accounted = 0;
  const account = (now: number): void => {
    const used = usedMs() - base;
    meter.add(now, ((used - accounted) * 100) / cores);
    board.setDetail(0, used);
    accounted = used;
    accountAt = now;
  };
  let now = monotonicMs();
  for (; goesOn(board, now); now = monotonicMs()) {
    const rate = rateAt(now);
    const turn = cpuTurn(steering.debt(now, rate, usedMs() - base), rate);
    if (turn.kind === 'burn') burn(Math.min(turn.ms, board.endAtMs - now));
    else board.sleep(turn.ms);
    if (leads && now - accountAt >= accountMs) account(monotonicMs());
  }
  if (leads) account(now);
}

/** CPU time of the whole process so far, the burners being nearly all of it. */
function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function burn(ms: number): number {
  const until = performance.now() + ms;
  let sum = 1;
  while (performance.now() < until) {
    for (let turn = 0; turn < 2000; turn += 1) sum = Math.imul(sum, 1664525) + 1013904223;
  }
  return sum;
}
