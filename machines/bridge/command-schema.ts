/**
 * Commands of the head read at the border: the head may be of another version, or broken. What a
 * program or a policy may hold beyond what is needed here passes as it is.
 *
 * @spec kernel 7.3
 * @spec reliability attacks
 */
import { z } from 'zod';
import type { HandsCommand } from '../hands/messages.ts';
import { metaSchema as meta } from '../hands/meta-schema.ts';
import { axes } from '../timeline/axis.ts';

const at = z.number();
const id = z.string().min(1);
/** NUL ends a string of the system, so a text with one would not be what was meant. */
const word = z.string().refine((text) => !text.includes('\0'));
const signal = z.string().regex(/^SIG[A-Z0-9]+$/);
const priority = z.enum(['polite', 'normal']);

const dose = z.looseObject({ unit: z.string(), from: z.number(), to: z.number() });

const stress = z.looseObject({
  clipId: id,
  axis: z.enum(axes),
  startMs: at,
  endMs: at,
  floats: z.literal(true).optional(),
  dose,
  priority,
  limits: z.looseObject({ memory: z.looseObject({}), diskBytes: z.number() }),
  seed: z.number(),
});

const program = z.looseObject({
  command: word.min(1),
  args: z.array(word),
  cwd: word.optional(),
  env: z.record(z.string().regex(/^[^=\0]+$/), word),
});

const policy = z.looseObject({
  restart: z.looseObject({ policy: z.enum(['never', 'on-crash', 'always']), atMost: z.number() }),
  stop: z.looseObject({ signal, graceMs: z.number().nonnegative() }),
  priority,
});

const userSignal = z.looseObject({
  name: z.string(),
  everyMs: z.number(),
  source: z.looseObject({ kind: z.string() }),
});

const commandSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('hands.open'),
    meta,
    instant: z.object({ origin: z.string(), monotonicMs: at }).optional(),
  }),
  z.object({ do: z.literal('target.start'), meta, life: z.number(), program, policy }),
  z.object({ do: z.literal('target.stop'), meta, signal, graceMs: z.number().nonnegative() }),
  z.object({ do: z.literal('target.ask'), meta }),
  z.object({ do: z.literal('stressor.arm'), meta, stress }),
  z.object({ do: z.literal('stressor.adjust'), meta, clipId: id, dose }),
  z.object({ do: z.literal('stressor.stop'), meta, clipId: id }),
  z.object({
    do: z.literal('sampling.start'),
    meta,
    originMs: at,
    cadenceMs: z.number().positive(),
    signals: z.array(userSignal).optional(),
  }),
  z.object({ do: z.literal('sampling.stop'), meta }),
  z.object({ do: z.literal('hands.close'), meta }),
]);

/** Null for what is no command. */
export function readHandsCommand(value: unknown): HandsCommand | null {
  const read = commandSchema.safeParse(value);
  return read.success ? (read.data as HandsCommand) : null;
}
