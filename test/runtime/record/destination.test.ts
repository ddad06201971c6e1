/**
 * Goal: a place that cannot be written is refused beforehand, and a report is there whole or not
 * at all, never in the place of a link or a device.
 * Method: real files in a directory of its own, removed afterwards.
 */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isSameFile, problemWith, writeWhole } from '../../../runtime/record/destination.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambush-destination-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string) => join(folder, name);
mkdirSync(place('folder'));
writeFileSync(place('file'), 'old');

describe('problemWith', () => {
  it.each([
    ['missing/report.json', 'which does not exist'],
    ['file/report.json', 'which is not a directory'],
    ['folder', 'got the directory'],
  ])('refuses %s', (name, why) => {
    const problem = problemWith(place(name), '--output', 'replaced');
    expect(problem).toMatchObject({ code: 'UNUSABLE_DESTINATION', where: { path: '--output' } });
    expect(problem?.message).toContain(why);
  });

  it.runIf(existsSync('/proc/self'))('finds by trying what no permission tells', () => {
    // The superuser may write everywhere, says the system, and yet nobody can make a file here.
    const problem = problemWith('/proc/self/report.json', '--output', 'replaced');
    expect(problem?.message).toMatch(/ENOENT|EACCES|EPERM/);
  });

  it.runIf(process.getuid?.() !== 0)(
    'refuses an old file that may not be written (the superuser may write all)',
    () => {
      writeFileSync(place('frozen'), 'old', { mode: 0o444 });
      expect(problemWith(place('frozen'), '--log', 'opened')?.message).toContain('EACCES');
    },
  );

  it.each(['new.json', 'file', 'folder/new.json'])('accepts %s, and makes nothing', (name) => {
    const before = readdirSync(folder);
    expect(problemWith(place(name), '--output', 'replaced')).toBeNull();
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('isSameFile', () => {
  it('sees through links and detours, and knows files that do not exist yet', () => {
    symlinkSync('file', place('alias'));
    expect(isSameFile(place('file'), place('alias'))).toBe(true);
    expect(isSameFile(place('file'), place('folder'))).toBe(false);
    expect(isSameFile(place('later'), place('folder/../later'))).toBe(true);
    expect(isSameFile(place('later'), place('file'))).toBe(false);
  });
});

describe('writeWhole', () => {
  it('replaces an old file, and leaves nothing beside it', () => {
    const before = readdirSync(folder);
    expect(writeWhole(place('file'), 'new', 'a')).toBeNull();
    expect(readFileSync(place('file'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(before);
  });

  it('follows a link of the user to the file, and keeps the link', () => {
    writeFileSync(place('real'), 'old');
    symlinkSync('real', place('link'));
    expect(writeWhole(place('link'), 'new', 'a')).toBeNull();
    expect(lstatSync(place('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(place('real'), 'utf8')).toBe('new');
  });

  it('never follows a link that lies in the place of its temporary file', () => {
    writeFileSync(place('victim'), 'precious');
    symlinkSync('victim', place('.file.b.tmp'));
    expect(writeWhole(place('file'), 'evil', 'b')).toBe('EEXIST');
    expect(readFileSync(place('victim'), 'utf8')).toBe('precious');
    expect(readFileSync(place('file'), 'utf8')).toBe('new');
  });

  it.runIf(existsSync('/dev/null'))('writes into a device instead of replacing it', () => {
    expect(writeWhole('/dev/null', 'gone', 'a')).toBeNull();
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.runIf(existsSync('/dev/full'))('gives the code of a full disk', () => {
    expect(writeWhole('/dev/full', 'text', 'a')).toBe('ENOSPC');
  });

  it('gives the code when the folder went away', () => {
    expect(writeWhole(place('gone/report.json'), 'text', 'a')).toBe('ENOENT');
  });
});
