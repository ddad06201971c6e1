/**
 * Goal: the run's directory is ours alone and goes without taking anything else along.
 * Method: a real one, with links that lead out of it.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRunDirectory, removeRunDirectory } from '../../../runtime/guardian/run-directory.ts';

describe('the run directory', () => {
  it('is private, and is removed without following a link', () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    writeFileSync(join(outside, 'kept'), 'kept');
    const path = createRunDirectory();
    expect(statSync(path).mode & 0o777).toBe(0o700);
    mkdirSync(join(path, 'deep'));
    symlinkSync(outside, join(path, 'deep', 'link'));
    expect(removeRunDirectory(path)).toBeNull();
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(join(outside, 'kept'), 'utf8')).toBe('kept');
    rmSync(outside, { recursive: true });
  });

  it('may be gone already, or be a link itself', () => {
    expect(removeRunDirectory('/nowhere/ambush-x')).toBeNull();
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    const link = `${outside}-link`;
    symlinkSync(outside, link);
    expect(removeRunDirectory(link)).toBeNull();
    expect(existsSync(outside)).toBe(true);
    rmSync(outside, { recursive: true });
  });
});
