/**
 * What the live screen knows, folded from the envelopes of the run. Pure: the screen is a fold of
 * the log like the report, so they cannot disagree.
 *
 * @spec timeline execution semantics
 */
import type { HostSample } from '../../machines/hands/samples.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import {
  type AmbushEvent,
  isEventType,
  type PayloadOf,
} from '../../machines/kernel/events/registry.ts';
import type { Axis, Dose } from '../../machines/timeline/axis.ts';
import type { Plan } from '../../machines/timeline/timeline.ts';
import type { ClipState } from './bars.ts';
import { foldPane, type PaneView, paneViewOf } from './live-inputs.ts';

export interface ClipView {
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly dose: Dose;
  readonly state: ClipState;
  readonly startedMs: number | null;
  readonly stoppedMs: number | null;
  readonly asked: number | null;
  readonly delivered: number | null;
}

export interface TrackView {
  readonly name: string;
  readonly axis: Axis;
  readonly clips: readonly ClipView[];
}

export interface TargetView {
  readonly program: string;
  /** One or two words: `waiting`, `running`, `crashed (SIGSEGV)`. */
  readonly state: string;
  readonly mood: 'calm' | 'bad';
  readonly pid: number | null;
  readonly life: number;
  readonly crashes: number;
  readonly cpu: number | null;
  readonly rssBytes: number | null;
}

export interface LiveView {
  readonly durationMs: number;
  readonly seed: number;
  readonly phase: 'waiting' | 'playing' | 'recovering' | 'stopping' | 'ended';
  readonly tracks: readonly TrackView[];
  readonly target: TargetView;
  readonly host: HostSample | null;
  /** Null for a timeline without constraints. */
  readonly constraint: ConstraintView | null;
  /** Null for a target with plain pipes. */
  readonly pane: PaneView | null;
}

export interface ConstraintView {
  readonly bottleneck: Axis | null;
  readonly step: string;
  readonly figures: PayloadOf<'constraint.drum.sampled'>['figures'] | null;
  readonly gives: readonly { readonly axis: Axis; readonly action: string }[];
}

export function viewOf(plan: Plan): LiveView {
  const tracks = plan.lanes.map(({ name, axis }, lane) => ({
    name,
    axis,
    clips: plan.events
      .filter((event) => event.lane === lane)
      .map(({ id, startMs, durationMs, dose }) => ({
        id,
        startMs,
        endMs: startMs + durationMs,
        dose,
        state: 'pending' as const,
        startedMs: null,
        stoppedMs: null,
        asked: null,
        delivered: null,
      })),
  }));
  const target: TargetView = {
    program: plan.program.command,
    state: 'not started',
    mood: 'calm',
    pid: null,
    life: 0,
    crashes: 0,
    cpu: null,
    rssBytes: null,
  };
  const { durationMs, seed } = plan;
  const fresh = { bottleneck: null, step: 'identify', figures: null, gives: [] };
  const constraint = plan.constraints === undefined ? null : fresh;
  const pane = paneViewOf(plan);
  return { durationMs, seed, phase: 'waiting', tracks, target, host: null, constraint, pane };
}

/** The view after one more envelope; the same object where nothing on the screen changes. */
export function foldLive(view: LiveView, envelope: Envelope): LiveView {
  if (!isEventType(envelope.type)) return view;
  const event = envelope as AmbushEvent;
  const pane = view.pane === null ? null : foldPane(view.pane, event);
  return foldRest(pane === view.pane ? view : { ...view, pane }, event);
}

function foldRest(view: LiveView, event: AmbushEvent): LiveView {
  switch (event.type) {
    case 'run.origin.set':
      return { ...view, phase: 'playing' };
    case 'run.recovery.awaited':
      return { ...view, phase: 'recovering' };
    case 'run.stop.requested':
      // The time of the timeline may be over before that of the recovery.
      return view.phase === 'recovering' && event.payload.reason === 'duration'
        ? view
        : { ...view, phase: 'stopping' };
    case 'expectation.judged':
      return view.phase === 'recovering' && event.payload.kind === 'recovered'
        ? { ...view, phase: 'playing' }
        : view;
    case 'run.ended':
      return { ...view, phase: 'ended' };
    case 'sample.taken':
      return foldSample(view, event);
    default:
      if (event.type.startsWith('constraint.') && view.constraint !== null) {
        const constraint = foldConstraint(view.constraint, event);
        return constraint === view.constraint ? view : { ...view, constraint };
      }
      if (event.type.startsWith('target.')) {
        const target = foldTarget(view.target, event);
        const phase = event.type === 'target.stop.requested' ? 'stopping' : view.phase;
        return target === view.target ? view : { ...view, target, phase };
      }
      return foldClips(view, event);
  }
}

