/**
 * The stressors' own clock: monotonic milliseconds, the same on every process of this host.
 * A stressor keeps absolute times by itself, because asking its parent would cost the skew
 * that arming beforehand avoids.
 *
 * @spec timeline execution semantics
 */
const offsetMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();

export function monotonicMs(): number {
  return performance.now() + offsetMs;
}
