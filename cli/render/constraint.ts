/**
 * The constraint in words and bars: one line of the live screen, a few lines of the summary.
 *
 * @spec timeline phase 3
 */

import type { AmbushPart } from '../../machines/report/ambush.ts';
import { actionText } from '../../machines/timeline/constraint/constraint.ts';
import type { Plan } from '../../machines/timeline/timeline.ts';
import type { ConstraintView } from './live-view.ts';
import type { Palette } from './palette.ts';
import { cut, printable, wrap } from './printable.ts';
import { doseText, lengthText, shareText } from './units.ts';

type Part = NonNullable<AmbushPart['constraint']>;
type Figures = Readonly<Record<'cpu' | 'memory' | 'disk', number | null>>;

const resources = ['cpu', 'memory', 'disk'] as const;
const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const drumColumnsMax = 60;
const labelColumns = 12;

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
  const how = constraint.how === 'auto' ? 'found' : 'given';
  const name = constraint.bottleneck === null ? 'none found' : `${constraint.bottleneck}, ${how}`;
  const head = `constraint  ${name}; ${whose[constraint.source]}`;
  return [
    palette.strong(cut(head, width)),
    ...drumLines(constraint, width, palette),
    ...constraint.rules.flatMap((rule) => indented(printable(ruleText(rule)), width)),
    ...constraint.effects.flatMap((effect) => indented(effectText(effect), width)),
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

function effectText(effect: Part['effects'][number]): string {
  const { axis, change, unit, before, after, after_ms, proved } = effect;
  const deed = change === 'applied' ? 'gave way' : 'was let go';
  const doses = `${doseText(before, unit)} before, ${doseText(after, unit)} after ${lengthText(after_ms)}`;
  return `${axis} ${deed}: ${doses}${proved ? '' : '; NOT the dose that was asked'}`;
}

function figuresText(figures: Figures): string {
  return resources
    .flatMap((resource) => {
      const share = figures[resource];
      return share === null ? [] : [`${resource} ${shareText(share)}`];
    })
    .join('  ');
}
