/**
 * One injection from its first write to its one end. Driven: the kernel asks its hands to write
 * and to press the submit key, each with a limit, and never asks for the text twice unless the
 * hands said that they refused it. They may keep a text whose pane went down until it is up again.
 * Observed: whoever asked does the work and reports. Which attempt it is, is counted beside this
 * machine.
 *
 * @spec kernel 3.1 4.2 7.5 7.7
 */
import { cancel, emit, raise, setup } from 'xstate';

/** An acknowledgement takes milliseconds; the bridge may need seconds to come back with it. */
export const writeLimitMs = 10_000;
/** Real programs swallow a submit key that follows a paste within about 120 ms. */
export const settleMs = 150;
/** How long the hands may be told to keep a text, and by when they have said what became of it. */
export const waitMaxMs = 45_000;
const waitLimitMs = waitMaxMs + writeLimitMs;
export const submitLimitMs = 5_000;
/** A program shows that its turn began well within this, compaction excepted. */
export const verifyLimitMs = 5_000;
/** An observed injection whose end nobody reports ends by itself, its outcome unknown. */
export const fateLimitMs = 60_000;
/** Submit keys pressed, or writes asked after a refusal, at most. */
export const attemptsMax = 3;

export type InjectionEvent =
  | { readonly type: 'drive' }
  | { readonly type: 'observe' }
  | { readonly type: 'write.accepted' }
  /** The hands did not write, and another attempt is left. */
  | { readonly type: 'write.refused' }
  | { readonly type: 'write.refused.finally' }
  | { readonly type: 'write.overdue' }
  /** The pane went down before the text came to it: the hands keep the text. */
  | { readonly type: 'write.waits' }
  | { readonly type: 'write.resumed' }
  /** They never wrote it, and will not. */
  | { readonly type: 'write.dropped' }
  | { readonly type: 'wait.overdue' }
  | { readonly type: 'settle.elapsed' }
  | { readonly type: 'submit.sent' }
  | { readonly type: 'submit.overdue' }
  | { readonly type: 'verification.seen' }
  | { readonly type: 'verify.overdue' }
  | { readonly type: 'retry.granted' }
  | { readonly type: 'retry.denied' }
  | { readonly type: 'failure.seen' }
  | { readonly type: 'fate.overdue' }
  | { readonly type: 'abort' };

export type InjectionEffect =
  | { readonly type: 'askWrite' }
  | { readonly type: 'announceApplied' }
  | { readonly type: 'announceDeferred' }
  | { readonly type: 'announceResumed' }
  | { readonly type: 'announceDropped' }
  | { readonly type: 'askSubmit' }
  | { readonly type: 'announceSubmitSent' }
  | { readonly type: 'announceTimeout' }
  | { readonly type: 'announceRetry' }
  | { readonly type: 'considerRetry' }
  | { readonly type: 'announceVerified' }
  | { readonly type: 'announceFailed' }
  | { readonly type: 'announceUnknown' };

const isDropped = {
  target: 'dropped',
  actions: ['announceDropped'],
  meta: { rule: 'kernel 7.7 drop' },
} as const;
const aborts = {
  target: '#injection.failed',
  actions: ['announceUnknown'],
  meta: { rule: 'kernel 4.4 case 4' },
} as const;

