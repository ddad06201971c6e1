/**
 * The state of a pane as a vector of lanes that move on their own, and what changed in it.
 *
 * @spec kernel 4 4.1 4.3
 */

export type Activity = 'idle' | 'injecting' | 'resizing' | 'recovering' | 'error';
export type Compacting = 'none' | 'suspected' | 'confirmed' | 'cooldown';
export type Level = 'up' | 'down';

export interface StateVector {
  readonly activity: Activity;
  readonly gates: {
    /** The user is typing, or has said so. */
    readonly focusLocked: boolean;
    readonly compacting: Compacting;
    readonly safeMode: boolean;
  };
  readonly connectivity: { readonly bridge: Level; readonly pty: Level };
}

/** Some parts of a vector, nested as they are. */
export interface VectorPart {
  readonly activity?: Activity;
  readonly gates?: Partial<StateVector['gates']>;
  readonly connectivity?: Partial<StateVector['connectivity']>;
}

export interface VectorDiff {
  readonly from: VectorPart;
  readonly to: VectorPart;
}

export const restingVector: StateVector = {
  activity: 'idle',
  gates: { focusLocked: false, compacting: 'none', safeMode: false },
  connectivity: { bridge: 'up', pty: 'up' },
};

/** What `pane.state.changed` tells; null when nothing changed. */
export function diffVectors(from: StateVector, to: StateVector): VectorDiff | null {
  const activity = from.activity !== to.activity;
  const gates = differing(from.gates, to.gates);
  const connectivity = differing(from.connectivity, to.connectivity);
  if (!activity && gates.length === 0 && connectivity.length === 0) return null;
  const part = (vector: StateVector): VectorPart => ({
    ...(activity ? { activity: vector.activity } : {}),
    ...(gates.length > 0 ? { gates: pick(vector.gates, gates) } : {}),
    ...(connectivity.length > 0 ? { connectivity: pick(vector.connectivity, connectivity) } : {}),
  });
  return { from: part(from), to: part(to) };
}

/** The vector after a change: folding every `to` over the resting vector gives the present. */
export function foldVector(vector: StateVector, to: VectorPart): StateVector {
  return {
    activity: to.activity ?? vector.activity,
    gates: { ...vector.gates, ...to.gates },
    connectivity: { ...vector.connectivity, ...to.connectivity },
  };
}

/** A lost link shows as recovering or error, and only a lost link does. */
export function isLegal(vector: StateVector): boolean {
  const { bridge, pty } = vector.connectivity;
  const lost = bridge === 'down' || pty === 'down';
  return lost === (vector.activity === 'recovering' || vector.activity === 'error');
}

export function copyVector(vector: StateVector): StateVector {
  return {
    activity: vector.activity,
    gates: { ...vector.gates },
    connectivity: { ...vector.connectivity },
  };
}

function differing<Part extends object>(from: Part, to: Part): readonly (keyof Part)[] {
  return (Object.keys(from) as (keyof Part)[]).filter((key) => from[key] !== to[key]);
}

function pick<Part extends object>(part: Part, keys: readonly (keyof Part)[]): Partial<Part> {
  const picked: Partial<Part> = {};
  for (const key of keys) picked[key] = part[key];
  return picked;
}
