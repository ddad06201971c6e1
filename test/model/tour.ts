/**
 * A transition tour: walk to the nearest step not yet taken, again and again, until every step
 * of every reachable state was taken once. It is cut into paths where a final state ends it.
 */
import type { Edge, Graph, Letter } from './graph.ts';

/** A path is cut here, so that a failure names a path that a reader can follow. */
export const stepsMax = 60;

export type Path = readonly Letter[];

export function tourOf(graph: Graph): readonly Path[] {
  const taken = new Set<Edge>();
  const paths: Path[] = [];
  for (;;) {
    const path = onePath(graph, taken);
    if (path.length === 0) return paths;
    paths.push(path);
  }
}

function onePath(graph: Graph, taken: Set<Edge>): Path {
  const path: Letter[] = [];
  let here = graph.initial;
  for (;;) {
    const leg = nearestUntaken(graph, here, taken);
    if (!leg || (path.length > 0 && path.length + leg.length > stepsMax)) return path;
    for (const edge of leg) {
      taken.add(edge);
      path.push(edge.letter);
      here = edge.to;
    }
  }
}

/** The shortest walk from a state that ends with a step not yet taken. */
function nearestUntaken(
  graph: Graph,
  from: string,
  taken: ReadonlySet<Edge>,
): readonly Edge[] | undefined {
  const walks = new Map<string, readonly Edge[]>([[from, []]]);
  for (const [key, walk] of walks) {
    const edges = graph.nodes.get(key)?.edges ?? [];
    const fresh = edges.find((edge) => !taken.has(edge));
    if (fresh) return [...walk, fresh];
    for (const edge of edges) if (!walks.has(edge.to)) walks.set(edge.to, [...walk, edge]);
  }
  return undefined;
}
