/**
 * The constraint in words and bars: one line of the live screen, a few lines of the summary.
 *
 * @spec timeline phase 3
 */

import type { AmbushPart } from '../../machines/report/ambush.ts';
import { actionText } from '../../machines/timeline/constraint/constraint.ts';
import type { Plan } from '../../machines/timeline/timeline.ts';
import { effectWords } from './constraint-words.ts';
import type { ConstraintView } from './live-view.ts';
import type { Palette } from './palette.ts';
import { cut, printable, wrap } from './printable.ts';
import { countText, lengthText, shareText } from './units.ts';

type Part = NonNullable<AmbushPart['constraint']>;
type Figures = Readonly<Record<'cpu' | 'memory' | 'disk', number | null>>;

const resources = ['cpu', 'memory', 'disk'] as const;
const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const drumColumnsMax = 60;
const labelColumns = 12;
/** Times at which a bottleneck was found; the report has them all. */
const spansMax = 4;

/** Such as `memory is the constraint (subordinate), cpu gives way: intensity light`. */
export function constraintLine(view: ConstraintView): string {
  const { bottleneck, step, figures, gives } = view;
  const name = bottleneck === null ? 'not found yet' : `${bottleneck} is the constraint`;
  const told = figures === null ? '' : `  ${figuresText(figures)}`;
  const ways = gives.map(({ axis, action }) => `${axis} gives way: ${action}`).join(', ');
  return `${name} (${step})${ways === '' ? '' : `  ${ways}`}${told}`;
}

/** Empty for a run without constraints. */
export function constraintLines(part: AmbushPart, width: number, palette: Palette): string[] {
  const { constraint } = part;
  if (constraint === undefined) return [];
  const whose = {
    target: 'pressure of the target',
    host: 'pressure of the host',
    none: 'this system tells no pressure',
  };
  const head = `constraint  ${nameText(constraint)}; ${whose[constraint.source]}`;
  const told = [stepsText(constraint), ...effectTexts(constraint)].filter((text) => text !== '');
  return [
    ...wrap(head, width).map((line, row) => palette.strong(`${row === 0 ? '' : '  '}${line}`)),
    ...drumLines(constraint, width, palette),
    ...constraint.rules.flatMap((rule) => indented(printable(ruleText(rule)), width)),
    ...told.flatMap((text) => indented(text, width)),
  ];
}

/** The same before a run: the rules as they stand. Empty for a plan without constraints. */
export function constraintPlanLines(
  { constraints }: Plan,
  width: number,
  palette: Palette,
): readonly string[] {
  if (constraints === undefined) return [];
  const { bottleneck, rules } = constraints;
  const name = bottleneck === 'auto' ? 'to be found from pressure' : bottleneck;
  return [
    palette.faint(cut(`  constraint: ${name}`, width)),
    ...rules.flatMap(({ axis, action, when, until }) => {
      const back = until === undefined ? '' : `, until ${until}`;
      return indented(
        printable(`${axis} gives way (${actionText(action)}) if ${when}${back}`),
        width,
      );
    }),
    '',
  ];
}

function indented(text: string, width: number): string[] {
  return wrap(text, width - 4).map((line, row) => `${row === 0 ? '  ' : '    '}${line}`);
}

function drumLines({ drum }: Part, width: number, palette: Palette): string[] {
  const columns = Math.min(drumColumnsMax, width - labelColumns - 16);
  if (drum.length === 0 || columns < 8) return [];
  return resources.flatMap((resource) => {
    const told = drum.map((row) => row[resource]);
    if (told.every((value) => value === null)) return [];
    const most = Math.max(...told.map((value) => value ?? 0));
    const bars = spread(told, Math.min(columns, drum.length)).map(heightOf).join('');
    const last = `  at most ${shareText(most)}`;
    return [`  ${resource.padEnd(labelColumns - 2)}${palette.active(bars)}${palette.faint(last)}`];
  });
}

