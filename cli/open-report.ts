/**
 * Opens what a run left behind: its session log, or its report.
 *
 * @spec timeline reporting
 */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Result, refuse, succeed } from '../machines/kernel/problem.ts';
import type { AmbushPart } from '../machines/report/ambush.ts';
import { reportSchema } from '../machines/report/report.ts';
import { type LogReading, openLog, openLogBytes } from '../runtime/record/log-reader.ts';
import { openHostLog } from './host-log.ts';
import type { Io } from './io.ts';

/** A report is read whole, so that it has a limit; standard input has the same. */
const bytesMax = 256 * 1024 * 1024;

export type Evidence =
  | { readonly is: 'log'; readonly log: LogReading }
  | { readonly is: 'report'; readonly part: AmbushPart };

/** `file` is what the user called it; `-` is standard input, null what the host remembers. */
export async function openEvidence(file: string | null, io: Io): Promise<Result<Evidence>> {
  if (file === null) {
    const live = await openHostLog(io);
    return live.ok ? succeed({ is: 'log', log: live.value }) : live;
  }
  const stdin = file === '-' ? await io.readStdin(bytesMax) : null;
  const path = resolve(io.cwd, file);
  const log = stdin === null ? openLog(path, file) : openLogBytes(stdin, file);
  if (log.ok) return succeed({ is: 'log', log: log.value });
  const value = stdin === null ? jsonOfFile(path) : jsonOf(stdin);
  // What is not a JSON object is a log that is none, and was told as such.
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return log;
  const report = reportSchema.safeParse(value);
  if (report.success) return succeed({ is: 'report', part: report.data.ambush });
  const [issue] = report.error.issues;
  const got = `got one that breaks it at ${issue?.path.join('.') || 'its root'}`;
  return refuse([
    {
      code: 'INVALID_REPORT',
      message: `Expected a session log, or a report as \`ambush schema report\` describes; ${got}.`,
      where: { file },
      hint: 'Try a file that `ambush run --output` or `ambush run --log` wrote.',
    },
  ]);
}

function jsonOfFile(path: string): unknown {
  try {
    return statSync(path).size > bytesMax ? null : jsonOf(readFileSync(path));
  } catch {
    return null;
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
