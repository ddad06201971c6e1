/**
 * Goal: what is said about the target is read, and probes never leave this machine.
 * Method: tables of right and wrong values.
 */
import { describe, expect, it } from 'vitest';
import { parseLoopbackUrl, program, target } from '../../../machines/timeline/schema-target.ts';

describe('probes over http', () => {
  it.each([
    'http://127.0.0.1:8080/',
    'http://127.9.8.7',
    'http://localhost:1/health?x=1',
    'HTTP://[::1]:65535/x',
    ' http://localhost ',
  ])('%s', (url) => {
    expect(parseLoopbackUrl(url)).toEqual({ ok: true, value: url.trim() });
  });

  it.each([
    ['https://localhost/', 'INVALID_URL'],
    ['localhost:80', 'INVALID_URL'],
    ['http://', 'INVALID_URL'],
    ['http://127.0.0.256/', 'INVALID_URL'],
    ['http://localhost:0/', 'INVALID_PORT'],
    ['http://localhost:65536/', 'INVALID_PORT'],
    ['http://example.org/', 'NOT_LOOPBACK'],
    ['http://127.0.0.1.example.org/', 'NOT_LOOPBACK'],
    ['http://localhost@example.org/', 'NOT_LOOPBACK'],
    ['http://user:pw@127.0.0.1/', 'NOT_LOOPBACK'],
    ['http://localhost\\@example.org/', 'NOT_LOOPBACK'],
    ['http://128.0.0.1/', 'NOT_LOOPBACK'],
    ['http://[::2]/', 'NOT_LOOPBACK'],
    ['http://0.0.0.0/', 'NOT_LOOPBACK'],
    ['http://2130706433/', 'NOT_LOOPBACK'],
    ['http://localhost:80/a b', 'NOT_LOOPBACK'],
    [5, 'WRONG_TYPE'],
  ])('%s is refused', (url, code) => {
    expect(parseLoopbackUrl(url)).toMatchObject({ fault: { code } });
  });
});

const reads = (input: unknown) => target.safeParse(input).success;

it.each([
  [{ stop: { signal: 'term' } }, true],
  [{ stop: { signal: 'SIGKILL', grace: 0 } }, true],
  [{ stop: { signal: 'SIGSTOP' } }, false],
  [{ stop: { signal: 9 } }, false],
  [{ stop: { signal: '' } }, false],
  [{ ready: { tcp: 0 } }, false],
  [{ ready: { tcp: 80, within: 0 } }, false],
  [{ restart: 'never' }, true],
  [{ restart: { when: 'always', at_most: 1_000 } }, true],
  [{ restart: { when: 'always', at_most: 0 } }, false],
  [{ restart: { at_most: 5 } }, false],
  [{ priority: ' Normal ' }, true],
  [{ priority: 'high' }, false],
  [{ pane: { cols: 100, rows: 30 } }, true],
])('%j: %s', (input, right) => {
  expect(reads(input)).toBe(right);
});

it('reads a program in both forms', () => {
  expect(program.safeParse('./a b').data).toBe('./a b');
  expect(program.safeParse({ command: 'p', args: [1] }).data).toEqual({
    command: 'p',
    args: ['1'],
  });
  for (const input of ['', 5, {}, { command: '' }, { command: 'p', args: 'a' }, ['p']]) {
    expect(program.safeParse(input).success).toBe(false);
  }
});
