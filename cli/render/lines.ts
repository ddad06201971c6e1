/**
 * The run told as one plain line per transition, for logs, pipes and continuous integration:
 * `+12.0s  spike-1  cpu heavy started (skew 0.3 ms)`.
 *
 * @spec timeline execution semantics
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { type AmbushEvent, isEventType } from '../../machines/kernel/events/registry.ts';
import { isTelemetryStage } from '../../machines/report/heard.ts';
import type { Intensity } from '../../machines/timeline/axis.ts';
import { sawText } from '../../machines/timeline/condition/saw.ts';
import { readerText } from '../../machines/timeline/expression/readers.ts';
import type { Level, Percent } from '../../machines/timeline/level.ts';
import type { Plan } from '../../machines/timeline/timeline.ts';
import { endTeller } from './clip-ends.ts';
import { effectWords, stepWords } from './constraint-words.ts';
import { inputTeller } from './input-lines.ts';
import { pad, printable, widthOf } from './printable.ts';
import { countText, doseText, lengthText, offsetText } from './units.ts';

export interface Line {
  readonly text: string;
  /** `bad` lines are shown above the live screen too. */
  readonly mood: 'calm' | 'bad';
}

/** Who speaks, and what it says. */
interface Told {
  readonly who: string;
  readonly says: string;
  readonly atMs?: number;
  readonly mood?: 'bad';
}

const nameMax = 24;

/**
 * Tells one envelope as a line; null for what is not a transition. What comes before the origin
 * has no offset on the timeline, so none is shown.
 */
export function narratorOf(plan: Plan): (envelope: Envelope) => Line | null {
  const subjects = new Map(
    plan.events.map(({ id, axis, intensity }) => [id, `${axis} ${intensityText(intensity)}`]),
  );
  const { events, inputs = [] } = plan;
  const names = ['target', ...[...events, ...inputs].map(({ id }) => printable(id))];
  const nameColumns = Math.min(nameMax, Math.max(...names.map(widthOf)));
  const tellInput = inputTeller();
  const tellEnd = endTeller();
  let hasOrigin = false;
  return (envelope) => {
    if (!isEventType(envelope.type)) return null;
    const event = envelope as AmbushEvent;
    if (event.type === 'run.origin.set') hasOrigin = true;
    const ended = tellEnd(event);
    const told =
      tellInput(event) ??
      (event.type.startsWith('target.') ? tellTarget(event) : tellRun(event, subjects, ended));
    if (!told) return null;
    const at = told.atMs === undefined || !hasOrigin ? '' : offsetText(told.atMs);
    const offset = pad(at, 7, 'right');
    const text = `${offset}  ${pad(printable(told.who), nameColumns)}  ${printable(told.says)}`;
    return { text, mood: told.mood ?? 'calm' };
  };
}

export function intensityText(intensity: Intensity): string {
  const point = (value: Level | Percent) =>
    typeof value === 'string' ? value : `${value.percent} %`;
  if (typeof intensity === 'object' && 'from' in intensity) {
    return `${point(intensity.from)} to ${point(intensity.to)}`;
  }
  return point(intensity);
}

function tellRun(
  event: AmbushEvent,
  subjects: ReadonlyMap<string, string>,
  ended: string,
): Told | null {
  switch (event.type) {
    case 'run.started': {
      const { events, durationMs, seed } = event.payload;
      const what = `${countText(events, 'event')} over ${lengthText(durationMs)}, seed ${seed}`;
      return { who: 'run', says: `started: ${what}` };
    }
    case 'run.recovery.awaited': {
      const { withinMs, atMs } = event.payload;
      return { who: 'run', says: `waits up to ${lengthText(withinMs)} for the target`, atMs };
    }
    case 'expectation.judged': {
      const { expects, judgement, saw, atMs } = event.payload;
      const values = judgement === 'broken' ? sawText(saw) : '';
      const says = `${judgement}: ${expects}${values === '' ? '' : ` (${values})`}`;
      return { who: 'expect', says, atMs, ...(judgement === 'broken' ? bad : {}) };
    }
    case 'run.stop.requested': {
      const { reason, detail, atMs } = event.payload;
      const says = `stopping: ${stopReasons[reason]}${tailOf(detail)}`;
      return { who: 'run', says, atMs, ...(reason === 'abort' ? bad : {}) };
    }
    case 'run.ended': {
      const { status, leftovers, atMs } = event.payload;
      const count = leftovers.length;
      const left = count === 0 ? 'everything cleaned up' : countText(count, 'leftover');
      return { who: 'run', says: `${status}, ${left}`, atMs, ...(count > 0 ? bad : {}) };
    }
    case 'bus.error':
      return { who: 'bus', says: `a listener to ${event.payload.eventType} failed`, ...bad };
    case 'event.dropped':
      if (!isTelemetryStage(event.payload.stage)) return null;
      return { who: 'bus', says: `${countText(event.payload.droppedCount, 'sample')} dropped` };
    default:
      return tellConstraint(event) ?? tellSignal(event) ?? tellClip(event, subjects, ended);
  }
}

