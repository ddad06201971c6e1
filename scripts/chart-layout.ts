/**
 * Where everything of a drawn chart stands. ELK lays out each region in layers, in the order in
 * which the states were written, and packs parallel regions beside each other.
 */
import { createRequire } from 'node:module';
import type { ELK, ElkEdgeSection, ElkExtendedEdge, ElkNode } from 'elkjs';
import type { AnyStateMachine } from 'xstate';
import { bodiesOf, outlineOf, type State } from '../machines/charts/outline.ts';
import { type Arrow, arrowsOf, type Chart, type Row, rowsInside } from './chart-labels.ts';
import { fonts, paddings, widthOfRows, widthOfTitle } from './chart-sizes.ts';

export interface Box {
  readonly path: string;
  readonly title: string;
  readonly kind: State['kind'] | 'region' | 'start';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rows: readonly Row[];
}

export interface Line {
  readonly points: readonly Point[];
  readonly label: Label | null;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Label extends Point {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly Row[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Outermost first. */
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

interface ElkModule {
  new (): ELK;
}

const Elk = createRequire(import.meta.url)('elkjs/lib/elk.bundled.js') as ElkModule;

const layered = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.spacing.nodeNode': '36',
  'elk.spacing.edgeNode': '20',
  'elk.spacing.edgeEdge': '16',
  'elk.spacing.edgeLabel': '6',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '14',
  'elk.randomSeed': '1',
};

/** ELK 0.12 breaks down on cycles by model order where arrows come in from outside. */
const nestedLayered = { ...layered, 'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST' };

const packed = {
  'elk.algorithm': 'rectpacking',
  'elk.aspectRatio': '1.6',
  'elk.spacing.nodeNode': '20',
  'elk.expandNodes': 'false',
};

export async function layoutOf(machine: AnyStateMachine): Promise<Layout> {
  const chart = chartOf(machine);
  const arrows = arrowsOf(chart);
  const graph = nodeOf(chart, chart.root, arrows, true);
  const placed = await new Elk().layout(graph);
  const boxes: Box[] = [];
  const lines: Line[] = [];
  const known = new Map([chart.root, ...chart.states].map((state) => [state.path, state]));
  collect(placed, { x: 0, y: 0 }, (node, at) => {
    if (node.id !== rootId) boxes.push(boxOf(chart, known, node, at));
    lines.push(...(node.edges ?? []).map((edge) => lineOf(edge, arrows)));
  });
  return { width: placed.width ?? 0, height: placed.height ?? 0, boxes, lines };
}

const rootId = '(root)';
const startOf = (path: string) => `${path}(start)`;

function chartOf(machine: AnyStateMachine): Chart {
  const bodies = bodiesOf(machine);
  const raising = bodies.flatMap(([name, { type, event }]) =>
    type === 'xstate.raise' && event ? [[name, event.type] as const] : [],
  );
  const cancelling = bodies.flatMap(([name, { type }]) => (type === 'xstate.cancel' ? name : []));
  const silent = new Set([...raising.map(([name]) => name), ...cancelling]);
  return { ...outlineOf(machine), actions: { raising: new Map(raising), silent } };
}

/** Every arrow belongs to the outermost layered graph around it: its region, or the root. */
function nodeOf(chart: Chart, state: State, arrows: readonly Arrow[], outermost: boolean): ElkNode {
  const id = state.path === '' ? rootId : state.path;
  const rows = rowsInside(chart, state);
  if (state.children.length === 0) return { id, ...leafSize(state, rows) };
  const parallel = state.kind === 'parallel';
  const inside = state.children.map((child) => nodeOf(chart, child, arrows, parallel));
  const starts = startsOf(state);
  const owned = outermost && !parallel ? arrows.filter(({ from }) => isInside(from, state)) : [];
  const edges = [
    ...owned.map((arrow, index) => edgeOf(arrow, `${id}#${index}`)),
    ...(outermost && !parallel ? [state, ...nested(state)].flatMap(startEdges) : []),
  ];
  const own = parallel ? packed : outermost ? { ...layered, ...withChildren } : nestedLayered;
  return {
    id,
    children: [...starts, ...inside],
    edges,
    layoutOptions: {
      ...own,
      'elk.padding': paddingOf(state, rows),
      ...(id === rootId ? { 'json.edgeCoords': 'ROOT', 'json.shapeCoords': 'ROOT' } : {}),
    },
  };
}

const withChildren = { 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' };

function nested(state: State): readonly State[] {
  return state.children.flatMap((child) => [child, ...nested(child)]);
}

function isInside(path: string, state: State): boolean {
  return state.path === '' || path.startsWith(`${state.path}.`);
}

function startsOf({ path, initial }: State): readonly ElkNode[] {
  const size = paddings.start;
  return initial === null ? [] : [{ id: startOf(path), width: size, height: size }];
}

function startEdges({ path, initial }: State): readonly ElkExtendedEdge[] {
  if (initial === null) return [];
  return [{ id: `${startOf(path)}#`, sources: [startOf(path)], targets: [initial] }];
}

function edgeOf({ from, to, rows }: Arrow, id: string): ElkExtendedEdge {
  const width = widthOfRows(rows) + 2 * paddings.label;
  const height = rows.length * fonts.row.line + paddings.label;
  return {
    id,
    sources: [from],
    targets: [to],
    labels: [{ id: `${from} ${to}`, text: rows.map(({ text }) => text).join('\n'), width, height }],
  };
}

function leafSize(state: State, rows: readonly Row[]) {
  const width = Math.max(widthOfTitle(state.name), widthOfRows(rows), paddings.leafMin);
  const inside = rows.length === 0 ? 0 : rows.length * fonts.row.line + paddings.rows;
  return { width: width + 2 * paddings.box, height: fonts.title.line + inside };
}

function paddingOf({ path }: State, rows: readonly Row[]): string {
  if (path === '') {
    const { page, heading } = paddings;
    return `[top=${page + heading},left=${page},bottom=${page},right=${page}]`;
  }
  const top = fonts.title.line + rows.length * fonts.row.line + paddings.region;
  const side = paddings.region;
  return `[top=${top},left=${side},bottom=${side},right=${side}]`;
}

function collect(node: ElkNode, at: Point, see: (node: ElkNode, at: Point) => void): void {
  see(node, at);
  for (const child of node.children ?? []) {
    collect(child, { x: child.x ?? 0, y: child.y ?? 0 }, see);
  }
}

function boxOf(
  chart: Chart,
  known: ReadonlyMap<string, State>,
  { id, width = 0, height = 0 }: ElkNode,
  { x, y }: Point,
): Box {
  const state = known.get(id);
  const place = { path: id, x, y, width, height };
  if (!state) return { ...place, title: '', kind: 'start', rows: [] };
  const inParallel = known.get(id.split('.').slice(0, -1).join('.'))?.kind === 'parallel';
  const kind = inParallel ? 'region' : state.kind;
  return { ...place, title: state.name, kind, rows: rowsInside(chart, state) };
}

function lineOf(
  { id, sections = [], labels = [] }: ElkExtendedEdge,
  arrows: readonly Arrow[],
): Line {
  const points = sections.flatMap(pointsOf);
  const [label] = labels;
  if (!label) return { points, label: null };
  const arrow = arrows.find(({ from, to }) => `${from} ${to}` === label.id);
  if (!arrow) throw new Error(`Expected an arrow for ${id}, got none.`);
  const { x = 0, y = 0, width = 0, height = 0 } = label;
  return { points, label: { x, y, width, height, rows: arrow.rows } };
}

function pointsOf({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection): readonly Point[] {
  return [startPoint, ...bendPoints, endPoint];
}