function foldSample(view: LiveView, event: AmbushEvent & { type: 'sample.taken' }): LiveView {
  const { host, target } = event.payload;
  const cpu = target?.cpu ?? null;
  const rssBytes = target?.rssBytes ?? null;
  return { ...view, host, target: { ...view.target, cpu, rssBytes } };
}

function foldConstraint(constraint: ConstraintView, event: AmbushEvent): ConstraintView {
  switch (event.type) {
    case 'constraint.drum.sampled': {
      const { figures, bottleneck, step } = event.payload;
      return { ...constraint, figures, bottleneck, step };
    }
    case 'constraint.rule.applied': {
      const { axis, action } = event.payload;
      return { ...constraint, gives: [...constraint.gives, { axis, action }] };
    }
    case 'constraint.rule.released': {
      const gives = constraint.gives.filter(({ axis }) => axis !== event.payload.axis);
      return { ...constraint, gives };
    }
    default:
      return constraint;
  }
}

function foldTarget(target: TargetView, event: AmbushEvent): TargetView {
  const gone = { pid: null, cpu: null, rssBytes: null };
  switch (event.type) {
    case 'target.start.requested':
      return { ...target, ...gone, state: 'starting', mood: 'calm', life: event.payload.life };
    case 'target.started':
      return { ...target, state: 'running', mood: 'calm', pid: event.payload.pid };
    case 'target.ready':
      return { ...target, state: 'running', mood: 'calm' };
    case 'target.hung':
      return { ...target, state: 'not answering', mood: 'bad' };
    case 'target.crashed': {
      const { signal, code } = event.payload;
      const state = `crashed (${signal ?? `status ${code ?? '?'}`})`;
      return { ...target, ...gone, state, mood: 'bad', crashes: target.crashes + 1 };
    }
    case 'target.exited':
      return { ...target, ...gone, state: `exited (status ${event.payload.code})` };
    case 'target.spawn.failed':
      return { ...target, ...gone, state: 'could not start', mood: 'bad' };
    case 'target.stop.requested':
      return { ...target, state: 'stopping' };
    case 'target.stopped':
      return { ...target, ...gone, state: 'survived', mood: 'calm' };
    case 'target.unkillable':
      return { ...target, state: 'cannot be ended', mood: 'bad' };
    default:
      return target;
  }
}

function foldClips(view: LiveView, event: AmbushEvent): LiveView {
  const change = changeOf(event);
  if (change === null || !('clipId' in event.payload)) return view;
  const { clipId } = event.payload;
  const tracks = view.tracks.map((track) =>
    track.clips.some((clip) => clip.id === clipId)
      ? {
          ...track,
          clips: track.clips.map((clip) => (clip.id === clipId ? { ...clip, ...change } : clip)),
        }
      : track,
  );
  return { ...view, tracks };
}

function changeOf(event: AmbushEvent): Partial<ClipView> | null {
  switch (event.type) {
    case 'clip.armed':
      return { state: 'armed' };
    case 'clip.started':
      return { state: 'running', startedMs: event.payload.atMs };
    case 'stressor.measured':
      return { asked: event.payload.asked, delivered: event.payload.delivered };
    case 'clip.stop.requested':
      return { state: 'stopping' };
    case 'clip.stopped': {
      const { atMs, asked, delivered } = event.payload;
      return { state: 'done', stoppedMs: atMs, asked, delivered };
    }
    case 'clip.skipped':
      return { state: 'skipped', stoppedMs: event.payload.atMs };
    case 'clip.failed':
      return { state: 'failed', stoppedMs: event.payload.atMs };
    default:
      return null;
  }
}
