/**
 * Which resource is the bottleneck, by the words of the guide: means over four ticks of the time in
 * which a task waited; memory from 15 % on, the disk where what memory does not explain reaches 25 %,
 * the processor from 60 %; and two ticks in a row must show it. Read from the samples of the log.
 *
 * @spec reliability invariants
 */
import { isDeepStrictEqual } from 'node:util';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import type { History, Sample } from './history.ts';
import type { ModelTimeline } from './model.ts';

/** As the file names it, or leaves it to be found. */
type Drummed = Pick<ModelTimeline, 'bottleneck'>;

type Resource = 'cpu' | 'memory' | 'disk';
type Figures = Readonly<Record<Resource, number | null>>;

const overTicks = 4;

/** The bottleneck at each sample, by its place in the list. */
export function drumAt(model: Drummed, history: History, at: number): string | null {
  if (model.bottleneck !== 'auto') return model.bottleneck;
  for (let tick = at; tick >= 1; tick -= 1) {
    const [now, before] = [shownAt(history, tick), shownAt(history, tick - 1)];
    if (now === before) return now;
  }
  return null;
}

/** Said at every tick as it is, and told when it is another; nothing else names one. */
export function* drumFaults(model: Drummed, history: History): Generator<string> {
  const untilPlace = history.placeOf('run.stop.requested');
  let last: string | null = null;
  for (const [at, { place, sample }] of history.samples.entries()) {
    if (place >= untilPlace) return;
    const cause = history.events[place]?.eventId;
    const by = (type: string): Envelope | undefined =>
      history.events.find((one) => one.type === type && one.causationId === cause);
    const due = drumAt(model, history, at);
    const drum = by('constraint.drum.sampled')?.payload;
    const named = by('constraint.identified')?.payload;
    if (drum?.bottleneck !== due) {
      yield `at tick ${sample.tick} the drum is ${String(drum?.bottleneck)}, and the samples say ${due}`;
      return;
    }
    const means = meansAt(history, at);
    if (!isDeepStrictEqual({ ...(drum.figures as object) }, { ...means })) {
      yield `at tick ${sample.tick} the figures are ${JSON.stringify(drum.figures)}, and were ${JSON.stringify(means)}`;
    }
    const isTold = named !== undefined && named.bottleneck === due;
    if (isTold !== (due !== last)) yield `at tick ${sample.tick} the drum is ${due}, after ${last}`;
    last = due;
  }
}

/** What the figures show at one tick; one tick alone shows nothing. */
function shownAt(history: History, at: number): Resource | null {
  if (at < 1) return null;
  const { cpu, memory, disk } = meansAt(history, at);
  if ((memory ?? 0) >= 0.15) return 'memory';
  if ((disk ?? 0) - (memory ?? 0) >= 0.25) return 'disk';
  return (cpu ?? 0) >= 0.6 ? 'cpu' : null;
}

function meansAt(history: History, at: number): Figures {
  const within = history.samples
    .slice(Math.max(0, at - overTicks + 1), at + 1)
    .map(({ sample }) => figuresOf(sample));
  const mean = (of: Resource): number | null => {
    const told = within.flatMap((one) => one[of] ?? []);
    return told.length === 0 ? null : told.reduce((sum, one) => sum + one, 0) / told.length;
  };
  return { cpu: mean('cpu'), memory: mean('memory'), disk: mean('disk') };
}

/** Of the group of the target where the system tells it, else of the host. */
function figuresOf({ host, target }: Sample): Figures {
  const runs = target?.cpu ?? null;
  const own = target?.pressure;
  if (own) {
    const cpu = own.cpu === null ? runs : own.cpu + (runs ?? 0);
    return { cpu: capped(cpu), memory: own.memory ?? null, disk: own.io ?? null };
  }
  const waits = [host?.cpuPressure, host?.memoryPressure, host?.ioPressure].map(
    (one) => one ?? null,
  );
  const [cpu = null, memory = null, disk = null] = waits;
  if (waits.every((one) => one === null)) return { cpu: null, memory: null, disk: null };
  return { cpu: capped(Math.max(cpu ?? 0, runs ?? 0)), memory, disk };
}

const capped = (value: number | null): number | null =>
  value === null ? null : Math.min(1, value);
