/**
 * The JSON Schema of a line of the session log, for programs that read it.
 *
 * @spec reliability faults
 */
import { z } from 'zod';
import { envelopeSchema } from '../kernel/envelope.ts';
import {
  endLineSchema,
  inputLineSchema,
  sessionHeaderSchema,
  verdictLineSchema,
} from './session-line.ts';

const sealed = {
  crc: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .describe('CRC-32 of the bytes of the line before `,"crc":"`. The last key.'),
};
const atMs = z.number().describe('Monotonic milliseconds since the session began.');

export const logLineSchema = z
  .union([
    sessionHeaderSchema.extend(sealed).meta({ title: 'Header: the first line of a segment' }),
    envelopeSchema.extend({ atMs, ...sealed }).meta({ title: 'Envelope: what was said, and when' }),
    inputLineSchema.extend(sealed).meta({ title: 'Input: what was asked of the kernel' }),
    verdictLineSchema.extend(sealed).meta({ title: 'Verdict: how the kernel decided' }),
    endLineSchema.extend(sealed).meta({ title: 'End: the last line of a closed session' }),
  ])
  .meta({ title: 'Ambush session log', description: 'One line of a session log, NDJSON.' });

/** JSON Schema (draft 2020-12). */
export function logLineJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(logLineSchema, { io: 'input' });
}
