/**
 * The values that a contract decided on. A contract says what it reads, so that a decision can be
 * told with them; they are looked up only when it is told.
 *
 * @spec kernel 5.1
 */
import type { Envelope } from './envelope.ts';
import type { StateVector } from './state-vector.ts';

/** What holds a pane right now, besides its vector. */
export interface PaneFacts {
  readonly overlayOpen: boolean;
  readonly visible: boolean;
  /** Who holds the focus; null when nobody does. */
  readonly focusHolder: string | null;
  /** An intent is between its first write and its end, whatever the activity shows. */
  readonly injecting: boolean;
  /** Intents that wait before this one. */
  readonly waiting: number;
  /** Who submitted first in this event's correlation, within this pane; null when nobody did. */
  readonly submitter: string | null;
}

/** What of an event, a state vector and the facts of a pane a contract may read. */
const readers = {
  type: ({ event }) => event.type,
  source: ({ event }) => event.source,
  activity: ({ vector }) => vector.activity,
  'gates.focusLocked': ({ vector }) => vector.gates.focusLocked,
  'gates.compacting': ({ vector }) => vector.gates.compacting,
  'gates.safeMode': ({ vector }) => vector.gates.safeMode,
  'connectivity.bridge': ({ vector }) => vector.connectivity.bridge,
  'connectivity.pty': ({ vector }) => vector.connectivity.pty,
  overlayOpen: ({ facts }) => facts.overlayOpen,
  visible: ({ facts }) => facts.visible,
  focusHolder: ({ facts }) => facts.focusHolder,
  injecting: ({ facts }) => facts.injecting,
  waiting: ({ facts }) => facts.waiting,
  submitter: ({ facts }) => facts.submitter,
} as const satisfies Readonly<Record<string, (look: Look) => unknown>>;

type Known = keyof typeof readers;
export type Readable = Known | `payload.${string}`;

/** What lay before a contract when it decided. */
export interface Look {
  readonly event: Envelope;
  readonly vector: StateVector;
  readonly facts: PaneFacts;
}

/** Values by the names under which they were read; null for what the event did not have. */
export type Evidence = Readonly<Partial<Record<Readable, unknown>>>;

/** Every value with a name of its own; those of a payload are named after its keys. */
export const readables = Object.keys(readers) as readonly Known[];

const inPayload = 'payload.';
/** Text of a payload that is told: names and policies, never what a user typed. */
const harmless = ['payload.policy', 'payload.owner'] as const;

export function isReadable(name: unknown): name is Readable {
  if (typeof name !== 'string') return false;
  return Object.hasOwn(readers, name) || (name.startsWith(inPayload) && name !== inPayload);
}

/** Not redacted: what is told of it is for the allow-list, see `safeEvidence`. */
export function evidenceOf(reads: readonly Readable[], look: Look): Evidence {
  const seen: Partial<Record<Readable, unknown>> = {};
  for (const name of reads) {
    seen[name] = isKnown(name)
      ? readers[name](look)
      : (look.event.payload[name.slice(inPayload.length)] ?? null);
  }
  return seen;
}

/** The paths of an allow-list under which evidence may be told as it is. */
export function safeEvidence<Path extends string>(path: Path): readonly `${Path}.${string}`[] {
  return [...readables, ...harmless].map((name) => `${path}.${name}` as const);
}

function isKnown(name: Readable): name is Known {
  return Object.hasOwn(readers, name);
}
