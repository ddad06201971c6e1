/**
 * A transition tour over a graph: walk to the nearest step not yet taken, again and again, until
 * every step of every reachable state was taken once. It is cut where a final state ends it.
 *
 * @spec reliability simulation
 */
import type { Edge, Graph, Letter } from './graph.ts';

/** A route is cut here, so that a failure names one that a reader can follow. */
export const stepsMax = 60;

export type Route = readonly Letter[];

export function routesOf(graph: Graph): readonly Route[] {
  const taken = new Set<Edge>();
  const routes: Route[] = [];
  for (;;) {
    const route = oneRoute(graph, taken);
    if (route.length === 0) return routes;
    routes.push(route);
  }
}

function oneRoute(graph: Graph, taken: Set<Edge>): Route {
  const route: Letter[] = [];
  let here = graph.initial;
  for (;;) {
    const leg = nearestUntaken(graph, here, taken);
    if (!leg || (route.length > 0 && route.length + leg.length > stepsMax)) return route;
    for (const edge of leg) {
      taken.add(edge);
      route.push(edge.letter);
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
