/**
 * The lines that cross the bridge, read at the border: an event of the hands in its transport
 * wrapper, a command of the head, and what the two ends say of the link itself. `bridgeSeq`
 * numbers what is delivered in either direction, from 1 in every epoch; it is given when a line
 * leaves, so that what was dropped before has none.
 *
 * @spec kernel 7.2 7.3 7.4
 */
import { z } from 'zod';
import type { KernelMeta } from '../kernel/envelope.ts';
import type { BridgeStats } from './stats.ts';

export const bridgeVersion = 1;
/** Bytes of the JSON of an event or a command: a frame is 1 MiB, and the wrapper takes some of it. */
export const textBytesMax = 2 ** 20 - 1_024;
export const direction = 'daemon->head';
export const statsChannel = 'kernel:bridge-stats';

/** The canonical envelope; types of answers such as `sampled` have no dot, and are no events. */
export interface WireEvent {
  readonly eventId: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly type: string;
  readonly source: string;
  readonly paneId: string;
  readonly ts: number;
  readonly seq: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What either side says first on a new connection; zero is a value. */
export interface Hello {
  readonly epoch: number;
  /** `bridgeSeq` of the last line that was received from the other side in this epoch. */
  readonly lastSeq: number;
}

export type BridgeLine =
  | {
      readonly is: 'event';
      readonly bridgeSeq: number;
      readonly bridgeTs: number;
      readonly event: WireEvent;
    }
  | {
      readonly is: 'command';
      readonly bridgeSeq: number;
      readonly action: string;
      /** Among the keys of the wrapper, which whoever reads them leaves out. */
      readonly args: Readonly<Record<string, unknown>>;
      readonly kernelMeta: KernelMeta;
    }
  | ({ readonly is: 'hello' } & Hello)
  /** Everything up to this `bridgeSeq` has come. */
  | { readonly is: 'ack'; readonly lastSeq: number }
  | { readonly is: 'stats'; readonly stats: BridgeStats };

const seq = z.number().int().nonnegative();
const version = { bridgeVersion: z.literal(bridgeVersion) };

const helloLine = z.object({ ...version, hello: z.object({ epoch: seq, lastSeq: seq }) });
const ackLine = z.object({ ...version, ack: seq });
const statsLine = z.object({
  ...version,
  channel: z.literal(statsChannel),
  stats: z.object({ sent: seq, received: seq, dropped: seq, queueDepth: seq, lagMs: z.number() }),
});

/** Null for what is no line of this version. */
export function readLine(value: Readonly<Record<string, unknown>>): BridgeLine | null {
  if ('event' in value) {
    const { bridgeSeq, bridgeTs, event } = value;
    const isLine = value.bridgeVersion === bridgeVersion && value.direction === direction;
    if (!isLine || !isSeq(bridgeSeq) || typeof bridgeTs !== 'number' || !isEvent(event))
      return null;
    return { is: 'event', bridgeSeq, bridgeTs, event };
  }
  if ('action' in value) {
    const { bridgeVersion: by, bridgeSeq, action } = value;
    const kernelMeta = metaIn(value.kernelMeta);
    if (by !== bridgeVersion || !isSeq(bridgeSeq) || !isId(action) || kernelMeta === null)
      return null;
    return { is: 'command', bridgeSeq, action, args: value, kernelMeta };
  }
  if ('ack' in value) {
    const { success, data } = ackLine.safeParse(value);
    return success ? { is: 'ack', lastSeq: data.ack } : null;
  }
  if ('hello' in value) {
    const { success, data } = helloLine.safeParse(value);
    return success ? { is: 'hello', ...data.hello } : null;
  }
  const { success, data } = statsLine.safeParse(value);
  return success ? { is: 'stats', stats: data.stats } : null;
}

/** By hand, because there are so many of them; what the payload holds is read by its schema. */
function isEvent(value: unknown): value is WireEvent {
  if (typeof value !== 'object' || value === null) return false;
  const event = value as { readonly [Key in keyof WireEvent]?: unknown };
  return (
    isId(event.eventId) &&
    isId(event.correlationId) &&
    (event.causationId === null || isId(event.causationId)) &&
    isId(event.type) &&
    isId(event.source) &&
    isId(event.paneId) &&
    typeof event.ts === 'number' &&
    isSeq(event.seq) &&
    typeof event.payload === 'object' &&
    event.payload !== null &&
    !Array.isArray(event.payload)
  );
}

/** Null for none; what else it holds is left out. */
function metaIn(value: unknown): KernelMeta | null {
  if (typeof value !== 'object' || value === null) return null;
  const { eventId, correlationId, causationId, source, seq } = value as {
    readonly [Key in keyof KernelMeta]?: unknown;
  };
  const isWhole = isId(eventId) && isId(correlationId) && isId(source) && typeof seq === 'number';
  if (!isWhole || (causationId !== null && !isId(causationId))) return null;
  return { eventId, correlationId, causationId, source, seq };
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isSeq(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}

/** The line without its end. `event` is an event as JSON, made once and sent once or twice. */
export function eventLineOf(event: string, bridgeSeq: number, bridgeTs: number): string {
  return `{"bridgeVersion":${bridgeVersion},"bridgeSeq":${bridgeSeq},"bridgeTs":${bridgeTs},"direction":"${direction}","event":${event}}`;
}

/** `command` is a command as JSON, beginning with its brace. */
export function commandLineOf(command: string, bridgeSeq: number): string {
  return `{"bridgeVersion":${bridgeVersion},"bridgeSeq":${bridgeSeq},${command.slice(1)}`;
}

export function helloLineOf(hello: Hello): string {
  return JSON.stringify({ bridgeVersion, hello });
}

export function ackLineOf(lastSeq: number): string {
  return `{"bridgeVersion":${bridgeVersion},"ack":${lastSeq}}`;
}

export function statsLineOf(stats: BridgeStats): string {
  return JSON.stringify({ bridgeVersion, channel: statsChannel, stats });
}

/** Whether an event or a command fits into a frame. */
export function fits(text: string): boolean {
  return text.length * 3 <= textBytesMax || utf8Bytes(text) <= textBytesMax;
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // Half of a pair counts for two of its four bytes; JSON has no lonely halves.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes;
}
