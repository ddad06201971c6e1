/**
 * What the process of the host is told by whoever starts it, as JSON in its first argument.
 *
 * @spec kernel 7
 */
import { z } from 'zod';

export const headOrdersSchema = z.strictObject({
  /** Absolute path of the session log; null for none. */
  log: z.string().nullable(),
  /** The same as the user said it. */
  logName: z.string().nullable(),
  /** Modules with contracts, which begin on trial: absolute paths, and names as they were said. */
  contracts: z.array(z.strictObject({ path: z.string(), name: z.string() })),
});

export type HeadOrders = Readonly<z.infer<typeof headOrdersSchema>>;

export const noOrders: HeadOrders = { log: null, logName: null, contracts: [] };
