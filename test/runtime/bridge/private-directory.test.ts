/**
 * Goal: sockets lie only where nobody else can come. Method: real directories in every wrong way.
 */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openPrivateDirectory,
  runtimeDirectory,
} from '../../../runtime/bridge/private-directory.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'ambush-test-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const refused = (got: string) => ({
  ok: false,
  problems: [{ code: 'UNSAFE_DIRECTORY', message: expect.stringContaining(`got ${got}`) }],
});

describe('a private directory', () => {
  it('is made with mode 0700, whatever the mask, and found again', () => {
    const path = join(base, 'run');
    expect(openPrivateDirectory(path)).toEqual({ ok: true, value: path });
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(openPrivateDirectory(path)).toEqual({ ok: true, value: path });
  });

  it.each([0o755, 0o701, 0o770])('of mode %o is refused, not mended', (mode) => {
    const path = join(base, 'open');
    mkdirSync(path);
    chmodSync(path, mode);
    expect(openPrivateDirectory(path)).toMatchObject(
      refused(`a directory of mode 0${mode.toString(8)}`),
    );
    expect(statSync(path).mode & 0o777).toBe(mode);
  });

  it('that is a link, a file, or in a place that is not there is refused', () => {
    symlinkSync(base, join(base, 'link'));
    writeFileSync(join(base, 'file'), '');
    expect(openPrivateDirectory(join(base, 'link'))).toMatchObject(refused('something'));
    expect(openPrivateDirectory(join(base, 'file'))).toMatchObject(refused('something'));
    expect(openPrivateDirectory(join(base, 'no', 'run'))).toMatchObject(refused('ENOENT'));
  });

  it.runIf(process.getuid?.() === 0)(
    'of another user is refused (tried as root only)',
    async () => {
      const { chownSync } = await import('node:fs');
      const path = join(base, 'theirs');
      mkdirSync(path, { mode: 0o700 });
      chownSync(path, 65_534, 65_534);
      expect(openPrivateDirectory(path)).toMatchObject(refused('a directory of user 65534'));
    },
  );

  it('lies where the system says, or in the temporary directory', () => {
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: '/run/user/7' })).toBe('/run/user/7/ambush');
    const own = join(tmpdir(), `ambush-${process.getuid?.()}`);
    expect(runtimeDirectory({})).toBe(own);
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: 'relative' })).toBe(own);
  });
});
