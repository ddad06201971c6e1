/**
 * How a program knows in which pane of which host it runs, so that a pane that would show itself
 * without end can be refused.
 *
 * @spec kernel 7
 */

/** The variable that every program in a pane has. */
export const ownPaneVariable = 'AMBUSH_PANE';

export function ownPane(sessionId: string, paneId: string): string {
  return `${sessionId}/${paneId}`;
}

/** The pane of this session that is meant; null for one of another host. */
export function paneOf(own: string, sessionId: string): string | null {
  const start = `${sessionId}/`;
  return own.startsWith(start) ? own.slice(start.length) : null;
}

/** Whether a pane shown within another shows that other one, itself or by panes that it shows. */
export function showsItself(
  paneId: string,
  within: string,
  shownIn: (paneId: string) => readonly string[],
): boolean {
  const seen = new Set([paneId]);
  for (const each of seen) {
    if (each === within) return true;
    for (const next of shownIn(each)) seen.add(next);
  }
  return false;
}
