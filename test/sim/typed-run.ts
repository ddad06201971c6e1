/**
 * Rehearsals of timelines that type, through the command line, with what they leave behind.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../../cli/command-line.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { reportSchema } from '../../machines/report/report.ts';
import { openLog } from '../../runtime/record/log-reader.ts';
import { keptIo } from '../cli/commands/io.ts';

export const secret = 'canary-in-body';

export async function rehearse(text: string, ...script: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'ambush-inputs-'));
  try {
    return await playIn(folder, text, script);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function playIn(folder: string, text: string, script: readonly string[]) {
  const log = join(folder, 'session.ndjson');
  const words = ['rehearse', '-', '--quiet', '--output', '-', '--log', log, ...script];
  const io = keptIo(text, folder);
  const status = await commandLine(words, io);
  const { out, err } = io.said;
  if (out === '') throw new Error(err);
  const { ambush: part } = reportSchema.parse(JSON.parse(out));
  const { injections } = part;
  if (injections === undefined) throw new Error('Expected injections in the report.');
  const reading = openLog(log);
  const events: readonly Envelope[] = reading.ok ? [...reading.value.events()] : [];
  const of = (id: string) => injections.inputs.find((one) => one.id === id);
  return { status, part, injections, events, of, out, log: readFileSync(log, 'utf8') };
}

export const head = `program: ./p
duration: 60s
seed: 1
target: { pane: { cols: 100, rows: 30 } }
`;
export const spike = 'events: [{ id: spike, axis: cpu, at: 0s, for: 20s, intensity: light }]\n';
export const lane = (...inputs: readonly string[]) =>
  `tracks: [{ pane: "1", events: [${inputs.join(', ')}] }]\n`;