export const injectionMachine = setup({
  types: {
    events: {} as InjectionEvent,
    emitted: {} as InjectionEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    askWrite: emit({ type: 'askWrite' }),
    announceApplied: emit({ type: 'announceApplied' }),
    announceDeferred: emit({ type: 'announceDeferred' }),
    announceResumed: emit({ type: 'announceResumed' }),
    announceDropped: emit({ type: 'announceDropped' }),
    askSubmit: emit({ type: 'askSubmit' }),
    announceSubmitSent: emit({ type: 'announceSubmitSent' }),
    announceTimeout: emit({ type: 'announceTimeout' }),
    announceRetry: emit({ type: 'announceRetry' }),
    considerRetry: emit({ type: 'considerRetry' }),
    announceVerified: emit({ type: 'announceVerified' }),
    announceFailed: emit({ type: 'announceFailed' }),
    announceUnknown: emit({ type: 'announceUnknown' }),
    limitWrite: raise({ type: 'write.overdue' }, { delay: 'writeLimit', id: 'write' }),
    forgetWrite: cancel('write'),
    limitWait: raise({ type: 'wait.overdue' }, { delay: 'waitLimit', id: 'wait' }),
    forgetWait: cancel('wait'),
    settle: raise({ type: 'settle.elapsed' }, { delay: 'settleTime', id: 'settle' }),
    forgetSettle: cancel('settle'),
    limitSubmit: raise({ type: 'submit.overdue' }, { delay: 'submitLimit', id: 'submit' }),
    forgetSubmit: cancel('submit'),
    limitVerify: raise({ type: 'verify.overdue' }, { delay: 'verifyLimit', id: 'verify' }),
    forgetVerify: cancel('verify'),
    limitFate: raise({ type: 'fate.overdue' }, { delay: 'fateLimit', id: 'fate' }),
    forgetFate: cancel('fate'),
  },
  delays: {
    writeLimit: writeLimitMs,
    waitLimit: waitLimitMs,
    settleTime: settleMs,
    submitLimit: submitLimitMs,
    verifyLimit: verifyLimitMs,
    fateLimit: fateLimitMs,
  },
}).createMachine({
  id: 'injection',
  initial: 'admitted',
  states: {
    admitted: {
      on: {
        drive: {
          target: 'writing',
          actions: ['askWrite'],
          meta: { rule: 'kernel 4.2 rule 2' },
        },
        observe: { target: 'observed', meta: { rule: 'kernel 4.2 rule 2' } },
        abort: aborts,
      },
    },
    observed: {
      entry: ['limitFate'],
      exit: ['forgetFate'],
      on: {
        'verification.seen': { target: 'verified', meta: { rule: 'kernel 4.2 rule 3' } },
        'failure.seen': { target: 'failed', meta: { rule: 'kernel 4.2 rule 3' } },
        'fate.overdue': {
          target: 'failed',
          actions: ['announceUnknown'],
          meta: { rule: 'kernel 7.5 unknown' },
        },
        abort: aborts,
      },
    },
    writing: {
      entry: ['limitWrite'],
      exit: ['forgetWrite'],
      on: {
        'write.accepted': {
          target: 'settling',
          actions: ['announceApplied'],
          meta: { rule: 'kernel 3.1 applied' },
        },
        'write.refused': {
          target: 'writing',
          reenter: true,
          actions: ['announceRetry', 'askWrite'],
          meta: { rule: 'kernel 3.1 retry' },
        },
        'write.refused.finally': {
          target: 'failed',
          actions: ['announceFailed'],
          meta: { rule: 'kernel 3.1 failed' },
        },
        'write.overdue': {
          target: 'failed',
          actions: ['announceTimeout', 'announceUnknown'],
          meta: { rule: 'kernel 7.5 unknown' },
        },
        'write.waits': {
          target: 'waiting',
          actions: ['announceDeferred'],
          meta: { rule: 'kernel 7.7 defer' },
        },
        'write.dropped': isDropped,
        abort: aborts,
      },
    },
    waiting: {
      entry: ['limitWait'],
      exit: ['forgetWait'],
      on: {
        'write.resumed': {
          target: 'writing',
          actions: ['announceResumed'],
          meta: { rule: 'kernel 7.7 resume' },
        },
        'write.dropped': isDropped,
        'wait.overdue': {
          target: 'failed',
          actions: ['announceTimeout', 'announceUnknown'],
          meta: { rule: 'kernel 7.5 unknown' },
        },
        abort: aborts,
      },
    },
    settling: {
      entry: ['settle'],
      exit: ['forgetSettle'],
      on: {
        'settle.elapsed': {
          target: 'submitting',
          actions: ['askSubmit'],
          meta: { rule: 'kernel 3.1 submit' },
        },
        abort: aborts,
      },
    },
    submitting: {
      entry: ['limitSubmit'],
      exit: ['forgetSubmit'],
      on: {
        'submit.sent': {
          target: 'verifying',
          actions: ['announceSubmitSent'],
          meta: { rule: 'kernel 3.1 submit' },
        },
        'submit.overdue': {
          target: 'failed',
          actions: ['announceTimeout', 'announceUnknown'],
          meta: { rule: 'kernel 7.5 unknown' },
        },
        abort: aborts,
      },
    },
    verifying: {
      entry: ['limitVerify'],
      exit: ['forgetVerify'],
      on: {
        'verification.seen': {
          target: 'verified',
          actions: ['announceVerified'],
          meta: { rule: 'kernel 4.2 rule 3' },
        },
        'failure.seen': {
          target: 'failed',
          actions: ['announceFailed'],
          meta: { rule: 'kernel 4.2 rule 3' },
        },
        'verify.overdue': {
          target: 'undecided',
          actions: ['announceTimeout', 'considerRetry'],
          meta: { rule: 'kernel 3.1 timeout' },
        },
        abort: aborts,
      },
    },
    undecided: {
      on: {
        'retry.granted': {
          target: 'submitting',
          actions: ['announceRetry', 'askSubmit'],
          meta: { rule: 'kernel 3.1 retry' },
        },
        'retry.denied': {
          target: 'failed',
          actions: ['announceFailed'],
          meta: { rule: 'kernel 3.1 failed' },
        },
        abort: aborts,
      },
    },
    verified: { type: 'final' },
    failed: { type: 'final' },
    dropped: { type: 'final' },
  },
});
