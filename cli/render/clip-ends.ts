/**
 * Why the stress of an event ended before its time: its own condition, a rule of a constraint, or
 * the end of the run.
 *
 * @spec timeline phase 2
 */
import type { AmbushEvent } from '../../machines/kernel/events/registry.ts';

/** For `clip.stopped` why it came early, such as ` by a constraint (cpu_load > 0.5)`; else ``. */
export function endTeller(): (event: AmbushEvent) => string {
  const why = new Map<string, string>();
  let isRunOver = false;
  return ({ type, payload }) => {
    switch (type) {
      case 'condition.met':
        if (payload.role === 'stop') why.set(payload.clipId, ` because ${payload.because}`);
        return '';
      case 'run.stop.requested':
        isRunOver = true;
        return '';
      case 'clip.stop.requested': {
        const { clipId, rule } = payload;
        if (rule !== undefined) why.set(clipId, ` by a constraint: ${rule}`);
        else if (!why.has(clipId)) {
          why.set(clipId, isRunOver ? ' early, with the run' : ' early, as it was told to');
        }
        return '';
      }
      case 'clip.stopped': {
        const told = why.get(payload.clipId) ?? '';
        why.delete(payload.clipId);
        return told;
      }
      default:
        return '';
    }
  };
}
