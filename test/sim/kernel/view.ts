/**
 * What checkers may look at of a world.
 */
import type { View } from './turn.ts';
import type { World } from './world.ts';

export function viewOf(world: World): View {
  const { panes, driven, ttlMs, lateMaxMs, terminals, submitter } = world;
  return {
    ...{ panes, driven, ttlMs, lateMaxMs },
    sleptMs: () => world.sleptMs,
    state: (paneId) => world.kernel.state(paneId),
    focusHolder: (paneId) => world.kernel.explain(paneId).focusHolder,
    devMode: () => world.devMode,
    telemetry: () => world.telemetry,
    applied: (key) => terminals.applied(key) + submitter.applied(key),
    pressed: (key, attempt) => terminals.pressed(key, attempt),
    size: (paneId) => terminals.size(paneId),
  };
}
