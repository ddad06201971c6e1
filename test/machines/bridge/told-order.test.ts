/**
 * Goal: whatever hands are told crosses the bridge unchanged, in the form of section 7.3; what is
 * no order is none. Method: arbitrary orders there and back, and hostile commands.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandOf, toldOf } from '../../../machines/bridge/told-order.ts';
import { commandLineOf, readLine } from '../../../machines/bridge/wire.ts';
import { arbitraryCommand, arbitraryOrder } from './arbitrary.ts';

function across(line: string) {
  const read = readLine(JSON.parse(line) as Record<string, unknown>);
  return read?.is === 'command' ? toldOf(read) : null;
}

describe('what hands are told', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(arbitraryCommand, (order) => {
        const told = across(commandLineOf(commandOf(order), 3));
        expect(told).toEqual({ port: 'hands', order: JSON.parse(JSON.stringify(order)) });
      }),
    );
    fc.assert(
      fc.property(arbitraryOrder, (order) => {
        const told = across(commandLineOf(commandOf(order), 3));
        expect(told).toEqual({ port: 'panes', order: JSON.parse(JSON.stringify(order)) });
      }),
    );
  });

  it('has the form of section 7.3', () => {
    const meta = { eventId: 'a', correlationId: 'b', causationId: null, source: 'c', seq: 1 };
    const order = { do: 'pane.write', key: 'k', paneId: '2', meta, text: 't', mode: 'm' } as const;
    expect(JSON.parse(commandLineOf(commandOf(order), 3))).toEqual({
      bridgeVersion: 1,
      bridgeSeq: 3,
      action: 'pane.write',
      key: 'k',
      paneId: '2',
      text: 't',
      mode: 'm',
      kernelMeta: meta,
    });
  });

  const meta = { eventId: 'a', correlationId: 'b', causationId: null, source: 'c', seq: 1 };
  const line = { bridgeVersion: 1, bridgeSeq: 1, kernelMeta: meta };

  it.each([
    ['of no deed', { action: 'rm' }],
    ['with a NUL in a program', start({ command: 'a\0b', args: [], env: {} })],
    ['with a variable of no name', start({ command: 'a', args: [], env: { 'A=B': '' } })],
    ['with a signal of no name', { action: 'target.stop', signal: '9', graceMs: 0 }],
    ['of another version', { action: 'hands.close', bridgeVersion: 2 }],
    ['without its meta', { action: 'hands.close', kernelMeta: undefined }],
    ['with a number that is none', { action: 'hands.close', bridgeSeq: 0 }],
    ['that hides its deed', { action: 'hands.open', do: 'hands.close' }],
  ])('is nothing %s', (_name, more) => {
    const told = across(JSON.stringify({ ...line, ...more }));
    expect(told === null || told.order.do === more.action).toBe(true);
    if (!('do' in more)) expect(told).toBeNull();
  });

  function start(program: object) {
    const policy = {
      restart: { policy: 'never', atMost: 0 },
      stop: { signal: 'SIGTERM', graceMs: 0 },
      priority: 'polite',
    };
    return { action: 'target.start', life: 1, program, policy };
  }
});
