/**
 * The program under test: its lives, told truthfully.
 *
 * @spec timeline execution semantics
 */
import { z } from 'zod';
import { defineEvent } from './definition.ts';

/** `deadline`: alive when we stopped it, so it survived. `unkillable`: not even SIGKILL ended it. */
export const lifeEnds = [
  'exited',
  'signalled',
  'deadline',
  'hung',
  'spawn-failed',
  'unkillable',
] as const;

const at = { atMs: z.number(), life: z.number().int() };
const active = z.array(z.string()).describe('Ids of the clips that were running then.');

export const targetEvents = {
  'target.start.requested': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'target',
    description: 'The program is to be started; arguments and environment are redacted.',
    payload: z.strictObject({
      ...at,
      program: z.string(),
      args: z.unknown(),
      env: z.unknown(),
    }),
    safe: ['atMs', 'life', 'program'],
  }),
  'target.started': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'hands',
    description: 'The program runs.',
    payload: z.strictObject({ ...at, pid: z.number().int() }),
    safe: ['atMs', 'life', 'pid'],
  }),
  'target.ended': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'hands',
    description: 'What is known of a life that is over, or that nothing can end; not its output.',
    payload: z.strictObject({
      ...at,
      pid: z.number().int().nullable(),
      startMs: z.number().describe('Offset of its start.'),
      outcome: z.strictObject({
        kind: z.enum(lifeEnds),
        code: z.number().int().optional(),
        signal: z.string().optional(),
        core: z.boolean().optional(),
        reason: z.string().optional(),
      }),
      outputBytes: z.number(),
      peakRssBytes: z.number(),
      killed: z.boolean(),
    }),
    safe: [
      'atMs',
      'life',
      'pid',
      'startMs',
      'outcome',
      'outcome.*',
      'outputBytes',
      'peakRssBytes',
      'killed',
    ],
  }),
  'target.ready': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'target',
    description: 'Its ready probe answered, or it has none.',
    payload: z.strictObject(at),
    safe: ['atMs', 'life'],
  }),
  'target.output.received': defineEvent({
    lane: 'B',
    priority: 'telemetry',
    emitter: 'hands',
    description: 'It printed something; only the number of bytes is told.',
    payload: z.strictObject({ ...at, byteLen: z.number().int() }),
    safe: ['atMs', 'life', 'byteLen'],
  }),
  'target.answered': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'hands',
    description: 'It was asked whether it answers; why it does not, or null.',
    payload: z.strictObject({ ...at, silence: z.string().nullable() }),
    safe: ['atMs', 'life', 'silence'],
  }),
  'target.recovered': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'target',
    description: 'It is well again after the last stress; with what was seen of it.',
    payload: z.strictObject({
      atMs: z.number(),
      /** From the end of the last stress. */
      afterMs: z.number(),
      saw: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()])),
    }),
    safe: ['atMs', 'afterMs', 'saw', 'saw.*'],
  }),
  'target.hung': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'target',
    description: 'It lives but does not answer its probe.',
    payload: z.strictObject({ ...at, reason: z.string(), active }),
    safe: ['atMs', 'life', 'reason', 'active'],
  }),
  'target.crashed': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'target',
    description: 'It ended by a signal or with a non-zero status that we did not ask for.',
    payload: z.strictObject({
      ...at,
      signal: z.string().optional(),
      core: z.boolean().optional(),
      code: z.number().int().optional(),
      active,
    }),
    safe: ['atMs', 'life', 'signal', 'core', 'code', 'active'],
  }),
  'target.exited': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'target',
    description: 'It ended by itself with status 0.',
    payload: z.strictObject({ ...at, code: z.number().int(), active }),
    safe: ['atMs', 'life', 'code', 'active'],
  }),
  'target.spawn.failed': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'target',
    description: 'The system refused to start it.',
    payload: z.strictObject({ ...at, reason: z.string() }),
    safe: ['atMs', 'life', 'reason'],
  }),
  'target.stop.requested': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'target',
    description: 'A polite signal first; after the grace period, the last one.',
    payload: z.strictObject({ ...at, signal: z.string(), graceMs: z.number() }),
    safe: ['atMs', 'life', 'signal', 'graceMs'],
  }),
  'target.stopped': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'target',
    description: 'It was alive at the end and has ended because we asked: it survived.',
    payload: z.strictObject({ ...at, killed: z.boolean() }),
    safe: ['atMs', 'life', 'killed'],
  }),
  'target.unkillable': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'target',
    description: 'It did not end even by the last signal.',
    payload: z.strictObject({ ...at, reason: z.string() }),
    safe: ['atMs', 'life', 'reason'],
  }),
} as const;
