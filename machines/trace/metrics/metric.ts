/**
 * One success metric of the kernel: its figure, its target, and how it was measured. What a log
 * cannot yield is a metric, too, and says why.
 *
 * @spec kernel 10
 */

export type MetricVerdict =
  | 'met'
  | 'missed'
  /** It has no target: it is followed from session to session. */
  | 'tracked'
  /** The log has nothing that it could be measured on. */
  | 'no data'
  /** No log could yield it. */
  | 'not in a log';

export interface Target {
  readonly is: 'at least' | 'at most' | 'less than' | 'more than';
  readonly value: number;
}

export interface Metric {
  /** Kebab-case, unique; the same in every version. */
  readonly id: string;
  readonly section: '10.1' | '10.2' | '10.3';
  readonly name: string;
  /** A share is from 0 to 1; time is in milliseconds. Null where there is none. */
  readonly value: number | null;
  readonly unit: 'share' | 'ms';
  /** The harder one where two phases differ. */
  readonly target: Target | null;
  readonly verdict: MetricVerdict;
  /** A sentence: what was counted, or why it cannot be. */
  readonly measured: string;
  /** What the figure is made of. */
  readonly parts: readonly Part[];
}

export interface Part {
  readonly label: string;
  /** A count, or milliseconds where the label says so. */
  readonly value: number;
}

/** A measured figure beside its target; without a figure there is no data. */
export function judged(metric: Omit<Metric, 'verdict'>): Metric {
  const { value, target } = metric;
  if (value === null) return { ...metric, verdict: 'no data' };
  if (!target) return { ...metric, verdict: 'tracked' };
  return { ...metric, verdict: meets(value, target) ? 'met' : 'missed' };
}

/** A metric that needs a person, or a clock that no log keeps. */
export function beyondLogs(
  metric: Pick<Metric, 'id' | 'section' | 'name' | 'unit' | 'target' | 'measured'>,
  parts: readonly Part[] = [],
): Metric {
  return { ...metric, value: null, verdict: 'not in a log', parts };
}

export function shareOf(count: number, total: number): number | null {
  return total === 0 ? null : count / total;
}

/** Parts of a count by name, the largest first; names of equal counts in alphabetical order. */
export function partsOf(counts: ReadonlyMap<string, number>): readonly Part[] {
  return [...counts]
    .map(([label, value]) => ({ label, value }))
    .sort((one, other) => other.value - one.value || (one.label < other.label ? -1 : 1));
}

export function countUp(counts: Map<string, number>, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

function meets(value: number, { is, value: bound }: Target): boolean {
  switch (is) {
    case 'at least':
      return value >= bound;
    case 'at most':
      return value <= bound;
    case 'less than':
      return value < bound;
    case 'more than':
      return value > bound;
  }
}
