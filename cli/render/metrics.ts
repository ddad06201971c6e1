/**
 * The success metrics of a log, for the eye: verdict, figure and target on one line, below it what
 * the figure is made of and how it was measured. What no log can yield stands at the end.
 *
 * @spec kernel 10
 */
import type { KernelMetrics } from '../../machines/trace/metrics/kernel-metrics.ts';
import type { Metric, MetricVerdict, Part, Target } from '../../machines/trace/metrics/metric.ts';
import type { Palette } from './palette.ts';
import { pad, printable, widthOf, wrap } from './printable.ts';
import { countText, lengthText } from './units.ts';

export interface MetricsScreen {
  readonly columns: number;
  readonly palette: Palette;
}

const sections = { '10.1': 'core', '10.2': 'integrity', '10.3': 'further' } as const;
const marks: Readonly<Record<MetricVerdict, string>> = {
  met: 'met',
  missed: 'MISSED',
  tracked: 'tracked',
  'no data': 'no data',
  'not in a log': '-',
};
const markColumns = 7;
const valueColumns = 9;
const textMax = 110;
const indent = '  ';

export function metricsText({ events, spanMs, metrics }: KernelMetrics, screen: MetricsScreen) {
  const columns = Math.min(textMax, screen.columns - 1);
  const { palette } = screen;
  const count = (verdict: MetricVerdict) => metrics.filter((one) => one.verdict === verdict).length;
  const missed = count('missed');
  const summary = [
    `${count('met')} met`,
    missed === 0 ? '0 missed' : palette.bad(`${missed} missed`),
    `${count('no data')} without data`,
  ].join(', ');
  const head = `${palette.strong('metrics')} of ${countText(events, 'event')} over ${lengthText(spanMs)}: ${summary}`;
  const inLog = metrics.filter(({ verdict }) => verdict !== 'not in a log');
  const names = Math.max(...metrics.map(({ name }) => widthOf(name)));
  const at = { columns, palette, names };
  const parts = Object.entries(sections).flatMap(([section, title]) => {
    const own = inLog.filter((metric) => metric.section === section);
    if (own.length === 0) return [];
    return [[titleLine(`${section} ${title}`, at), ...own.flatMap((one) => metricLines(one, at))]];
  });
  const outside = metrics.filter(({ verdict }) => verdict === 'not in a log');
  const beyond = [
    palette.strong('what no log can yield'),
    ...together(outside).flatMap((metrics) => outsideLines(metrics, at)),
  ];
  return `${[[head], ...parts, beyond].map((part) => part.join('\n')).join('\n\n')}\n`;
}

interface At extends MetricsScreen {
  readonly names: number;
}

function titleLine(title: string, { palette, names }: At): string {
  const name = pad(title, markColumns + 4 + names);
  const heads = `${pad('found', valueColumns, 'right')}  target`;
  return `${palette.strong(name)}  ${palette.faint(heads)}`;
}

function metricLines(metric: Metric, { columns, palette, names }: At): readonly string[] {
  const { verdict, name, value, unit, target, measured, parts } = metric;
  const mark = paintOf(verdict, palette)(pad(marks[verdict], markColumns));
  const figure = pad(value === null ? '-' : figureText(value, unit), valueColumns, 'right');
  const aim = target ? targetText(target, unit) : '';
  const line = `${indent}${mark}  ${pad(name, names)}  ${figure}  ${palette.faint(aim)}`.trimEnd();
  const hang = ' '.repeat(markColumns + 4);
  const below = (text: string) =>
    wrap(text, columns - hang.length).map((one) => hang + palette.faint(one));
  return [line, ...below(measured), ...partLines(parts).flatMap(below)];
}

/** What cannot be measured for the same reason stands together. */
function together(metrics: readonly Metric[]): readonly (readonly Metric[])[] {
  const groups = new Map<string, Metric[]>();
  for (const metric of metrics) {
    const group = groups.get(metric.measured);
    if (group) group.push(metric);
    else groups.set(metric.measured, [metric]);
  }
  return [...groups.values()];
}

function outsideLines(metrics: readonly Metric[], at: At): readonly string[] {
  const { columns, palette } = at;
  const hang = indent.repeat(2);
  const below = (text: string) =>
    wrap(text, columns - hang.length).map((line) => hang + palette.faint(line));
  return [
    ...metrics.map(({ name, section }) => `${indent}${name} ${palette.faint(`(${section})`)}`),
    ...below(metrics[0]?.measured ?? ''),
    ...metrics.flatMap(({ parts }) => partLines(parts).flatMap(below)),
  ];
}

/** One line of what is counted; parts named `subject: count` have a line for each subject. */
function partLines(parts: readonly Part[]): readonly string[] {
  const lines = new Map<string, string[]>();
  for (const { label, value } of parts) {
    const [subject = '', ...rest] = label.includes(': ') ? label.split(': ') : ['', label];
    const name = rest.join(': ');
    const text = name.endsWith(', ms')
      ? `${name.slice(0, -4)} ${lengthText(value)}`
      : `${name} ${value}`;
    lines.set(subject, [...(lines.get(subject) ?? []), printable(text)]);
  }
  const widest = Math.max(0, ...[...lines.keys()].map(widthOf));
  return [...lines].map(([subject, texts]) =>
    subject === '' ? texts.join(' · ') : `${pad(printable(subject), widest)}  ${texts.join(' · ')}`,
  );
}

function figureText(value: number, unit: Metric['unit']): string {
  if (unit === 'ms') return lengthText(value);
  const percent = value * 100;
  const digits = percent === 0 || percent === 100 ? 0 : percent < 1 ? 3 : 1;
  return `${percent.toFixed(digits)} %`;
}

const words: Readonly<Record<Target['is'], string>> = {
  'at least': '≥ ',
  'at most': '≤ ',
  'less than': '< ',
  'more than': '> ',
};

function targetText({ is, value }: Target, unit: Metric['unit']): string {
  const bound = unit === 'ms' ? lengthText(value) : `${Number((value * 100).toFixed(3))} %`;
  return `${words[is]}${bound}`;
}

function paintOf(verdict: MetricVerdict, palette: Palette): (text: string) => string {
  if (verdict === 'met') return palette.good;
  if (verdict === 'missed') return palette.bad;
  return palette.faint;
}