function tellConstraint(event: AmbushEvent): Told | null {
  const who = 'drum';
  switch (event.type) {
    case 'constraint.identified': {
      const { bottleneck, how, atMs } = event.payload;
      const found = how === 'auto' ? ', by pressure' : '';
      const says =
        bottleneck === null ? 'nothing holds the target up' : `it is ${bottleneck}${found}`;
      return { who, says, atMs };
    }
    case 'constraint.rule.applied': {
      const { axis, action, when, atMs } = event.payload;
      return { who, says: `${axis} gives way (${action}): ${when}`, atMs };
    }
    case 'constraint.rule.released':
      return { who, says: `${event.payload.axis} is let go`, atMs: event.payload.atMs };
    case 'constraint.rule.unavailable': {
      const { axis, when, atMs } = event.payload;
      return { who, says: `${axis} does not give way: ${when} is not told`, atMs };
    }
    case 'constraint.effect.proved': {
      const { proved, atMs } = event.payload;
      const says = `${effectWords(event.payload)}${proved ? '' : '; not as it should'}`;
      return { who, says, atMs, ...(proved ? {} : bad) };
    }
    case 'constraint.step.changed':
      return { who, says: stepWords(event.payload.step), atMs: event.payload.atMs };
    default:
      return null;
  }
}

function tellSignal(event: AmbushEvent): Told | null {
  switch (event.type) {
    case 'signal.unavailable': {
      const { signal, reason, readers, atMs } = event.payload;
      const [first] = readers.map(readerText);
      const more = readers.length > 1 ? `, and ${readers.length - 1} more` : '';
      const says = `${signal} has no figure: ${reason} (${first}${more})`;
      return { who: 'signal', says, atMs };
    }
    case 'signal.available':
      return { who: 'signal', says: `${event.payload.signal} is told`, atMs: event.payload.atMs };
    default:
      return null;
  }
}

function tellClip(
  event: AmbushEvent,
  subjects: ReadonlyMap<string, string>,
  ended: string,
): Told | null {
  const of = (clipId: string, atMs: number, deed: string): Told => ({
    who: clipId,
    says: `${subjects.get(clipId) ?? ''} ${deed}`.trim(),
    atMs,
  });
  switch (event.type) {
    case 'clip.started': {
      const { clipId, atMs, skewMs } = event.payload;
      return of(clipId, atMs, `started (skew ${skewMs.toFixed(1)} ms)`);
    }
    case 'clip.stopped': {
      const { clipId, atMs, unit, asked, delivered } = event.payload;
      const dose = `asked ${doseText(asked, unit)}, delivered ${doseText(delivered, unit)}`;
      return of(clipId, atMs, `ended${ended} (${dose})`);
    }
    case 'clip.skipped':
      return of(event.payload.clipId, event.payload.atMs, `skipped${tailOf(event.payload.reason)}`);
    case 'clip.failed': {
      const { clipId, atMs, reason } = event.payload;
      return { ...of(clipId, atMs, `failed${tailOf(reason)}`), ...bad };
    }
    case 'stressor.limited':
      return of(event.payload.clipId, event.payload.atMs, `limited${tailOf(event.payload.reason)}`);
    default:
      return null;
  }
}

function tellTarget(event: AmbushEvent): Told | null {
  const of = (payload: { atMs: number }, says: string): Told => ({
    who: 'target',
    says,
    atMs: payload.atMs,
  });
  switch (event.type) {
    case 'target.started':
      return of(event.payload, `started (pid ${event.payload.pid}, life ${event.payload.life})`);
    case 'target.ready':
      return of(event.payload, 'ready');
    case 'target.recovered':
      return of(event.payload, `well again after ${lengthText(event.payload.afterMs)}`);
    case 'target.hung':
      return { ...of(event.payload, `does not answer${tailOf(event.payload.reason)}`), ...bad };
    case 'target.crashed': {
      const { signal, core, code, active } = event.payload;
      const how = signal
        ? `crashed by ${signal}${core ? ' (core dumped)' : ''}`
        : `crashed with status ${code ?? '?'}`;
      return { ...of(event.payload, `${how}${during(active)}`), ...bad };
    }
    case 'target.exited': {
      const { code, active } = event.payload;
      return of(event.payload, `exited with status ${code}${during(active)}`);
    }
    case 'target.spawn.failed':
      return { ...of(event.payload, `could not start${tailOf(event.payload.reason)}`), ...bad };
    case 'target.stopped': {
      const how = event.payload.killed ? ' (it had to be killed)' : '';
      return of(event.payload, `survived; ended by us${how}`);
    }
    case 'target.unkillable':
      return { ...of(event.payload, `cannot be ended${tailOf(event.payload.reason)}`), ...bad };
    default:
      return null;
  }
}

const bad = { mood: 'bad' } as const;

const stopReasons = {
  duration: 'the planned time is over',
  'target-gone': 'the target has ended',
  'target-unready': 'the target was not ready',
  interrupt: 'interrupted',
  abort: 'aborted',
  'hands-failed': 'the hands failed',
} as const;

function during(active: readonly string[]): string {
  return active.length === 0 ? ' with no stress active' : ` during ${active.join(', ')}`;
}

function tailOf(reason: string | undefined): string {
  return reason ? `: ${reason}` : '';
}
