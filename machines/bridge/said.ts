/**
 * What hands say, as events that cross the bridge, and back again. Everything of a message but
 * its name and its pane is the payload; the causal chain is in the envelope, where
 * everybody looks for it.
 *
 * @spec kernel 7.2 7.3 7.6
 */
import { readPaneMessage } from '../hands/hands-message.ts';
import type { HandsAnswer } from '../hands/messages.ts';
import type { PaneMessage } from '../hands/pane-messages.ts';
import type { KernelMeta } from '../kernel/envelope.ts';
import { readHandsAnswer } from './answer-schema.ts';
import type { Lane, Priority } from './send-queue.ts';
import type { WireEvent } from './wire.ts';

const paneWords: ReadonlySet<string> = new Set([
  'hands.connected',
  'hands.disconnected',
  'hands.heartbeat',
]);

/** Which of the two ports of the hands speaks. */
export type Said =
  | { readonly port: 'hands'; readonly message: HandsAnswer }
  | { readonly port: 'panes'; readonly message: PaneMessage };

export interface Class {
  readonly lane: Lane;
  readonly priority: Priority;
  /** Each source counts for itself, in the order in which its messages arrive. */
  readonly source: string;
}

const systemWords: ReadonlySet<string> = new Set(['hands.closed', 'hands.failed']);
/** They tell how much there is at a moment, or what is on a screen; the next tells it again. */
const figures: ReadonlySet<string> = new Set([
  'target.output',
  'stressor.measured',
  'sampled',
  'pane.output',
]);

export function classOf({ port, message }: Said): Class {
  if (systemWords.has(message.is)) {
    return { lane: 'A', priority: 'system', source: 'daemon.system' };
  }
  const isFigure =
    figures.has(message.is) || (message.is === 'pane.fact' && message.type === 'pty.data.received');
  return isFigure
    ? { lane: 'B', priority: 'telemetry', source: `daemon.${port}` }
    : { lane: 'A', priority: 'lifecycle', source: 'daemon' };
}

/** Whether the kernel hears it, and nothing of its kind may be lost: such messages have a number. */
export function isNumbered(said: Said): boolean {
  const { port, message } = said;
  if (port !== 'panes' || paneWords.has(message.is) || message.is === 'pane.seen') return false;
  const isOfPane = 'paneId' in message && message.paneId !== 'system';
  return isOfPane && classOf(said).lane === 'A';
}

export interface Stamp {
  readonly eventId: string;
  readonly ts: number;
  readonly seq: number;
  readonly source: string;
  /** The command that the message is about, where it does not say so itself. */
  readonly cause: KernelMeta | null;
  /** What it is numbered for the kernel, if it is. */
  readonly numbered?: number | undefined;
}

/**
 * The event as JSON, of the shape of `WireEvent`. It has a correlation of its own where nothing of
 * the head caused it; of the meta of a message only what the envelope does not say stays in the
 * payload. Written piece by piece, because making the envelope an object first costs as much again.
 */
export function eventTextOf({ message }: Said, stamp: Stamp): string {
  const { is, paneId = 'system', meta, seq: own } = message as Loose;
  const { eventId, source, ts, seq, numbered = own } = stamp;
  const cause = meta ?? stamp.cause;
  const kept = meta === undefined ? undefined : restOf(meta);
  // What is undefined is not written.
  const payload = { ...message, is: undefined, paneId: undefined, meta: kept, seq: numbered };
  const id = textOf(eventId);
  const correlation = cause === null ? id : textOf(cause.correlationId);
  const causation = cause === null ? 'null' : textOf(cause.eventId);
  return `{"eventId":${id},"correlationId":${correlation},"causationId":${causation},"type":${textOf(is)},"source":${textOf(source)},"paneId":${textOf(paneId)},"ts":${ts},"seq":${seq},"payload":${JSON.stringify(payload)}}`;
}

/** Most are ids and names, which need no quoting of what they hold. */
function textOf(text: string): string {
  return isPlain.test(text) ? `"${text}"` : JSON.stringify(text);
}

const isPlain = /^[\w.:-]*$/;

interface Loose {
  readonly is: string;
  readonly paneId?: string;
  readonly meta?: KernelMeta;
  readonly seq?: number;
}

function restOf({ causationId, source, seq }: KernelMeta): object {
  return { causationId, source, seq };
}

/**
 * Null for what is no message of hands. It takes the payload over, which was made for it alone:
 * copies of it would cost more than all the rest.
 */
export function saidOf(event: WireEvent): Said | null {
  const { type } = event;
  const message = event.payload as Record<string, unknown>;
  message.is = type;
  if (isRecord(message.meta)) {
    message.meta.eventId = event.causationId;
    message.meta.correlationId = event.correlationId;
  }
  if (!type.startsWith('pane.') && !paneWords.has(type)) {
    const answer = readHandsAnswer(message);
    return answer === null ? null : { port: 'hands', message: answer };
  }
  message.paneId = event.paneId;
  const read = readPaneMessage(message);
  return read === null ? null : { port: 'panes', message: read };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
