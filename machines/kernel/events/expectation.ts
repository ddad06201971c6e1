/**
 * What became of what a timeline expects.
 *
 * @spec timeline phase 2
 */
import { z } from 'zod';
import { expectationKinds, judgements } from '../../timeline/expectation/expectation.ts';
import { defineEvent } from './definition.ts';

export const expectationEvents = {
  'expectation.judged': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'conductor',
    description: 'An expectation was kept or broken, or nothing can be said of it; said once.',
    payload: z.strictObject({
      atMs: z.number(),
      /** Place in the list of the timeline, from 0. */
      index: z.number().int(),
      kind: z.enum(expectationKinds),
      /** As people write it. */
      expects: z.string(),
      judgement: z.enum(judgements),
      /** Signals and outcomes by name, as they were when it was judged. */
      saw: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()])),
    }),
    safe: ['atMs', 'index', 'kind', 'expects', 'judgement', 'saw', 'saw.*'],
  }),
} as const;
