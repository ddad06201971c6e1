/**
 * What a host says to its clients: one answer for each request, and the items of streams, each
 * under the number of the request.
 *
 * @spec kernel 7
 */
import { z } from 'zod';
import type { Problem } from '../kernel/problem.ts';

const id = z.number().int().nonnegative();
const problem = z.object({
  code: z.string(),
  message: z.string(),
  where: z
    .object({
      file: z.string().optional(),
      path: z.string().optional(),
      line: z.number().optional(),
      column: z.number().optional(),
    })
    .optional(),
  hint: z.string().optional(),
});

const answers = z.union([
  z.object({ id, ok: z.literal(true), value: z.unknown() }),
  z.object({ id, ok: z.literal(false), problems: z.array(problem).min(1) }),
  /** One of a stream's; it goes on. */
  z.object({ id, item: z.looseObject({ is: z.string() }) }),
  z.object({ id, end: z.string() }),
]);

export type StreamItem = { readonly is: string } & Readonly<Record<string, unknown>>;

export type ControlAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly problems: readonly Problem[] }
  | { readonly id: number; readonly item: StreamItem }
  /** The stream is over, and why, as a code word. */
  | { readonly id: number; readonly end: string };

/** Null for what is no answer. */
export function readAnswer(value: unknown): ControlAnswer | null {
  const read = answers.safeParse(value);
  return read.success ? (read.data as ControlAnswer) : null;
}
