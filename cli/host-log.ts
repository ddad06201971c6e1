/**
 * What the host remembers, read as a session log is: for the commands that ask about events.
 *
 * @spec kernel 6
 */
import { eventsIn } from '../machines/control/items.ts';
import { hostStatusSchema } from '../machines/control/values.ts';
import { type Result, succeed } from '../machines/kernel/problem.ts';
import {
  type LoggedEvent,
  logFormat,
  logVersion,
  type SessionHeader,
} from '../machines/record/session-line.ts';
import type { LogReading } from '../runtime/record/log-reader.ts';
import { connectHost, type HostLink } from './host-link.ts';
import type { Io } from './io.ts';

/** What problems call it. */
export const hostName = 'the host';

/** All events that the host remembers now. */
export async function openHostLog(io: Io): Promise<Result<LogReading>> {
  const host = await connectHost(io.env);
  if (!host.ok) return host;
  const link = host.value;
  try {
    const header = await headerOf(link);
    if (!header.ok) return header;
    const events: LoggedEvent[] = [];
    const asked = { do: 'events.read', follow: false, past: true } as const;
    const read = await link.stream(asked, (item) => events.push(...eventsIn(item))).done;
    return read.ok ? succeed(readingOf(header.value, events)) : read;
  } finally {
    link.close();
  }
}

async function headerOf(link: HostLink): Promise<Result<SessionHeader>> {
  const status = await link.ask({ do: 'host.status' }, hostStatusSchema);
  if (!status.ok) return status;
  const { sessionId, startedAt, version } = status.value;
  return succeed({
    ...{ format: logFormat, version: logVersion, segment: 0 },
    ...{ sessionId, startedAt, by: `ambush ${version}` },
  });
}

function readingOf(header: SessionHeader, events: readonly LoggedEvent[]): LogReading {
  return {
    ...{ name: hostName, header, damage: null, end: null },
    lines: () => events.values(),
    events: () => events.values(),
    close: () => {},
  };
}
