/**
 * Goal: the end of a child is told as the system told it, and a core only where it is known.
 * Method: every kind of end, with and without the right to leave a core.
 */
import { describe, expect, it } from 'vitest';
import { isCoreForbidden, waitStatus } from '../../../runtime/host/wait-status.ts';

describe('a wait status', () => {
  it.each([
    [0, null, false, { kind: 'exited', code: 0 }],
    [139, null, false, { kind: 'exited', code: 139 }],
    [null, 'SIGTERM', false, { kind: 'signalled', signal: 'SIGTERM', core: false }],
    [null, 'SIGKILL', true, { kind: 'signalled', signal: 'SIGKILL', core: false }],
    [null, 'SIGSEGV', true, { kind: 'signalled', signal: 'SIGSEGV', core: false }],
    [null, 'SIGSEGV', false, { kind: 'signalled', signal: 'SIGSEGV' }],
    [null, 'SIGABRT', false, { kind: 'signalled', signal: 'SIGABRT' }],
  ])('%s %s %s', (code, signal, forbidden, status) => {
    expect(waitStatus(code, signal, forbidden)).toEqual(status);
  });

  it('is asked of this system without an error', () => {
    expect(typeof isCoreForbidden()).toBe('boolean');
  });
});
