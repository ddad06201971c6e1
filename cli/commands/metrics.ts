/**
 * `ambush metrics FILE`: every success metric of the kernel that a log can yield, beside its
 * target, and why the others cannot be read from one.
 *
 * @spec kernel 10
 */
import { succeed } from '../../machines/kernel/problem.ts';
import { metricsOf } from '../../machines/trace/metrics/kernel-metrics.ts';
import type { Io } from '../io.ts';
import { showView, type ViewOptions } from '../open-log.ts';
import { metricsText } from '../render/metrics.ts';

/** Returns the exit status: 0 whatever the metrics say, or 2 with the problems. */
export function runMetrics(options: ViewOptions, io: Io): Promise<number> {
  return showView(options, io, (log) => {
    const metrics = metricsOf(log.events());
    return succeed({
      json: metrics,
      text: (columns, palette) => metricsText(metrics, { columns, palette }),
    });
  });
}
