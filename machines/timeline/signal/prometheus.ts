/**
 * One figure from a page in the text format of Prometheus. Nothing is guessed: where no series, or
 * more than one, has the labels, there is no figure.
 *
 * @spec timeline phase 2
 */
import type { SilenceCause } from './silence.ts';
import type { SignalSource } from './user-signal.ts';

type Wanted = Pick<Extract<SignalSource, { kind: 'prometheus' }>, 'metric' | 'labels'>;

type NoSeries = Extract<SilenceCause, 'no-series' | 'several-series' | 'not-a-number'>;

const label = /\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*"((?:[^"\\\n]|\\.)*)"\s*,?/y;
const escapes: Readonly<Record<string, string>> = { n: '\n' };

export function figureOf(page: string, { metric, labels }: Wanted): number | NoSeries {
  let found: number | null = null;
  for (const line of page.split('\n')) {
    if (!line.startsWith(metric)) continue;
    const series = seriesOf(line, metric);
    if (series === null) continue;
    if (!Object.entries(labels).every(([name, value]) => series.labels.get(name) === value)) {
      continue;
    }
    if (found !== null) return 'several-series';
    found = series.figure;
  }
  if (found === null) return 'no-series';
  return Number.isFinite(found) ? found : 'not-a-number';
}

/** Null for another metric and a line that is broken; a figure may be no number. */
function seriesOf(line: string, metric: string) {
  const labels = new Map<string, string>();
  let at = metric.length;
  if (line[at] === '{') {
    label.lastIndex = at + 1;
    at += 1;
    for (let read = label.exec(line); read !== null; read = label.exec(line)) {
      const [, name = '', value = ''] = read;
      labels.set(
        name,
        value.replaceAll(/\\(.)/g, (_, one: string) => escapes[one] ?? one),
      );
      at = label.lastIndex;
    }
    while (line[at] === ' ') at += 1;
    if (line[at] !== '}') return null;
    at += 1;
  } else if (line[at] !== ' ' && line[at] !== '\t') return null;
  const [word = ''] = line.slice(at).trim().split(/\s/, 1);
  return { labels, figure: word === '' ? Number.NaN : Number(word) };
}
