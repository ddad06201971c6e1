/**
 * The causal tree of one operation: every event of a correlation under the event that caused it.
 * A log may begin late, lose lines or come from elsewhere, so a parent can be missing, lie in
 * another operation, or, in a file that someone made up, lie in a circle.
 *
 * @spec kernel 2
 */
import type { LoggedEvent } from '../record/session-line.ts';

/** What stands above an event. */
export type Root =
  /** Nothing caused it: an operation begins here. */
  | 'root'
  /** Its parent is not in the log. */
  | 'parent missing'
  /** Its parent belongs to another operation. */
  | 'parent elsewhere'
  /** It follows from itself. */
  | 'circle';

export interface ChainNode {
  readonly event: LoggedEvent;
  readonly children: readonly ChainNode[];
}

export interface ChainTree extends ChainNode {
  readonly root: Root;
  /** The parent that is not in this operation; null when there is none at all. */
  readonly parentId: string | null;
  /** Where the parent belongs to, if the log has it elsewhere. */
  readonly parent: LoggedEvent | null;
}

export interface Chain {
  readonly correlationId: string;
  /** Milliseconds since the session began, of its first and its last event. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly events: number;
  readonly panes: readonly string[];
  /** In order of time. */
  readonly trees: readonly ChainTree[];
}

interface Growing {
  readonly event: LoggedEvent;
  readonly children: Growing[];
}

/**
 * Takes the events of one correlation, in the order of the log; other events may be among them,
 * and are known as parents then. An eventId that comes twice counts once. Null without any event.
 */
export function chainOf(events: Iterable<LoggedEvent>, correlationId: string): Chain | null {
  const nodes = new Map<string, Growing>();
  const others = new Map<string, LoggedEvent>();
  for (const event of events) {
    if (event.correlationId !== correlationId) others.set(event.eventId, event);
    else if (!nodes.has(event.eventId)) nodes.set(event.eventId, { event, children: [] });
  }
  const inTime = [...nodes.values()].sort((one, other) => one.event.atMs - other.event.atMs);
  const [first] = inTime;
  const last = inTime[inTime.length - 1];
  if (!first || !last) return null;
  const looped = circles(nodes);
  const trees: ChainTree[] = [];
  for (const node of inTime) {
    const { eventId, causationId } = node.event;
    const parent = causationId === null ? undefined : nodes.get(causationId);
    if (parent && !looped.has(eventId)) {
      parent.children.push(node);
      continue;
    }
    const elsewhere = causationId === null ? null : (others.get(causationId) ?? null);
    const isRoot = causationId === null;
    const kind = elsewhere ? 'parent elsewhere' : 'parent missing';
    const root = isRoot ? 'root' : parent ? 'circle' : kind;
    // The children are still to come: the tree shares the list.
    trees.push({ ...node, root, parentId: causationId, parent: elsewhere });
  }
  return {
    correlationId,
    firstMs: first.event.atMs,
    lastMs: last.event.atMs,
    events: inTime.length,
    panes: [...new Set(inTime.map(({ event }) => event.paneId))].sort(),
    trees,
  };
}

/**
 * The events of one operation, and those of others that they name as parents: what `chainOf`
 * needs. `read` gives the events of the log anew each time; at most two passes, and no more memory
 * than the operation takes.
 */
export function operationOf(
  read: () => Iterable<LoggedEvent>,
  correlationId: string,
): readonly LoggedEvent[] {
  const own: LoggedEvent[] = [];
  for (const event of read()) if (event.correlationId === correlationId) own.push(event);
  const ids = new Set(own.map(({ eventId }) => eventId));
  const outside = new Set(own.map(({ causationId }) => causationId).filter((id) => id !== null));
  for (const id of ids) outside.delete(id);
  if (outside.size === 0) return own;
  const parents: LoggedEvent[] = [];
  for (const event of read()) if (outside.has(event.eventId)) parents.push(event);
  return [...parents, ...own];
}

/** From the root down to an event, as far as the log has its causes; the event itself is last. */
export function causesOf(eventId: string, known: ReadonlyMap<string, LoggedEvent>) {
  const causes: LoggedEvent[] = [];
  const seen = new Set<string>();
  let next: string | null = eventId;
  while (next !== null && !seen.has(next)) {
    seen.add(next);
    const event = known.get(next);
    if (!event) break;
    causes.unshift(event);
    next = event.causationId;
  }
  const top = causes[0]?.causationId ?? null;
  return { causes, missing: top !== null && !known.has(top) ? top : null };
}

/** In each circle one event, where it is cut open. */
function circles(nodes: ReadonlyMap<string, Growing>): ReadonlySet<string> {
  const cuts = new Set<string>();
  const done = new Set<string>();
  for (const start of nodes.keys()) {
    const path = new Set<string>();
    let at: string | null = start;
    while (at !== null && nodes.has(at) && !done.has(at) && !path.has(at)) {
      path.add(at);
      at = nodes.get(at)?.event.causationId ?? null;
    }
    if (at !== null && path.has(at)) cuts.add(at);
    for (const each of path) done.add(each);
  }
  return cuts;
}
