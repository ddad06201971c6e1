/**
 * Rehearsals from the text of a timeline to its report and log, as the command line plays them.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../../cli/command-line.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { AmbushPart } from '../../machines/report/ambush.ts';
import { reportSchema } from '../../machines/report/report.ts';
import { openLog } from '../../runtime/record/log-reader.ts';
import { keptIo } from '../cli/commands/io.ts';

export interface Rehearsed {
  readonly status: number;
  readonly part: AmbushPart;
  readonly events: readonly Envelope[];
  /** The report and the log as they were written. */
  readonly report: string;
  readonly log: string;
  /** What was told of the course. */
  readonly told: string;
}

/** One command over a timeline that comes by standard input. */
export async function ambush(text: string, ...words: readonly string[]) {
  const io = keptIo(text, tmpdir());
  const status = await commandLine([...words], io);
  return { status, ...io.said };
}

export async function rehearse(text: string, ...script: readonly string[]): Promise<Rehearsed> {
  const folder = mkdtempSync(join(tmpdir(), 'ambush-rehearsal-'));
  try {
    const path = join(folder, 'session.ndjson');
    const words = ['rehearse', '-', '--output', '-', '--log', path, ...script];
    const { status, out, err } = await ambush(text, ...words);
    if (out === '') throw new Error(err);
    const { ambush: part } = reportSchema.parse(JSON.parse(out));
    const reading = openLog(path);
    const events = reading.ok ? [...reading.value.events()] : [];
    return { status, part, events, report: out, log: readFileSync(path, 'utf8'), told: err };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The payloads of one type, in their order. */
export function payloads(events: readonly Envelope[], type: string): readonly object[] {
  return events.filter((event) => event.type === type).map(({ payload }) => payload);
}

/** A short run of one event that expects this, and has more keys. */
export const expecting = (expected: string, more = '') => `program: ./p
duration: 30s
seed: 1
target: { restart: on-crash }
events:
  - { id: load, axis: cpu, at: 1s, for: 20s }
${more}expect:
${expected}
`;
