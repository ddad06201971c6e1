/**
 * Every success metric of the kernel, folded from a log in one pass. Not the figures of a run and
 * its samples: those are `machines/report/metrics.ts`.
 *
 * @spec kernel 10
 */
import type { LoggedEvent } from '../../record/session-line.ts';
import { Guards } from './guards.ts';
import { Lifecycles } from './lifecycles.ts';
import { beyondLogs, type Metric } from './metric.ts';
import { Sequences } from './sequences.ts';

export interface KernelMetrics {
  readonly events: number;
  /** Milliseconds from the first event to the last. */
  readonly spanMs: number;
  /** In the order of the specification. */
  readonly metrics: readonly Metric[];
}

export function metricsOf(events: Iterable<LoggedEvent>): KernelMetrics {
  const folds = [new Lifecycles(), new Sequences(), new Guards()] as const;
  let count = 0;
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    count += 1;
    firstMs = Math.min(firstMs, event.atMs);
    lastMs = Math.max(lastMs, event.atMs);
    for (const fold of folds) fold.hear(event);
  }
  const found = [...folds.flatMap((fold) => fold.metrics()), ...outsideLogs];
  const metrics = [...found].sort((one, other) => rank(one) - rank(other));
  return { events: count, spanMs: count === 0 ? 0 : lastMs - firstMs, metrics };
}

/** As the specification lists them. */
export const metricIds: readonly string[] = [
  ...['root-cause-p95', 'lifecycle-complete', 'false-positive-submits', 'emission-p95'],
  ...['emission-storm-p95', 'violation-latency'],
  ...['loss-lane-a', 'loss-lane-b', 'order-lane-a', 'order-lane-b', 'emission-p99-lane-a'],
  ...['emission-p99-lane-b', 'detector-precision-recall', 'contract-false-positives'],
  ...['deferred-to-dropped', 'queue-wait-p95', 'safe-mode-quality', 'replay-fidelity'],
];

const noWatch =
  'A log keeps when an event was said, not how long saying it took; `npm run bench` measures it.';

const outsideLogs: readonly Metric[] = [
  beyondLogs({
    id: 'root-cause-p95',
    section: '10.1',
    name: 'Time to root cause, p95',
    unit: 'ms',
    target: { is: 'less than', value: 120_000 },
    measured: 'Needs people who look for a cause, with a stopwatch; `ambush why` is made for them.',
  }),
  emission('emission-p95', '10.1', 'Event emission overhead, p95', 1),
  emission('emission-storm-p95', '10.1', 'Emission overhead under a resize storm, p95', 2),
  emission('emission-p99-lane-a', '10.2', 'Emission overhead, p99, Lane A', 2),
  emission('emission-p99-lane-b', '10.2', 'Emission overhead, p99, Lane B', 5),
  beyondLogs({
    id: 'replay-fidelity',
    section: '10.3',
    name: 'Replay fidelity',
    unit: 'share',
    target: { is: 'at least', value: 0.9 },
    measured: 'Needs a replay and a checklist: `ambush replay` compares every verdict.',
  }),
];

function emission(id: string, section: Metric['section'], name: string, belowMs: number): Metric {
  const target = { is: 'less than', value: belowMs } as const;
  return beyondLogs({ id, section, name, unit: 'ms', target, measured: noWatch });
}

function rank({ id }: Metric): number {
  return metricIds.indexOf(id);
}
