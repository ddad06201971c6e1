/**
 * One event of the timeline, from planned to done, skipped or failed. Its times come as events
 * from whoever keeps the time (`arm.due`, `start.due`, `end.due`), so that they count from one
 * origin; only the two patience limits are waits of its own.
 *
 * @spec timeline execution semantics
 */
import { cancel, emit, raise, setup } from 'xstate';

/** A stressor that has not begun by then is not going to: spawning takes 0.1-0.3 s under load. */
export const startPatienceMs = 5_000;
/** A stressor stops within 250 ms, and is killed after 1 s; beyond this the hands are broken. */
export const stopPatienceMs = 5_000;

export type ClipEvent =
  | { readonly type: 'arm.due' }
  | { readonly type: 'start.due' }
  | { readonly type: 'end.due' }
  | { readonly type: 'stop.requested' }
  | { readonly type: 'stressor.armed' }
  | { readonly type: 'stressor.started' }
  | { readonly type: 'stressor.ended' }
  | { readonly type: 'stressor.failed' }
  | { readonly type: 'start.overdue' }
  | { readonly type: 'stop.overdue' };

/** What a clip wants done or said; the actor does it. */
export type ClipEffect =
  | { readonly type: 'armStressor' }
  | { readonly type: 'stopStressor' }
  | { readonly type: 'announceArmed' }
  | { readonly type: 'announceStarted' }
  | { readonly type: 'announceStopped' }
  | { readonly type: 'announceSkipped' }
  | { readonly type: 'announceFailed' };

export const clipMachine = setup({
  types: {
    events: {} as ClipEvent,
    emitted: {} as ClipEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    armStressor: emit({ type: 'armStressor' }),
    stopStressor: emit({ type: 'stopStressor' }),
    announceArmed: emit({ type: 'announceArmed' }),
    announceStarted: emit({ type: 'announceStarted' }),
    announceStopped: emit({ type: 'announceStopped' }),
    announceSkipped: emit({ type: 'announceSkipped' }),
    announceFailed: emit({ type: 'announceFailed' }),
    awaitStart: raise({ type: 'start.overdue' }, { delay: 'startPatience', id: 'start.overdue' }),
    forgetStart: cancel('start.overdue'),
    awaitStop: raise({ type: 'stop.overdue' }, { delay: 'stopPatience', id: 'stop.overdue' }),
    forgetStop: cancel('stop.overdue'),
  },
  delays: {
    startPatience: startPatienceMs,
    stopPatience: stopPatienceMs,
  },
}).createMachine({
  id: 'clip',
  initial: 'pending',
  states: {
    pending: {
      on: {
        'arm.due': {
          target: 'armed',
          actions: ['armStressor'],
          meta: { rule: 'clip-armed-before-start' },
        },
        'stop.requested': {
          target: 'skipped',
          actions: ['announceSkipped'],
          meta: { rule: 'clip-not-started-is-skipped' },
        },
      },
    },
    armed: {
      on: {
        'stressor.armed': { actions: ['announceArmed'], meta: { rule: 'clip-says-armed' } },
        'start.due': { target: 'starting', meta: { rule: 'clip-starts-on-time' } },
        'stressor.started': {
          target: 'running',
          actions: ['announceStarted'],
          meta: { rule: 'clip-runs-when-stress-began' },
        },
        'stressor.failed': {
          target: 'failed',
          actions: ['announceFailed'],
          meta: { rule: 'clip-fails-with-its-stressor' },
        },
        'stop.requested': {
          target: 'withdrawing',
          actions: ['stopStressor'],
          meta: { rule: 'clip-withdraws-its-stressor' },
        },
      },
    },
    starting: {
      entry: ['awaitStart'],
      exit: ['forgetStart'],
      on: {
        'stressor.armed': { actions: ['announceArmed'], meta: { rule: 'clip-says-armed' } },
        'stressor.started': {
          target: 'running',
          actions: ['announceStarted'],
          meta: { rule: 'clip-runs-when-stress-began' },
        },
        'stressor.failed': {
          target: 'failed',
          actions: ['announceFailed'],
          meta: { rule: 'clip-fails-with-its-stressor' },
        },
        'end.due': {
          target: 'failed',
          actions: ['stopStressor', 'announceFailed'],
          meta: { rule: 'clip-start-has-a-limit' },
        },
        'start.overdue': {
          target: 'failed',
          actions: ['stopStressor', 'announceFailed'],
          meta: { rule: 'clip-start-has-a-limit' },
        },
        'stop.requested': {
          target: 'withdrawing',
          actions: ['stopStressor'],
          meta: { rule: 'clip-withdraws-its-stressor' },
        },
      },
    },
    // Told to stop before its start was heard of: the stress may have begun all the same.
    withdrawing: {
      entry: ['awaitStop'],
      exit: ['forgetStop'],
      on: {
        'stressor.started': {
          target: 'stopping',
          actions: ['announceStarted'],
          meta: { rule: 'clip-runs-when-stress-began' },
        },
        'stressor.ended': {
          target: 'skipped',
          actions: ['announceSkipped'],
          meta: { rule: 'clip-not-started-is-skipped' },
        },
        'stressor.failed': {
          target: 'skipped',
          actions: ['announceSkipped'],
          meta: { rule: 'clip-not-started-is-skipped' },
        },
        'stop.overdue': {
          target: 'skipped',
          actions: ['announceSkipped'],
          meta: { rule: 'clip-stop-has-a-limit' },
        },
      },
    },
    running: {
      on: {
        'end.due': { target: 'stopping', meta: { rule: 'clip-ends-on-time' } },
        'stop.requested': {
          target: 'stopping',
          actions: ['stopStressor'],
          meta: { rule: 'clip-stops-when-told' },
        },
        'stressor.ended': {
          target: 'done',
          actions: ['announceStopped'],
          meta: { rule: 'clip-done-with-dose' },
        },
        'stressor.failed': {
          target: 'failed',
          actions: ['announceFailed'],
          meta: { rule: 'clip-fails-with-its-stressor' },
        },
      },
    },
    stopping: {
      entry: ['awaitStop'],
      exit: ['forgetStop'],
      on: {
        'stressor.ended': {
          target: 'done',
          actions: ['announceStopped'],
          meta: { rule: 'clip-done-with-dose' },
        },
        'stressor.failed': {
          target: 'failed',
          actions: ['announceFailed'],
          meta: { rule: 'clip-fails-with-its-stressor' },
        },
        'stop.overdue': {
          target: 'failed',
          actions: ['stopStressor', 'announceFailed'],
          meta: { rule: 'clip-stop-has-a-limit' },
        },
      },
    },
    done: { type: 'final' },
    skipped: { type: 'final' },
    failed: { type: 'final' },
  },
});
