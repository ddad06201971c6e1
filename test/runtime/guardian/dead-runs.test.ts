/**
 * Goal: the directory of a run is removed when all who answer for it are dead, and left alone
 * while one of them lives, or when its process ids are of elsewhere. Method: real directories, in
 * a temporary directory of their own, with records that say who is dead.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { recordRun, sweepDeadRuns } from '../../../runtime/guardian/dead-runs.ts';
import { hasProc } from '../../../runtime/host/process-table.ts';

const usual = process.env.TMPDIR;
const place = mkdtempSync(join(tmpdir(), 'ambush-test-'));
process.env.TMPDIR = place;
afterAll(() => {
  if (usual === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usual;
  rmSync(place, { recursive: true, force: true });
});

const runId = '6a1f9b3e-0000-4000-8000-00000000dead';

it.runIf(hasProc)('removes what nobody answers for, and nothing else', async () => {
  const make = (name: string): string => {
    mkdirSync(join(place, name));
    return join(place, name);
  };
  const living = make('ambush-living');
  recordRun(living, { runId, headPid: process.pid, cgroup: null });
  const record = JSON.parse(readFileSync(join(living, 'run.json'), 'utf8'));
  const [keeper] = record.keepers;
  const dead = { ...keeper, start: '1' };
  const say = (name: string, said: object): void =>
    writeFileSync(join(make(name), 'run.json'), JSON.stringify({ ...record, ...said }));
  say('ambush-bothxx', { keepers: [dead, dead] });
  say('ambush-onexxx', { keepers: [dead, keeper] });
  say('ambush-afarxx', { keepers: [dead, dead], namespace: 'pid:[1]' });
  say('ambush-wrongx', { keepers: [dead, dead], runId: '../..' });
  say('ambush-nobody', { keepers: [] });
  make('ambush-mutexx');
  await sweepDeadRuns(process.pid);
  const left = ['afarxx', 'living', 'mutexx', 'nobody', 'onexxx', 'wrongx'];
  expect(readdirSync(place).sort()).toEqual(left.map((name) => `ambush-${name}`));
  // Whoever is about to end does not answer for a run any more.
  await sweepDeadRuns(process.pid, process.pid);
  const after = ['afarxx', 'mutexx', 'nobody', 'wrongx'];
  expect(readdirSync(place).sort()).toEqual(after.map((name) => `ambush-${name}`));
});
