/**
 * Goal: orders are read at the border: whole ones pass without what is not known, anything else is
 * none, and nothing that the system would cut short or misread gets through.
 * Method: orders by hand, right and wrong; anything at all.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTerminalOrder } from '../../../machines/hands/terminal-order.ts';

const meta = { eventId: 'e', correlationId: 'c', causationId: null, source: 's', seq: 1 };
const keyed = { key: 'k', paneId: '1', meta };
const spec = {
  ...{ command: 'bash', args: ['-i'], cwd: null, env: { A: '1' }, cols: 80, rows: 24 },
  ...{ cli: null, readOnly: false },
};
const open = { do: 'pane.open', ...keyed, spec };

describe('an order', () => {
  it.each([
    { do: 'pane.write', ...keyed, text: 'hi', mode: 'keys' },
    {
      do: 'pane.write',
      ...keyed,
      text: 'hi',
      mode: 'paste',
      whenDown: { defer: true, remainingMs: 9 },
    },
    { do: 'pane.submit', ...keyed, attempt: 1 },
    { do: 'pane.resize', ...keyed, cols: 2, rows: 1_000 },
    open,
    { ...open, spec: { ...spec, cwd: '/', cli: 'claude', nice: 10 } },
    { do: 'pane.type', ...keyed, data: '\u0003' },
    { do: 'pane.kill', ...keyed, signal: 'SIGTERM', graceMs: 0 },
    { do: 'pane.restart', ...keyed },
    { do: 'pane.close', ...keyed },
    { do: 'pane.hold', ...keyed, of: 'k' },
    { do: 'pane.resume', ...keyed, of: 'k' },
    { do: 'pane.drop', ...keyed, of: 'k', reason: 'safe_mode' },
    { do: 'pane.look', ...keyed },
    { do: 'pane.watch', ...keyed, on: true },
  ])('passes as it is: $do', (order) => {
    expect(readTerminalOrder(order)).toEqual(order);
    expect(readTerminalOrder({ ...order, canary: 1 })).toEqual(order);
  });

  it.each([
    [null],
    [{}],
    [{ do: 'pane.explode', ...keyed }],
    [{ do: 'pane.look', key: 'k', paneId: '1' }],
    [{ do: 'pane.look', ...keyed, key: '' }],
    [{ do: 'pane.resize', ...keyed, cols: 1, rows: 24 }],
    [{ do: 'pane.resize', ...keyed, cols: 80, rows: 1_001 }],
    [{ do: 'pane.kill', ...keyed, signal: 'TERM', graceMs: 0 }],
    [{ do: 'pane.write', ...keyed, text: 'x'.repeat(2 ** 20 + 1), mode: 'keys' }],
    [{ ...open, spec: { ...spec, command: '' } }],
    [{ ...open, spec: { ...spec, args: ['a\0b'] } }],
    [{ ...open, spec: { ...spec, env: { 'A=B': '1' } } }],
    [{ ...open, spec: { ...spec, nice: -1 } }],
    [{ ...open, spec: { ...spec, cli: 'emacs' } }],
  ])('is none: %j', (order) => {
    expect(readTerminalOrder(order)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => readTerminalOrder(value) === null || true));
  });
});
