/**
 * Who belongs to a run: those who carry its tag, those who are known to belong, whoever descends
 * from one of them, and whoever lives in a session or group that one of them founded, which
 * holds even when the founder is dead and the environment was cleared. Pure.
 *
 * @spec reliability orphans
 */
import type { ProcessTable } from './process-table.ts';

export interface Membership {
  /** Process id to start, of processes that were seen to belong, dead ones included. */
  readonly known: ReadonlyMap<number, string>;
  readonly carriesTag: (pid: number) => boolean;
  /** Never members, nor are their descendants unless these are found otherwise. */
  readonly excluded: ReadonlySet<number>;
}

export function membersOf(table: ProcessTable, who: Membership): readonly number[] {
  const found = new Set<number>();
  const children = childrenOf(table);
  const admit = (pid: number): void => {
    const queue = [pid];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (found.has(next) || who.excluded.has(next)) continue;
      found.add(next);
      queue.push(...(children.get(next) ?? []));
    }
  };
  for (const row of table.values()) {
    if (who.excluded.has(row.pid)) continue;
    if (who.known.get(row.pid) === row.start) admit(row.pid);
    else if (foundedByKnown(row.session, table, who) || foundedByKnown(row.group, table, who)) {
      admit(row.pid);
    } else if (!found.has(row.pid) && who.carriesTag(row.pid)) admit(row.pid);
  }
  return [...found];
}

/**
 * A founder's id is not used again while its session or group has members, so a known id means
 * the known founder, alive or dead.
 */
function foundedByKnown(founder: number, table: ProcessTable, who: Membership): boolean {
  const start = who.known.get(founder);
  if (start === undefined || who.excluded.has(founder)) return false;
  const alive = table.get(founder);
  return alive === undefined || alive.start === start;
}

function childrenOf(table: ProcessTable): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (const row of table.values()) {
    const siblings = children.get(row.parent);
    if (siblings === undefined) children.set(row.parent, [row.pid]);
    else siblings.push(row.pid);
  }
  return children;
}

/** More than this are remembered only while they live or have founded what still lives. */
const knownMax = 4_096;

export function forgetDead(known: Map<number, string>, table: ProcessTable): void {
  if (known.size <= knownMax) return;
  const kept = new Set<number>();
  for (const row of table.values()) kept.add(row.pid).add(row.session).add(row.group);
  for (const pid of known.keys()) if (!kept.has(pid)) known.delete(pid);
}
