/**
 * The stressors' own clock: monotonic milliseconds, the same on every process of this host.
 * A stressor keeps absolute times by itself, because asking its parent would cost the skew
 * that arming beforehand avoids.
 *
 * @spec timeline execution semantics
 */
export function monotonicMs(): number {
  // Not `performance.now() + offset`: a thread preempted while it takes the offset is wrong for ever.
  return Number(process.hrtime.bigint()) / 1e6;
}
