/**
 * The detector's four states. Evidence comes as letters from whoever weighs the screen; they are
 * levels, and the weigher repeats the present one after every step of this machine. A threshold must hold for its time; the waits are
 * named, so that a walk over the machine walks time too. Lexical evidence alone never gets the
 * letter `evidence.strong`: that is the weigher's law. Cooling down ends by time alone.
 *
 * @spec kernel 9.2 9.4
 */
import { cancel, emit, raise, setup } from 'xstate';

/** Evidence above the suspicion threshold must hold so long. */
export const suspectMs = 300;
/** Evidence above the confirmation threshold must hold so long. */
export const confirmMs = 800;
/** After the end, so long without renewed evidence. */
export const coolMs = 1_500;

export type DetectorEvent =
  /** Weight at or above the suspicion threshold, below that of confirmation. */
  | { readonly type: 'evidence.weak' }
  /** Weight at or above the confirmation threshold. */
  | { readonly type: 'evidence.strong' }
  /** Weight below both. */
  | { readonly type: 'evidence.none' }
  /** Suspected again and again in a short window: counted by the weigher. */
  | { readonly type: 'suspicion.repeated' }
  /** A hook, a transcript line or an OSC sequence said so: no threshold, no waiting. */
  | { readonly type: 'authority.started' }
  | { readonly type: 'authority.ended' }
  /** The live line is gone, and an end marker or a quiet composer is there. */
  | { readonly type: 'end.seen' }
  | { readonly type: 'suspicion.held' }
  | { readonly type: 'confirmation.held' }
  | { readonly type: 'cooled' };

export type DetectorEffect =
  | { readonly type: 'announceSuspected' }
  | { readonly type: 'announceStarted' }
  | { readonly type: 'announceEnded' }
  | { readonly type: 'announceUnfounded' };

const byAuthority = {
  target: '#detector.confirmed',
  actions: ['announceStarted'],
  meta: { rule: 'kernel 9.3 authority' },
} as const;
const strengthens = { target: 'strong', meta: { rule: 'kernel 9.4 confirm' } } as const;

export const detectorMachine = setup({
  types: {
    events: {} as DetectorEvent,
    emitted: {} as DetectorEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    announceSuspected: emit({ type: 'announceSuspected' }),
    announceStarted: emit({ type: 'announceStarted' }),
    announceEnded: emit({ type: 'announceEnded' }),
    announceUnfounded: emit({ type: 'announceUnfounded' }),
    holdSuspicion: raise({ type: 'suspicion.held' }, { delay: 'suspect', id: 'suspect' }),
    forgetSuspicion: cancel('suspect'),
    holdConfirmation: raise({ type: 'confirmation.held' }, { delay: 'confirm', id: 'confirm' }),
    forgetConfirmation: cancel('confirm'),
    startCooling: raise({ type: 'cooled' }, { delay: 'cool', id: 'cool' }),
    forgetCooling: cancel('cool'),
  },
  delays: { suspect: suspectMs, confirm: confirmMs, cool: coolMs },
}).createMachine({
  id: 'detector',
  initial: 'none',
  states: {
    none: {
      initial: 'quiet',
      on: { 'authority.started': byAuthority },
      states: {
        quiet: {
          on: {
            'evidence.weak': { target: 'stirring', meta: { rule: 'kernel 9.4 suspect' } },
            'evidence.strong': { target: 'stirring', meta: { rule: 'kernel 9.4 suspect' } },
          },
        },
        stirring: {
          entry: ['holdSuspicion'],
          exit: ['forgetSuspicion'],
          on: {
            'suspicion.held': {
              target: '#detector.suspected',
              actions: ['announceSuspected'],
              meta: { rule: 'kernel 9.4 suspect' },
            },
            'evidence.none': { target: 'quiet', meta: { rule: 'kernel 9.6 sustained' } },
          },
        },
      },
    },
    suspected: {
      initial: 'weak',
      on: {
        'authority.started': byAuthority,
        'authority.ended': {
          target: 'none',
          actions: ['announceUnfounded'],
          meta: { rule: 'kernel 9.4 unfounded' },
        },
        'evidence.none': {
          target: 'none',
          actions: ['announceUnfounded'],
          meta: { rule: 'kernel 9.4 unfounded' },
        },
        'suspicion.repeated': {
          target: 'confirmed',
          actions: ['announceStarted'],
          meta: { rule: 'kernel 9.4 repeated' },
        },
      },
      states: {
        weak: { on: { 'evidence.strong': strengthens } },
        strong: {
          entry: ['holdConfirmation'],
          exit: ['forgetConfirmation'],
          on: {
            'confirmation.held': {
              target: '#detector.confirmed',
              actions: ['announceStarted'],
              meta: { rule: 'kernel 9.4 confirm' },
            },
            'evidence.weak': { target: 'weak', meta: { rule: 'kernel 9.6 sustained' } },
          },
        },
      },
    },
    confirmed: {
      on: {
        'end.seen': {
          target: 'cooldown',
          actions: ['announceEnded'],
          meta: { rule: 'kernel 9.4 end' },
        },
        'authority.ended': {
          target: 'cooldown',
          actions: ['announceEnded'],
          meta: { rule: 'kernel 9.4 end' },
        },
      },
    },
    cooldown: {
      entry: ['startCooling'],
      exit: ['forgetCooling'],
      on: {
        cooled: { target: 'none', meta: { rule: 'kernel 9.4 cooled' } },
        'authority.started': byAuthority,
        'evidence.strong': {
          target: 'suspected.strong',
          actions: ['announceSuspected'],
          meta: { rule: 'kernel 9.4 renewed' },
        },
      },
    },
  },
});
