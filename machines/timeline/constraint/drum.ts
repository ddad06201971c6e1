/**
 * Which resource holds the target up: named from pressure figures, with the evidence. The figures
 * are shares of time in which some task waited for the resource, of the target's own control
 * group where the system has them, else of the host. A system that tells no pressure names
 * nothing.
 *
 * Memory comes first, because who is short of memory waits for the disk and for cores as well;
 * then the disk, less what memory explains; cores come last, by the time in which the target waits
 * for one or runs on one, because a program alone on its cores never waits for them.
 *
 * @spec timeline phase 3
 */
import type { HostSample, TreeSample } from '../../hands/samples.ts';

/** The axes that pressure can tell of. */
export const drumAxes = ['cpu', 'memory', 'disk'] as const;
export type DrumAxis = (typeof drumAxes)[number];

/** Shares of time from 0 to 1; null where the system does not say. */
export type Figures = Readonly<Record<DrumAxis, number | null>>;

/** Whose pressure it is. */
export type FigureSource = 'target' | 'host' | 'none';

/** From this share on a resource counts as what holds the target up. */
export const drumThresholds: Readonly<Record<DrumAxis, number>> = {
  memory: 0.15,
  disk: 0.25,
  cpu: 0.6,
};
/** Figures are means over so many ticks: one tick alone is chance. */
export const drumTicks = 4;
/** A bottleneck is named, moved or given up when that was due for so many ticks in a row. */
export const nameTicks = 2;

export interface DrumState {
  /** The latest figures, oldest first, at most `drumTicks`. */
  readonly window: readonly Figures[];
  readonly named: DrumAxis | null;
  readonly candidate: DrumAxis | null;
  readonly candidateTicks: number;
}

export const silentDrum: DrumState = {
  window: [],
  named: null,
  candidate: null,
  candidateTicks: 0,
};

export interface Beat {
  readonly state: DrumState;
  readonly source: FigureSource;
  /** Means over the window, as they were judged. */
  readonly figures: Figures;
  readonly isNew: boolean;
}

export function beatDrum(
  state: DrumState,
  host: HostSample | null,
  target: TreeSample | null,
): Beat {
  const { source, figures: now } = figuresOf(host, target);
  const window = [...state.window, now].slice(-drumTicks);
  const figures = meansOf(window);
  const due = window.length < nameTicks ? null : bottleneckIn(figures);
  const candidateTicks = due === state.candidate ? state.candidateTicks + 1 : 1;
  const isSure = candidateTicks >= nameTicks && window.length >= nameTicks;
  const named = isSure ? due : state.named;
  return {
    state: { window, named, candidate: due, candidateTicks },
    source,
    figures,
    isNew: named !== state.named,
  };
}

/** What holds the target up by these figures, or nothing. */
export function bottleneckIn({ cpu, memory, disk }: Figures): DrumAxis | null {
  if ((memory ?? 0) >= drumThresholds.memory) return 'memory';
  if ((disk ?? 0) - (memory ?? 0) >= drumThresholds.disk) return 'disk';
  return (cpu ?? 0) >= drumThresholds.cpu ? 'cpu' : null;
}

function figuresOf(
  host: HostSample | null,
  target: TreeSample | null,
): { readonly source: FigureSource; readonly figures: Figures } {
  const own = target?.pressure;
  const running = target?.cpu ?? null;
  if (own !== undefined) {
    const cpu = own.cpu === null ? running : own.cpu + (running ?? 0);
    const figures = { cpu: share(cpu), memory: own.memory, disk: own.io };
    return { source: 'target', figures };
  }
  const { cpuPressure = null, memoryPressure = null, ioPressure = null } = host ?? {};
  const told = cpuPressure !== null || memoryPressure !== null || ioPressure !== null;
  if (!told) return { source: 'none', figures: { cpu: null, memory: null, disk: null } };
  // Who waits on the host need not be the target: the two times do not add up.
  const cpu = Math.max(cpuPressure ?? 0, running ?? 0);
  const figures = { cpu: share(cpu), memory: memoryPressure, disk: ioPressure };
  return { source: 'host', figures };
}

function share(value: number | null): number | null {
  return value === null ? null : Math.min(1, value);
}

function meansOf(window: readonly Figures[]): Figures {
  const mean = (axis: DrumAxis): number | null => {
    const told = window.flatMap((figures) => figures[axis] ?? []);
    return told.length === 0 ? null : told.reduce((sum, each) => sum + each, 0) / told.length;
  };
  return { cpu: mean('cpu'), memory: mean('memory'), disk: mean('disk') };
}
