/**
 * Two runs of one seed that differ in one thing that must change nothing else: Lane B, a contract
 * on trial, someone who only looks.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../../embed/kernel.ts';
import type { Twin } from './world.ts';

export interface Twinned {
  readonly laneA: readonly Envelope[];
  readonly faults: readonly unknown[];
  /** What the contracts looked at and refused, as figures. */
  readonly counts: string;
}

const invariantOf: Readonly<Record<Twin, number>> = {
  'lane-b-off': 46,
  'no-shadow': 38,
  'no-looks': 39,
};

const linesOf: Readonly<Record<Twin, (event: Envelope) => string | null>> = {
  'lane-b-off': (event) => {
    const { type, source } = event;
    if (/^(?:contract\.checked|pty\.data|ui\.longtask|telemetry)/.test(type)) return null;
    // The switch itself is told by the bus, whose numbers shift by that.
    return JSON.stringify(source === 'event-bus.js' ? { ...event, seq: 0 } : event);
  },
  'no-shadow': ({ type, source, paneId, ts, payload }) => {
    if (type === 'contract.shadow.violation' || type === 'contract.checked') return null;
    const { key: _, ...rest } = payload;
    return JSON.stringify({ type, source, paneId, ts, payload: rest });
  },
  'no-looks': (event) => JSON.stringify(event),
};

export function compareTwins(twin: Twin, one: Twinned, other: Twinned) {
  const [left, right] = [one, other].map(({ laneA }) =>
    // A word more may lift what its source said before it: the order within each source counts.
    (twin === 'no-shadow' ? bySource(laneA) : laneA)
      .map(linesOf[twin])
      .filter((line) => line !== null),
  );
  if (!left || !right) return [];
  if (twin === 'no-looks' && one.counts !== other.counts) {
    return [{ invariant: 39, what: `a look is counted: ${one.counts} / ${other.counts}` }];
  }
  const at = left.findIndex((line, index) => line !== right[index]);
  if (at < 0 && left.length === right.length) return [];
  const what = `without ${twin} the log differs at ${at}: ${left[at] ?? 'nothing'} / ${right[at] ?? 'nothing'}`;
  return [{ invariant: invariantOf[twin], what }];
}

function bySource(log: readonly Envelope[]): readonly Envelope[] {
  const sources = [...new Set(log.map(({ source }) => source))].sort();
  return sources.flatMap((one) => log.filter(({ source }) => source === one));
}
