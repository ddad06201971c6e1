/**
 * The processes of each pane: its program, what descends from it or carries the pane's tag, and
 * whoever lives in a session that one of them founded. No pane's end touches another's processes,
 * nor the target's.
 *
 * @spec reliability orphans
 */
import { monotonicMs } from './clock.ts';
import type { SystemGuard } from './guard.ts';
import { type ProcessTable, readProcess, readProcessTable } from './process-table.ts';
import { forgetDead, membersOf } from './process-tree.ts';
import { environmentHasTag, environmentOf, paneTag } from './run-tag.ts';

/** Ended programs of panes that are remembered, so that their heirs are still found. */
const panesMax = 4_096;

/** Many panes that end at once look at the same table: reading it costs milliseconds. */
const freshMs = 10;

export interface PaneTrees {
  /** A number for the tag of a pane that is about to be opened. */
  next(): number;
  add(rootPid: number, nth: number): void;
  /** The number of this process is another program's now. */
  forget(rootPid: number): void;
  /** Programs of panes, dead ones included. */
  roots(): Iterable<number>;
  startOf(pid: number): string | undefined;
  /** Root first; null for what never was a pane's program. */
  tree(rootPid: number): readonly number[] | null;
}

interface PaneTree {
  readonly nth: number;
  readonly known: Map<number, string>;
}

export function createPaneTrees(runId: string, guard: SystemGuard): PaneTrees {
  const panes = new Map<number, PaneTree>();
  let count = 0;
  let look = { atMs: Number.NEGATIVE_INFINITY, table: new Map() as ProcessTable };
  let environments = new Map<number, string>();

  function lookAround(): ProcessTable {
    if (monotonicMs() - look.atMs >= freshMs) {
      look = { atMs: monotonicMs(), table: readProcessTable() };
      environments = new Map();
    }
    return look.table;
  }

  function hasTag(pid: number, tag: string): boolean {
    const known = environments.get(pid) ?? environmentOf(pid);
    environments.set(pid, known);
    return environmentHasTag(known, tag);
  }

  return {
    next: () => ++count,
    add(rootPid, nth) {
      const start = readProcess(rootPid)?.start;
      panes.delete(rootPid);
      panes.set(rootPid, { nth, known: new Map(start === undefined ? [] : [[rootPid, start]]) });
      if (start !== undefined) guard.know(new Map([[rootPid, start]]), 'helper');
      const [oldest] = panes.keys();
      if (panes.size > panesMax && oldest !== undefined) panes.delete(oldest);
    },
    forget: (rootPid) => void panes.delete(rootPid),
    roots: () => panes.keys(),
    startOf(pid) {
      for (const { known } of panes.values()) {
        const start = known.get(pid);
        if (start !== undefined) return start;
      }
      return undefined;
    },
    tree(rootPid) {
      const pane = panes.get(rootPid);
      if (pane === undefined) return null;
      const table = lookAround();
      const found = membersOf(table, {
        known: pane.known,
        carriesTag: (pid) => hasTag(pid, paneTag(runId, pane.nth)),
        excluded: new Set([process.pid, guard.pid]),
      });
      for (const pid of found) {
        const start = table.get(pid)?.start;
        if (start !== undefined) pane.known.set(pid, start);
      }
      forgetDead(pane.known, table);
      return [...found].sort((one, other) => Number(other === rootPid) - Number(one === rootPid));
    },
  };
}
