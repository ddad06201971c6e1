/**
 * What hands are asked, read at the border: the head may be of another version. Keys that are not
 * known are left out; what is no order at all is none.
 *
 * @spec kernel 7.3
 * @spec reliability attacks
 */
import { z } from 'zod';
import { metaSchema } from './meta-schema.ts';
import {
  paneClis,
  paneSideMax,
  paneSideMin,
  paneTextMax,
  type TerminalOrder,
} from './pane-messages.ts';

/** NUL ends a string of the system, so a text with one would not be what was meant. */
const word = z.string().refine((text) => !text.includes('\0'));
/** A name of a variable. */
const variable = z.string().regex(/^[^=\0]+$/);
const side = z.number().int().min(paneSideMin).max(paneSideMax);
const text = z.string().max(paneTextMax);
const remainingMs = z.number().nonnegative();
const within = z.object({ sentAtMs: z.number(), remainingMs }).optional();
const signal = z.string().regex(/^SIG[A-Z0-9]+$/);

const keyed = {
  key: z.string().min(1),
  paneId: z.string().min(1),
  meta: metaSchema,
};

const spec = z.object({
  command: word.min(1),
  args: z.array(word),
  cwd: word.nullable(),
  env: z.record(variable, word),
  cols: side,
  rows: side,
  cli: z.enum(paneClis).nullable(),
  readOnly: z.boolean(),
  nice: z.number().int().min(0).max(19).optional(),
});

const orderSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('pane.write'),
    ...keyed,
    text,
    mode: z.string(),
    within,
    whenDown: z.object({ defer: z.literal(true), remainingMs }).optional(),
  }),
  z.object({
    do: z.literal('pane.submit'),
    ...keyed,
    attempt: z.number().int().positive(),
    within,
  }),
  z.object({ do: z.literal('pane.resize'), ...keyed, cols: side, rows: side }),
  z.object({ do: z.literal('pane.open'), ...keyed, spec }),
  z.object({ do: z.literal('pane.type'), ...keyed, data: text }),
  z.object({ do: z.literal('pane.kill'), ...keyed, signal, graceMs: z.number().nonnegative() }),
  z.object({ do: z.literal('pane.restart'), ...keyed }),
  z.object({ do: z.literal('pane.close'), ...keyed }),
  z.object({ do: z.literal('pane.hold'), ...keyed, of: z.string() }),
  z.object({ do: z.literal('pane.resume'), ...keyed, of: z.string() }),
  z.object({ do: z.literal('pane.drop'), ...keyed, of: z.string(), reason: z.string() }),
  z.object({ do: z.literal('pane.look'), ...keyed }),
  z.object({ do: z.literal('pane.watch'), ...keyed, on: z.boolean() }),
]);

/** Null for what is no order. */
export function readTerminalOrder(value: unknown): TerminalOrder | null {
  const read = orderSchema.safeParse(value);
  return read.success ? read.data : null;
}
