/**
 * A thousand conditions at one tick, beside the same conditions written by hand as one function.
 * What they say is compared, so that neither can leave work out.
 */
import { compileExpression, loadExpressions } from '../../machines/timeline/expression/load.ts';
import { builtInSignals, windowUsualMs } from '../../machines/timeline/expression/signals.ts';
import { type Bench, median } from './bench.ts';

const count = 1_000;
const ticks = 200;
const aimMs = 5;

interface Figures {
  readonly cpu_load: number;
  readonly crashes: number;
  readonly io_latency_ms: number;
}

function figuresAt(tick: number): Figures {
  return { cpu_load: (tick % 10) / 10, crashes: tick % 3, io_latency_ms: tick % 100 };
}

const bound = (index: number): number => (index % 97) / 100;
const latency = (index: number): number => index % 89;

function byHand({ cpu_load, crashes, io_latency_ms }: Figures): number {
  let holding = 0;
  for (let index = 0; index < count; index += 1) {
    const busy = cpu_load > bound(index) && crashes >= 1;
    if (busy || io_latency_ms * 2 > latency(index)) holding += 1;
  }
  return holding;
}

async function measure() {
  await loadExpressions();
  const scope = { signals: builtInSignals, eventIds: [], usualWindow: windowUsualMs };
  const beganMs = performance.now();
  const conditions = Array.from({ length: count }, (_, index) => {
    const text = `(cpu_load > ${bound(index)} and crashes >= 1) or io_latency_ms * 2 > ${latency(index)}`;
    const compiled = compileExpression(text, scope);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    return compiled.value;
  });
  const compileMs = performance.now() - beganMs;
  const ours: number[] = [];
  const hand: number[] = [];
  for (let tick = 0; tick < ticks; tick += 1) {
    const signals = figuresAt(tick);
    const reading = { signals: { ...signals }, events: {}, windows: {} };
    const oursMs = performance.now();
    let holding = 0;
    for (const condition of conditions)
      if (condition.evaluate(reading).value === true) holding += 1;
    const handMs = performance.now();
    const expected = byHand(signals);
    const endMs = performance.now();
    if (holding !== expected) throw new Error(`Expected ${expected} that hold, got ${holding}.`);
    ours.push(handMs - oursMs);
    hand.push(endMs - handMs);
  }
  const tick_ms = median(ours);
  const hand_ms = median(hand);
  const figures = { tick_ms, hand_ms, ratio: tick_ms / hand_ms, compile_all_ms: compileMs };
  return {
    figures,
    met: tick_ms <= aimMs,
    notes: [`${count} conditions of three comparisons each`],
  };
}

export const bench: Bench = {
  name: 'conditions',
  aim: `1,000 conditions at one tick within ${aimMs} ms`,
  measure,
};