/** As many cells as there is room for, each the most of what falls into it. */
function spread(values: readonly (number | null)[], cells: number): readonly (number | null)[] {
  return Array.from({ length: cells }, (_, cell) => {
    const from = Math.floor((cell * values.length) / cells);
    const to = Math.max(from + 1, Math.floor(((cell + 1) * values.length) / cells));
    const told = values.slice(from, to).filter((value) => value !== null);
    return told.length === 0 ? null : Math.max(...told);
  });
}

function heightOf(share: number | null): string {
  if (share === null) return ' ';
  const step = Math.ceil(Math.min(1, share) * heights.length) - 1;
  return heights[Math.max(0, step)] ?? ' ';
}

function ruleText({ axis, when, action, unavailable, applied }: Part['rules'][number]): string {
  const rule = `${axis} gives way (${action}) if ${when}: `;
  if (unavailable) return `${rule}never, because a signal of it is not told here`;
  const [first] = applied;
  if (first === undefined) return `${rule}it never had to`;
  const times = applied.length === 1 ? 'once' : `${applied.length} times`;
  const saw = Object.entries(first.saw).map(([name, value]) => `${name} ${sawText(value)}`);
  const seen = saw.length === 0 ? '' : `, at ${saw.join(', ')}`;
  return `${rule}${times}, first ${lengthText(first.start_ms)} in${seen}`;
}

function sawText(value: number | boolean | string | null): string {
  if (value === null) return 'not told';
  return typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : String(value);
}

/** Such as `memory, given`, or `memory from 2.5 s to 26.5 s, found`. */
function nameText({ bottleneck, how, named }: Part): string {
  if (bottleneck === null) return 'none found';
  if (how === 'given') return `${bottleneck}, given`;
  const spans = named.flatMap(({ bottleneck: name, at_ms }, index) => {
    if (name === null) return [];
    const next = named[index + 1];
    const until = next === undefined ? '' : ` to ${lengthText(next.at_ms)}`;
    return [`${name} from ${lengthText(at_ms)}${until}`];
  });
  const more = spans.length - spansMax;
  const rest = more > 0 ? `, and ${countText(more, 'more time')}` : '';
  return `${spans.slice(0, spansMax).join(', ')}${rest}, found`;
}

/** Each of the five steps with the time at which it was first, and how often it was. */
function stepsText({ steps }: Part): string {
  const first = new Map<string, { readonly atMs: number; times: number }>();
  for (const { step, at_ms: atMs } of steps) {
    const known = first.get(step);
    if (known) known.times += 1;
    else first.set(step, { atMs, times: 1 });
  }
  if (first.size === 0) return '';
  const told = [...first].map(([step, { atMs, times }]) => {
    const often = times === 1 ? '' : `, ${times} times`;
    return `${step} (${lengthText(atMs)}${often})`;
  });
  const help = first.has('elevate') ? '; all gave way that could: only more of it would help' : '';
  return `steps: ${told.join(', ')}${help}`;
}

/** One line for what happened once; a count, and the first of each kind, for what went on and on. */
function effectTexts({ effects }: Part): readonly string[] {
  const keyOf = ({ axis, change, proved, before, asked }: Part['effects'][number]): string =>
    `${axis} ${change} ${proved} ${before > asked}`;
  const groups = new Map<string, Part['effects']>();
  for (const effect of effects) {
    groups.set(keyOf(effect), [...(groups.get(keyOf(effect)) ?? []), effect]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { after_ms, proved } = first;
    const text = `${effectWords(first)} ${lengthText(after_ms)}${proved ? '' : '; NOT as it should'}`;
    return [group.length === 1 ? text : `${text}; ${group.length} times, this was the first`];
  });
}

function figuresText(figures: Figures): string {
  return resources
    .flatMap((resource) => {
      const share = figures[resource];
      return share === null ? [] : [`${resource} ${shareText(share)}`];
    })
    .join('  ');
}
