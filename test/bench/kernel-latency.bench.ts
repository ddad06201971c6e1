/**
 * How long one call takes, by the wall clock and in CPU time, against the targets of sections 10.1 and 10.2; beside
 * an EventEmitter timed in the same way, whose outliers are the machine's.
 */
import type { Bench } from './bench.ts';
import {
  data,
  fact,
  fourContracts,
  injecting,
  subscribedEmitter,
  subscribedKernel,
} from './kernel-scene.ts';
import { latenciesOf, percentiles } from './side-by-side.ts';

const warmUp = 20_000;
const calls = 100_000;

/** A second submitter in one correlation is a violation: from the call to its being heard. */
function violation(): (at: number) => void {
  const kernel = subscribedKernel();
  let heard = 0;
  kernel.on('contract.violation', () => {
    heard += 1;
  });
  const first = kernel.submit({ type: 'inject.requested', paneId: '1', source: 'one' });
  const correlationId = first.event?.correlationId;
  kernel.report({ type: 'inject.submit.requested', paneId: '1', source: 'one', correlationId });
  return () => {
    const before = heard;
    kernel.submit({ type: 'inject.submit.requested', paneId: '1', source: 'two', correlationId });
    if (heard !== before + 1) throw new Error(`Expected a violation, got ${heard - before}.`);
  };
}

export const bench: Bench = {
  name: 'kernel-latency',
  aim: 'p99 under 10 µs, p99.9 under 100 µs; 10.1: p95 under 1 ms, a violation told within 10 ms; 10.2: p99 under 2 ms (Lane A), 5 ms (Lane B)',
  async measure() {
    const reporting = subscribedKernel();
    const cases = {
      emitter: subscribedEmitter(),
      report: () => reporting.report(fact),
      lane_b: () => reporting.report(data),
      submit: fourContracts(subscribedKernel()),
      injection: injecting(subscribedKernel()),
      violation: violation(),
    };
    let figures: Readonly<Record<string, number>> = {};
    for (const [name, call] of Object.entries(cases)) {
      const count = name === 'violation' ? calls / 10 : calls;
      latenciesOf(Math.min(warmUp, count), call);
      figures = { ...figures, ...percentiles(name, latenciesOf(count, call)) };
    }
    const at = (name: string): number => figures[name] ?? Number.POSITIVE_INFINITY;
    const laws = [
      at('report_cpu_p99_us') < 10,
      at('submit_cpu_p99_us') < 10,
      at('report_cpu_p999_us') < 100,
      at('submit_cpu_p999_us') < 100,
      at('report_p95_us') < 1_000,
      at('submit_p95_us') < 1_000,
      at('violation_p99_us') < 10_000,
      at('submit_p99_us') < 2_000,
      at('lane_b_p99_us') < 5_000,
    ];
    return {
      figures,
      met: laws.every(Boolean),
      notes: [
        'An injection is two calls with six events; violation: from the call until its subscriber has heard.',
        'cpu: in CPU time of this process, its garbage collector included, about 1 µs of it for the reading; the aims of 10 and 100 µs are judged by it, since by the wall clock the longest calls of a shared machine are the neighbours.',
      ],
    };
  },
};
