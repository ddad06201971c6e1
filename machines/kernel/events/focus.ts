/**
 * Who holds the focus of a pane: the user before any agent, and the user's typing is a lock.
 *
 * @spec kernel 3.2
 */
import { z } from 'zod';
import { defineEvent } from './definition.ts';

const fact = { lane: 'A', priority: 'lifecycle' } as const;
const owner = z.strictObject({ owner: z.string(), reason: z.string() }).partial();
const contest = z.strictObject({ winner: z.string(), loser: z.string() });

export const focusEvents = {
  'focus.changed': defineEvent({
    ...fact,
    emitter: 'terminal.js',
    description: 'Another pane has the focus.',
    payload: z.strictObject({ from: z.string(), to: z.string() }).partial(),
    safe: ['from', 'to'],
  }),
  'focus.locked': defineEvent({
    ...fact,
    emitter: 'injection.js',
    description: 'The focus is held, and by whom; the owner `user` closes the gate.',
    payload: owner,
    safe: ['owner', 'reason'],
  }),
  'focus.released': defineEvent({
    ...fact,
    emitter: 'injection.js',
    description: 'The holder let go.',
    payload: owner,
    safe: ['owner', 'reason'],
  }),
  'focus.arbitration.requested': defineEvent({
    ...fact,
    emitter: 'kernel',
    description: 'Someone wants a focus that may be held.',
    payload: owner,
    safe: ['owner', 'reason'],
  }),
  'focus.arbitration.resolved': defineEvent({
    ...fact,
    emitter: 'kernel',
    description: 'One of two who wanted the focus has it.',
    payload: contest,
    safe: ['winner', 'loser'],
  }),
  'focus.arbitration.conflict': defineEvent({
    ...fact,
    emitter: 'kernel',
    description: 'Two of equal rank wanted it at once; neither has precedence, the holder stays.',
    payload: z.strictObject({ holder: z.string(), claimant: z.string() }),
    safe: ['holder', 'claimant'],
  }),
  'focus.steal.blocked': defineEvent({
    ...fact,
    emitter: 'kernel',
    description: 'An agent wanted the focus that the user holds.',
    payload: z.strictObject({ owner: z.string(), holder: z.string() }),
    safe: ['owner', 'holder'],
  }),
  'typing.activity': defineEvent({
    ...fact,
    emitter: 'terminal.js',
    description: 'The user types in the pane.',
    payload: z.strictObject({ keys: z.number().int() }).partial(),
    safe: ['keys'],
  }),
  'typing.idle': defineEvent({
    ...fact,
    emitter: 'terminal.js',
    description: 'The user stopped typing in the pane.',
    payload: z.strictObject({ idleMs: z.number() }).partial(),
    safe: ['idleMs'],
  }),
} as const;
