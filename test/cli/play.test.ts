/**
 * Goal: what a run says reaches log, screen and report alike, and a log that breaks off is told.
 * Method: a plan played in virtual time; the log it wrote, folded again, gives the same report.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createLocalHands } from '../../actors/hands/local-hands.ts';
import { type Play, type Played, play } from '../../cli/play.ts';
import { plain } from '../../cli/render/palette.ts';
import { summaryText } from '../../cli/render/summary.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { createSimulatedHost, simulatedStressor } from '../../runtime/host/simulated-host.ts';
import { scriptedTarget } from '../../runtime/host/simulated-program.ts';
import { openLog } from '../../runtime/record/log-reader.ts';
import { openSessionLog } from '../../runtime/record/session-log.ts';
import { simulatedStressorProgram } from '../../stressors/simulated.ts';
import { plan } from './render/fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambush-play-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Evening extends Played {
  readonly heard: readonly Envelope[];
}

/** The fixture's plan with a target that crashes at 12 s of its first life. */
async function evening(path: string, during?: (interrupt: () => void, at: Play['host']) => void) {
  const target = scriptedTarget({ crashAtMs: 12_000 }, {});
  const programs = { target, [simulatedStressor]: simulatedStressorProgram() };
  const host = createSimulatedHost({ seed: 42, programs });
  const log = openSessionLog(path, host);
  if ('error' in log) throw new Error(log.error);
  const heard: Envelope[] = [];
  const screen = { hear: (event: Envelope) => void heard.push(event), note() {}, close() {} };
  const interrupts = { attach: (interrupt: () => void) => during?.(interrupt, host) };
  const program = { ...plan.program, command: 'target' };
  let played: Played | undefined;
  const hands = createLocalHands(host, { stressorsAhead: 1 });
  const stage = { plan: { ...plan, program }, host, hands, screen, log, interrupts };
  const playing = play(stage).then((result) => {
    played = result;
  });
  await host.clock.run(600_000, () => played !== undefined);
  await playing;
  if (!played) throw new Error('Expected the run to end within ten virtual minutes.');
  const evening: Evening = { ...played, heard };
  return evening;
}

it('log, screen and report tell the same', async () => {
  const path = join(folder, 'session.ndjson');
  const { report, heard, logFailure } = await evening(path);
  const reading = openLog(path);
  const logged = reading.ok ? [...reading.value.events()] : [];
  expect(logged.map(({ atMs: _, ...event }) => event)).toEqual(heard);
  expect(logFailure).toBeNull();
  expect(report.ambush.run).toMatchObject({ status: 'completed', verdict: 'fail', seed: 42 });
  expect(report.ambush.run).not.toHaveProperty('log_incomplete');
  expect(report.ambush.crashes).toHaveLength(1);
  const drawn = { part: report.ambush, columns: 80, palette: plain, file: 't.yaml', written: {} };
  expect(summaryText(drawn)).toContain('Crash at +11.3s: SIGSEGV');
});

it.runIf(existsSync('/dev/full'))(
  'a full disk does not stop the run; the report says so',
  async () => {
    const { report, heard, logFailure } = await evening('/dev/full');
    expect(logFailure).toBe('ENOSPC');
    expect(report.ambush.run).toMatchObject({ status: 'completed', log_incomplete: 'ENOSPC' });
    expect(heard.filter(({ type }) => type === 'bus.error')).toHaveLength(1);
  },
);

it('an interrupt ends the run early, in order', async () => {
  const { report } = await evening(join(folder, 'interrupted.ndjson'), (interrupt, host) => {
    host.clock.setTimeout(interrupt, 3_000);
  });
  expect(report.ambush.run).toMatchObject({ status: 'interrupted', cleanup: 'clean' });
  expect(report.ambush.run.duration_ms).toBeLessThan(10_000);
});
