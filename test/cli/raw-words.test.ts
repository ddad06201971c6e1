/**
 * Goal: a word of the command line that is no UTF-8 is refused, not replaced; a U+FFFD that somebody
 * wrote is text. Method: the bytes of command lines, and the command as a process, started by a
 * shell, which can say any byte.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { brokenWords } from '../../cli/raw-words.ts';

const bundle = fileURLToPath(new URL('../../dist/bin/ambush.js', import.meta.url));

it('finds the words whose bytes are others', () => {
  const line = Buffer.concat([
    Buffer.from('node\0ambush\0pane\0\0caf\u00e9\0\ufffd\0'),
    Buffer.from([0x61, 0x85, 0x62, 0]),
  ]);
  const words = ['pane', '', 'caf\u00e9', '\ufffd', 'a\ufffdb'];
  expect(brokenWords(words, line)).toEqual([[5, 'a\ufffdb']]);
  expect(brokenWords([], line)).toEqual([]);
});

it.runIf(existsSync('/proc/self/cmdline'))('refuses them at the door', () => {
  const run = (last: string) =>
    spawnSync(
      'sh',
      ['-c', `exec "$0" "$1" pane inject 1 --json "$(printf '${last}')"`, process.execPath, bundle],
      {
        encoding: 'utf8',
        env: { ...process.env, XDG_RUNTIME_DIR: '/nowhere' },
      },
    );
  const broken = run('a\\205b');
  expect([
    broken.status,
    JSON.parse(broken.stdout).problems.map(({ code }: { code: string }) => code),
  ]).toEqual([2, ['NOT_UTF8']]);
  expect(run('a\\357\\277\\275b').stdout).toContain('HOST_NOT_RUNNING');
});
