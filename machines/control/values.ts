/**
 * The values that a host answers with, as whoever prints them reads them. Sizes are in cells,
 * times in milliseconds.
 *
 * @spec kernel 4
 */
import { z } from 'zod';
import { decisions } from '../kernel/verdict.ts';

/** Reads a value at the border. */
export type ValueSchema<Value> = z.ZodType<Value>;

export const nothingSchema = z.null();
export const anythingSchema = z.unknown();
export const safeModeSchema = z.object({ safeMode: z.boolean() });

const count = z.number().int().nonnegative();
const reason = z.object({ contractId: z.string(), detail: z.string() });

const outcome = z.union([
  z.object({ kind: z.literal('exited'), code: z.number() }),
  z.object({ kind: z.literal('signalled'), signal: z.string() }),
  /** The hands that held it are gone, and it with them. */
  z.object({ kind: z.literal('lost') }),
]);
export type PaneEnd = Readonly<z.infer<typeof outcome>>;

/** How the bridge to the hands does; null while there are none, or when too many have died. */
const bridge = z
  .looseObject({
    epoch: z.number().nullable(),
    sent: count,
    received: count,
    dropped: count,
    queueDepth: count,
    lagMs: z.number().nullable(),
    /** The same as it sees it, and which process it is. */
    daemon: z.looseObject({ pid: z.number() }).optional(),
  })
  .nullable();
export type BridgeFigures = Readonly<z.infer<typeof bridge>>;

const vector = z.object({
  activity: z.string(),
  gates: z.object({ focusLocked: z.boolean(), compacting: z.string(), safeMode: z.boolean() }),
  connectivity: z.object({ bridge: z.string(), pty: z.string() }),
});

export const paneRowSchema = z.object({
  id: z.string(),
  command: z.string(),
  args: z.array(z.string()),
  cli: z.string().nullable(),
  readOnly: z.boolean(),
  cols: z.number(),
  rows: z.number(),
  pid: z.number().nullable(),
  /** Null while it runs. */
  outcome: outcome.nullable(),
  state: vector,
  /** Injections that wait. */
  queue: count,
  clients: count,
});
export type PaneRow = Readonly<z.infer<typeof paneRowSchema>>;

export const paneListSchema = z.object({ panes: z.array(paneRowSchema), bridge });

export const hostStatusSchema = z.object({
  pid: z.number(),
  version: z.string(),
  startedAt: z.string(),
  sessionId: z.string(),
  /** The session log, as it was asked for; null for none. */
  log: z.string().nullable(),
  panes: count,
  clients: count,
  safeMode: z.boolean(),
  bridge,
});
export type HostStatus = Readonly<z.infer<typeof hostStatusSchema>>;

export const openedSchema = z.object({ paneId: z.string(), pid: z.number() });

/** A program that ended, and how; null for one that was not seen to. */
export const doneSchema = z.object({ paneId: z.string(), outcome: outcome.nullable() });
export type Done = Readonly<z.infer<typeof doneSchema>>;

export const injectedSchema = z.object({
  paneId: z.string(),
  decision: z.enum(decisions),
  reasons: z.array(reason),
  eventId: z.string().nullable(),
  correlationId: z.string().nullable(),
  /** How the program of the pane ended; null while it runs. */
  outcome: outcome.nullable(),
  /** Whether injections into all panes wait, perhaps since this one. */
  safeMode: z.boolean(),
});
export type Injected = Readonly<z.infer<typeof injectedSchema>>;

/** The terminal event of an injection. */
export const endedSchema = z.object({
  eventId: z.string(),
  type: z.string(),
  ts: z.number(),
  payload: z.record(z.string(), z.unknown()),
});
export type InjectionEnd = Readonly<z.infer<typeof endedSchema>>;

export const sightSchema = z.object({
  cols: z.number(),
  rows: z.array(z.string()),
  cursor: z.object({ row: z.number(), column: z.number() }),
  alternate: z.boolean(),
  title: z.string().nullable(),
  bracketedPaste: z.boolean(),
  readBytes: count,
  droppedBytes: count,
});

export const explanationSchema = z.object({
  pane: paneRowSchema,
  gates: z.array(reason),
  focusHolder: z.string().nullable(),
  /** The client whose keys go through. */
  typist: z.string().nullable(),
  active: z.object({ eventId: z.string(), correlationId: z.string() }).nullable(),
  queue: z.array(
    z.object({
      eventId: z.string(),
      correlationId: z.string(),
      waitedMs: z.number(),
      remainingMs: z.number(),
      reasons: z.array(reason),
    }),
  ),
  /** What the detector in the hands sees, and why. */
  compaction: z.unknown(),
  bracketedPaste: z.boolean().nullable(),
  bytes: z.object({ read: count, dropped: count }).nullable(),
  bridge,
});
export type Explained = Readonly<z.infer<typeof explanationSchema>>;

export const contractRowSchema = z.object({
  id: z.string(),
  mode: z.enum(['enforced', 'shadow']),
  evaluations: count,
  failures: count,
  /** Of one on trial: what its record has, and what it still misses. */
  trial: z
    .object({ sessions: count, signOffs: z.array(z.string()), misses: z.array(z.string()) })
    .nullable(),
});
export type ContractRow = Readonly<z.infer<typeof contractRowSchema>>;
export const contractListSchema = z.object({ contracts: z.array(contractRowSchema) });
