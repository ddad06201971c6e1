/**
 * A folder with session logs, and the command line to ask about them.
 */
import { join } from 'node:path';
import { commandLine } from '../../../cli/command-line.ts';
import type { LoggedEvent } from '../../../machines/record/session-line.ts';
import { logFolder } from '../../runtime/record/log-stage.ts';
import { crashedRun, tornLog, tracedSession, writeLog } from '../traced-log.ts';
import { keptIo } from './io.ts';

export const logs: Readonly<Record<'kernel' | 'run' | 'torn', readonly LoggedEvent[]>> = {
  kernel: tracedSession(),
  run: crashedRun(),
  torn: tornLog(),
};
export type LogName = keyof typeof logs;

export interface Answer {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface Views {
  readonly place: (name: string) => string;
  /** The words after `ambush`, with `FILE` for the log of this name. */
  ask(words: string, columns?: number, isTTY?: boolean, stdin?: string): Promise<Answer>;
}

/** Written for the tests of one file, and removed behind them. */
export function openViews(): Views {
  const folder = logFolder();
  const place = (name: string): string => join(folder, name);
  for (const [name, events] of Object.entries(logs)) writeLog(place(`${name}.ndjson`), events);
  return {
    place,
    async ask(words, columns = 80, isTTY = false, stdin = '') {
      const io = keptIo(stdin, folder);
      const stdout = { ...io.stdout, columns, isTTY };
      const status = await commandLine(words.split(' '), { ...io, stdout });
      return { status, ...io.said };
    },
  };
}

/** The id of the nth event of a type in a log. */
export function eventOf(name: LogName, type: string, nth = 0): string {
  const found = logs[name].filter((event) => event.type === type)[nth];
  if (!found) throw new Error(`Expected ${nth + 1} of ${type} in the log ${name}.`);
  return found.eventId;
}
