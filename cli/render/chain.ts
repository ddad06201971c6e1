/**
 * The causal tree of an operation, one event a line. An event that has only one effect is followed
 * by it in the same column (`↓`), so that a long chain does not wander off to the right; only a fork
 * is drawn as branches.
 *
 * @spec kernel 2
 */
import type { LoggedEvent } from '../../machines/record/session-line.ts';
import type { Chain, ChainNode, ChainTree } from '../../machines/trace/chain.ts';
import { idColumns, timeText, typePaint } from './events-table.ts';
import { gistOf } from './gist.ts';
import type { Palette } from './palette.ts';
import { pad, printable, widthOf } from './printable.ts';
import { countText, lengthText } from './units.ts';

export interface ChainScreen {
  readonly columns: number;
  readonly palette: Palette;
  /** The event that was asked for; null when it was the operation. */
  readonly eventId?: string | null;
}

interface Row {
  /** Branches, then the words. */
  readonly branch: string;
  readonly event: LoggedEvent | null;
  readonly text: string;
}

/** A deeper tree is cut on its left. */
const branchMax = 30;
const typeMax = 26;
const sourceMax = 14;
const gistMin = 10;
/** With less, the gaps are narrowed first. */
const gistGood = 20;

export function chainText(chain: Chain, screen: ChainScreen): string {
  const { palette } = screen;
  const rows = groupsOf(chain.trees).flatMap(rowsOf);
  const panes = chain.panes.filter((pane) => pane !== 'system').map(printable);
  const where =
    panes.length === 0 ? '' : `, ${panes.length === 1 ? 'pane' : 'panes'} ${panes.join(', ')}`;
  const over = lengthText(chain.lastMs - chain.firstMs);
  const about = `${countText(chain.events, 'event')} over ${over}${where}, from ${timeText(chain.firstMs)} on`;
  const title = `operation ${printable(chain.correlationId.slice(0, idColumns))}`;
  const isNarrow = widthOf(`${title}  ${about}`) >= screen.columns;
  const head = `${palette.strong(title)}${isNarrow ? '\n' : ''}  ${about}`;
  const layout = layoutOf(rows, chain, screen.columns - 1);
  return `${[head, '', ...rows.map((row) => lineOf(row, layout, chain, screen))].join('\n')}\n`;
}

/** Trees under one parent that is not here stand together under the word that it is not. */
function groupsOf(trees: readonly ChainTree[]): readonly (readonly ChainTree[])[] {
  const groups = new Map<string, ChainTree[]>();
  for (const tree of trees) {
    const key = tree.root === 'root' ? tree.event.eventId : `${tree.root} ${tree.parentId}`;
    const group = groups.get(key);
    if (group) group.push(tree);
    else groups.set(key, [tree]);
  }
  return [...groups.values()];
}

function rowsOf(group: readonly ChainTree[]): readonly Row[] {
  const [first] = group;
  if (!first) return [];
  if (first.root === 'root') {
    return [{ branch: '', event: first.event, text: first.event.type }, ...rowsUnder(first, '')];
  }
  const word: Row = { branch: '', event: null, text: absentText(first) };
  return [word, ...rowsUnder({ children: group }, '', true)];
}

function absentText({ root, parentId, parent }: ChainTree): string {
  const id = printable((parentId ?? '').slice(0, idColumns));
  if (root === 'circle') return `(a circle: it follows from ${id}, which follows from it)`;
  if (!parent) return `(its cause ${id} is not in this log)`;
  const operation = printable(parent.correlationId.slice(0, idColumns));
  return `(${printable(parent.type)} ${id} of operation ${operation})`;
}

interface Step {
  readonly node: ChainNode;
  readonly branch: string;
  /** What stands before its own effects. */
  readonly indent: string;
}

/** Depth first, without recursion: a chain may be as long as its log. */
function rowsUnder(
  node: Pick<ChainNode, 'children'>,
  indent: string,
  alwaysFork = false,
): readonly Row[] {
  const rows: Row[] = [];
  const open: Step[] = [...stepsUnder(node, indent, alwaysFork)].reverse();
  for (let step = open.pop(); step; step = open.pop()) {
    const { event } = step.node;
    rows.push({ branch: step.branch, event, text: event.type });
    open.push(...[...stepsUnder(step.node, step.indent, false)].reverse());
  }
  return rows;
}

function stepsUnder(
  { children }: Pick<ChainNode, 'children'>,
  indent: string,
  alwaysFork: boolean,
): readonly Step[] {
  const [only] = children;
  if (only && children.length === 1 && !alwaysFork) {
    return [{ node: only, branch: `${indent}↓ `, indent }];
  }
  return children.map((node, index) => {
    const last = index === children.length - 1;
    const branch = `${indent}${last ? '└─ ' : '├─ '}`;
    // Only the end of it is ever shown.
    return { node, branch, indent: `${indent}${last ? '   ' : '│  '}`.slice(-2 * branchMax) };
  });
}

interface Layout {
  readonly time: number;
  readonly tree: number;
  readonly pane: number;
  /** 0 where there is no room. */
  readonly source: number;
  readonly gist: number;
  readonly gap: string;
}

function layoutOf(rows: readonly Row[], { firstMs }: Chain, width: number): Layout {
  const events = rows.flatMap(({ event }) => (event ? [event] : []));
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(widthOf));
  const time = widest(events.map(({ atMs }) => offsetOf(atMs - firstMs)));
  const tree = widest(rows.filter(({ event }) => event).map((row) => treeText(row)));
  const pane = Math.min(8, widest(events.map(paneText)));
  const source = Math.min(sourceMax, widest(events.map((event) => printable(event.source))));
  const cells = { time, tree, pane, source };
  const bare = width - time - tree - pane - idColumns;
  if (bare - source - 10 >= gistGood) return { ...cells, gap: '  ', gist: bare - source - 10 };
  if (bare - source - 5 >= gistMin) return { ...cells, gap: ' ', gist: bare - source - 5 };
  return { ...cells, source: 0, gap: ' ', gist: Math.max(0, bare - 4) };
}

function lineOf(row: Row, layout: Layout, { firstMs }: Chain, screen: ChainScreen): string {
  const { palette, eventId } = screen;
  const { event } = row;
  const { gap } = layout;
  if (!event) return `${' '.repeat(layout.time)}${gap}${palette.faint(row.text)}`;
  const { branch, type } = treeParts(row);
  const paint = event.eventId === eventId ? palette.strong : typePaint(event.type, palette);
  const fill = ' '.repeat(Math.max(0, layout.tree - widthOf(branch + type)));
  const cells = [
    palette.faint(pad(offsetOf(event.atMs - firstMs), layout.time, 'right')),
    `${palette.faint(branch)}${paint(type)}${fill}`,
    pad(paneText(event), layout.pane),
    ...(layout.source > 0 ? [pad(printable(event.source), layout.source)] : []),
    pad(gistOf(event), layout.gist),
    palette.faint(printable(event.eventId.slice(0, idColumns))),
  ];
  return cells.join(gap).trimEnd();
}

function treeText(row: Row): string {
  const { branch, type } = treeParts(row);
  return branch + type;
}

function treeParts({ branch, text }: Row): { readonly branch: string; readonly type: string } {
  const cut = branch.length > branchMax ? `⋯${branch.slice(1 - branchMax)}` : branch;
  return { branch: cut, type: pad(printable(text), Math.min(typeMax, widthOf(printable(text)))) };
}

function paneText({ paneId }: LoggedEvent): string {
  return paneId === 'system' ? '-' : printable(paneId);
}

function offsetOf(ms: number): string {
  return `+${timeText(ms)}`;
}
