/**
 * Whether causes go in a circle: then none of the events on it could ever start.
 *
 * @spec timeline phase 2
 */

/** From an event to those that start after it. */
export type Followers = ReadonlyMap<string, readonly string[]>;

/** One circle, first and last id the same, or null. Walks without recursion: a chain may be long. */
export function findCycle(followers: Followers): readonly string[] | null {
  const done = new Set<string>();
  for (const start of followers.keys()) {
    if (done.has(start)) continue;
    const path = [start];
    const on = new Set(path);
    const next = [0];
    while (path.length > 0) {
      const id = path[path.length - 1] ?? '';
      const at = next[next.length - 1] ?? 0;
      const follower = followers.get(id)?.[at];
      next[next.length - 1] = at + 1;
      if (follower === undefined) {
        done.add(id);
        on.delete(id);
        path.pop();
        next.pop();
      } else if (on.has(follower)) {
        return [...path.slice(path.indexOf(follower)), follower];
      } else if (!done.has(follower)) {
        path.push(follower);
        on.add(follower);
        next.push(0);
      }
    }
  }
  return null;
}
