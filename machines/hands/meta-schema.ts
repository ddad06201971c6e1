/**
 * The meta that hands are told with an order, and say with what follows from it, read at the border.
 *
 * @spec kernel 7.3
 */
import { z } from 'zod';

export const metaSchema = z.object({
  eventId: z.string(),
  correlationId: z.string(),
  causationId: z.string().nullable(),
  source: z.string(),
  seq: z.number(),
});
