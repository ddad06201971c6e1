/**
 * Goal: every machine is listed, and exported in every format, to standard output or to a file.
 * Method: the command with streams of the test's own; the files of `docs/reference/machines`.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chartFormats, runMachineExport, runMachineList } from '../../../cli/commands/machine.ts';
import { machineNames, purposes } from '../../../machines/charts/catalogue.ts';
import { keptIo } from './io.ts';

const cwd = mkdtempSync(join(tmpdir(), 'ambush-machine-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const endings = { json: 'json', mermaid: 'mmd', svg: 'svg' } as const;
const kept = (name: string, format: keyof typeof endings) =>
  readFileSync(
    new URL(`../../../docs/reference/machines/${name}.${endings[format]}`, import.meta.url),
    'utf8',
  );

describe('list', () => {
  it.each([40, 80, 140])('names each machine with its purpose in %i columns', async (columns) => {
    const io = keptIo();
    const stdout = { ...io.stdout, columns };
    expect(await runMachineList({ json: false }, { ...io, stdout })).toBe(0);
    const lines = io.said.out.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0]).filter((name) => name)).toEqual(machineNames);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(columns);
    const words = io.said.out.split(/\s+/).join(' ');
    for (const name of machineNames) expect(words).toContain(`${name} ${purposes[name]}`);
  });

  it('says as JSON what a machine takes, gives, waits for and keeps', async () => {
    const io = keptIo();
    await runMachineList({ json: true }, io);
    const { machines } = JSON.parse(io.said.out);
    expect(machines.map(({ name }: { name: string }) => name)).toEqual(machineNames);
    expect(machines.find(({ name }: { name: string }) => name === 'link')).toEqual({
      name: 'link',
      purpose: 'One connection, lost and found again.',
      states: ['up', 'recovering', 'failed'],
      events: ['lost', 'restored', 'recovery.overdue'],
      effects: ['markLost', 'markRestored', 'markFailed'],
      guards: [],
      delays: { recoveryLimit: 60_000 },
      rules: ['kernel 4.2 rule 5', 'kernel 4.2 rule 5 failed'],
    });
  });
});

describe('export', () => {
  it.each(machineNames)('%s, in every format, is the file of the reference', async (name) => {
    for (const format of chartFormats) {
      const io = keptIo();
      expect(await runMachineExport({ name, format }, io)).toBe(0);
      expect(io.said).toEqual({ out: kept(name, format), err: '' });
    }
  });

  it('writes a file, and then says nothing', async () => {
    const io = keptIo('', cwd);
    const options = { name: 'pane', format: 'svg', output: 'pane.svg' } as const;
    expect(await runMachineExport(options, io)).toBe(0);
    expect(io.said).toEqual({ out: '', err: '' });
    expect(readFileSync(join(cwd, 'pane.svg'), 'utf8')).toBe(kept('pane', 'svg'));
    expect(readdirSync(cwd)).toEqual(['pane.svg']);
  });

  it.each([
    ['detectr', 'Did you mean "detector"?'],
    ['kernel', 'Try ambush machine list'],
    ['__proto__', 'Try ambush machine list'],
  ])('does not know %s', async (name, hint) => {
    const io = keptIo();
    expect(await runMachineExport({ name, format: 'json' }, io)).toBe(2);
    expect(io.said.out).toBe('');
    expect(io.said.err).toContain(`got "${name}".\n  ${hint}\n`);
  });

  it('refuses a place where no file can be', async () => {
    for (const output of ['missing/pane.json', '', '.']) {
      const io = keptIo('', cwd);
      expect(await runMachineExport({ name: 'pane', format: 'json', output }, io)).toBe(2);
      expect(io.said.out).toBe('');
      expect(io.said.err).toContain('UNUSABLE_DESTINATION');
    }
  });
});
