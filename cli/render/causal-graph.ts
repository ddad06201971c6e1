/**
 * What leads to what, drawn as trees: a cause, and under it what starts when it has ended. Whatever
 * has several causes stands in full under the first of them.
 *
 * @spec timeline phase 2
 */
import type {
  CausalEdge,
  CausalGraph,
  CausalNode,
} from '../../machines/timeline/condition/causal-graph.ts';
import type { Palette } from './palette.ts';
import { cut, printable, widthOf, wrap } from './printable.ts';
import { planOffset } from './units.ts';

/** One end, or several that must all have come, or a condition alone: what an arrow comes from. */
interface Cause {
  readonly key: string;
  /** Null for a join and for a condition, which are no events. */
  readonly event: string | null;
  /** How it reads as the head of a tree. */
  readonly title: string;
  /** What stands on its arrow. */
  readonly label: string;
}

interface Drawing {
  readonly children: ReadonlyMap<string, readonly { edge: CausalEdge; label: string }[]>;
  readonly nodes: ReadonlyMap<string, CausalNode>;
  readonly drawn: Set<string>;
  readonly width: number;
  readonly palette: Palette;
}

/** Longer graphs are for `--json`. */
const linesMax = 200;
const indent = '  ';

/** None for a plan in which nobody waits or is stopped. */
export function causalGraphLines(
  { nodes, edges }: CausalGraph,
  width: number,
  palette: Palette,
): readonly string[] {
  const causes = edges.map((edge) => ({ edge, cause: causeOf(edge) }));
  const children = new Map<string, { edge: CausalEdge; label: string }[]>();
  for (const { edge, cause } of causes) {
    const known = children.get(cause.key) ?? [];
    children.set(cause.key, [...known, { edge, label: cause.label }]);
  }
  const drawing: Drawing = {
    ...{ children, width, palette, drawn: new Set<string>() },
    nodes: new Map(nodes.map((node) => [node.id, node])),
  };
  const heads = new Map(
    causes.flatMap(({ cause }) => (cause.event === null ? [[cause.key, cause] as const] : [])),
  );
  const lines = [
    ...nodes
      .filter(({ id, waits, stopsWhen }) => !waits && (children.has(id) || stopsWhen !== null))
      .flatMap((node) => [...headLines(node, drawing), ...branches(node.id, indent, drawing)]),
    ...[...heads.values()].flatMap(({ key, title }) => [
      cut(`${indent}${palette.faint(printable(title))}`, width),
      ...branches(key, indent, drawing),
    ]),
  ];
  if (lines.length === 0) return [];
  const more = lines.length - linesMax;
  return [
    palette.faint(`${indent}what leads to what`),
    ...lines.slice(0, linesMax),
    ...(more > 0 ? [palette.faint(`${indent}and ${more} more lines; --json has them all`)] : []),
    '',
  ];
}

function causeOf({ from, when }: CausalEdge): Cause {
  const [first, ...others] = from;
  const and = when === null ? '' : ` and ${when}`;
  if (first === undefined) {
    const title = `when ${when ?? 'nothing'}`;
    return { key: `when:${when ?? ''}`, event: null, title, label: '' };
  }
  if (others.length === 0) {
    const end = first.outcome === 'any' ? 'end' : first.outcome;
    return { key: first.event, event: first.event, title: first.event, label: `${end}${and}` };
  }
  const all = from.map(({ event, outcome }) => event + (outcome === 'any' ? '' : `[${outcome}]`));
  const title = `[${all.join(', ')}]`;
  return { key: title, event: null, title, label: when === null ? '' : `and ${when}` };
}

function headLines(node: CausalNode, drawing: Drawing): readonly string[] {
  return noteLines(indent, node, notesOf(node), drawing);
}

/**
 * Ids cannot be in a circle, so that this comes to an end. In a chain without branches each line
 * stands below the one before: as steps of a stair it would soon be out of sight.
 */
function branches(key: string, prefix: string, drawing: Drawing, isRun = false): readonly string[] {
  const own = drawing.children.get(key) ?? [];
  const isStraight = isRun && own.length === 1;
  return own.flatMap(({ edge, label }, at) => {
    const isLast = at === own.length - 1;
    const mark = isStraight ? '' : isLast ? '└─' : '├─';
    const space = isStraight ? '' : ' ';
    const lead = `${prefix}${mark}${label === '' ? '' : `${space}${printable(label)} `}→ `;
    const under = isStraight ? prefix : `${prefix}${isLast ? ' ' : '│'}  `;
    const node = drawing.nodes.get(edge.to);
    const isAgain = drawing.drawn.has(edge.to);
    drawing.drawn.add(edge.to);
    if (node === undefined || isAgain) {
      return [cut(`${lead}${printable(edge.to)}, as above`, drawing.width)];
    }
    return [
      ...noteLines(lead, node, notesOf(node), drawing, under),
      ...branches(edge.to, under, drawing, true),
    ];
  });
}

interface Notes {
  readonly plain: string;
  readonly bad: string | null;
}

function notesOf({ earliestMs, byMs, waits, stopsWhen, unreachable }: CausalNode): Notes {
  const plain = [
    ...(unreachable === null ? [`${waits ? 'from' : 'at'} ${planOffset(earliestMs)}`] : []),
    ...(byMs === null ? [] : [`given up at ${planOffset(byMs)}`]),
    ...(stopsWhen === null ? [] : [`stops when ${stopsWhen}`]),
  ].join(', ');
  return { plain, bad: unreachable === null ? null : `can never start: ${unreachable}` };
}

/** Behind the id where there is room, else below it. */
function noteLines(
  lead: string,
  node: Pick<CausalNode, 'id'>,
  { plain, bad }: Notes,
  { width, palette, children }: Drawing,
  under = indent,
): readonly string[] {
  const id = printable(node.id);
  const name = bad === null ? palette.strong(id) : palette.bad(`✗ ${id}`);
  const bare = `${lead}${bad === null ? '' : '✗ '}${id}`;
  const isForked = (children.get(node.id) ?? []).length > (lead === indent ? 0 : 1);
  const hang = `${under}${isForked ? '│' : ' '}  `;
  const text = printable(plain);
  const behind = text === '' ? '' : `  ${text}`;
  const fits = widthOf(bare) + widthOf(behind) <= width;
  const first = fits ? `${lead}${name}${palette.faint(behind)}` : cut(`${lead}${name}`, width);
  const below = (words: string, paint: (line: string) => string): readonly string[] =>
    wrap(words, Math.max(12, width - widthOf(hang))).map((line) =>
      cut(`${hang}${paint(line)}`, width),
    );
  return [
    first,
    ...(fits || text === '' ? [] : below(text, palette.faint)),
    ...(bad === null ? [] : below(printable(bad), palette.bad)),
  ];
}
