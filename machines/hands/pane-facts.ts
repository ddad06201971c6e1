/**
 * The events that begin in the hands: their types, and their payloads read at the border.
 *
 * @spec kernel 3.4 3.5 7.7
 */
import { z } from 'zod';
import { daemonEvents } from '../kernel/events/daemon.ts';
import { paneEvents } from '../kernel/events/pane.ts';

/** One who waits in the hands; the kernel adds what only it knows. */
const waiting = z.object({ reason: z.string(), remainingMs: z.number() });

const payloads = {
  'pty.up': daemonEvents['pty.up'].payload,
  'pty.down': daemonEvents['pty.down'].payload,
  'pty.data.received': daemonEvents['pty.data.received'].payload,
  'cli.compaction.suspected': paneEvents['cli.compaction.suspected'].payload,
  'cli.compaction.started': paneEvents['cli.compaction.started'].payload,
  'cli.compaction.ended': paneEvents['cli.compaction.ended'].payload,
  'inject.deferred': waiting,
  'inject.resumed': z.object({ trigger: z.string(), waitedMs: z.number() }),
  'inject.dropped': z.object({ reason: z.string() }),
  'event.dropped': z.object({
    stage: z.string(),
    reason: z.string(),
    droppedCount: z.number().int().nonnegative(),
    oldestSeq: z.number().int(),
    newestSeq: z.number().int(),
  }),
} as const;

export type PaneFactType = keyof typeof payloads;

export const paneFactTypes = Object.keys(payloads) as readonly PaneFactType[];

export type PaneFactPayload<Type extends PaneFactType> = z.infer<(typeof payloads)[Type]>;

/** Null for what is no payload of that fact. */
export function readFactPayload(
  type: PaneFactType,
  payload: unknown,
): Readonly<Record<string, unknown>> | null {
  const read = payloads[type].safeParse(payload);
  return read.success ? read.data : null;
}
