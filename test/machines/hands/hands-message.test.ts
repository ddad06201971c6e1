/**
 * Goal: what the hands say is read at the border: messages pass without what is not known, words of
 * programs do not, everything else is none.
 * Method: messages by hand, right and wrong; anything at all.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHandsMessage, readPaneMessage } from '../../../machines/hands/hands-message.ts';

const keyed = { key: 'k', paneId: '1' };
const meta = { eventId: 'e', correlationId: 'c', causationId: null, source: 's', seq: 1 };
const seen = {
  is: 'pane.seen',
  ...keyed,
  ...{ cols: 80, rows: ['$'], cursor: { row: 0, column: 1 }, alternate: false, title: null },
  ...{
    bracketedPaste: false,
    explanation: { state: 'none' },
    readBytes: 1,
    droppedBytes: 0,
    shown: 0,
  },
  paint: null,
};

describe('a message of the hands', () => {
  it.each([
    { is: 'pane.write.acked', ...keyed, status: 'accepted' },
    { is: 'pane.write.acked', ...keyed, status: 'error', reason: 'any text' },
    { is: 'pane.submitted', ...keyed, attempt: 1, epoch: 2, seq: 3 },
    { is: 'pane.verified', ...keyed, evidence: 'turn_started' },
    { is: 'pane.verification.failed', ...keyed, reason: 'no-turn.2' },
    { is: 'pane.resized', ...keyed, cols: 80, rows: 24 },
    { is: 'pane.opened', ...keyed, pid: 7, epoch: 1, seq: 1 },
    { is: 'pane.open.failed', ...keyed, reason: 'ENOENT' },
    { is: 'pane.fact', paneId: '1', type: 'pty.up', payload: { pid: 7 } },
    {
      is: 'pane.fact',
      paneId: '1',
      type: 'inject.dropped',
      payload: { reason: 'x' },
      key: 'k',
      meta,
    },
    { is: 'pane.mode', paneId: '1', bracketedPaste: true, epoch: 1, seq: 2 },
    { is: 'pane.exited', paneId: '1', pid: 7, outcome: { kind: 'exited', code: 3 } },
    { is: 'pane.exited', paneId: '1', pid: 7, outcome: { kind: 'signalled', signal: 'SIGHUP' } },
    { is: 'hands.connected', epoch: 1, lastSeq: 0 },
    { is: 'hands.heartbeat', epoch: 1, panes: { 1: 'up', 2: 'down' }, highWaterSeq: 9 },
  ])('passes as it is: $is', (message) => {
    expect(readHandsMessage(message)).toEqual(message);
  });

  it('loses what is not known, and words that are no code', () => {
    const verified = { is: 'pane.verified', ...keyed, evidence: 'It said: secret', canary: 'x' };
    expect(readHandsMessage(verified)).toEqual({
      is: 'pane.verified',
      ...keyed,
      evidence: 'other',
    });
    const failed = { is: 'pane.verification.failed', ...keyed, reason: 'x'.repeat(65) };
    expect(readHandsMessage(failed)).toMatchObject({ reason: 'other' });
  });

  it.each([
    [null],
    ['pane.verified'],
    [{}],
    [{ is: 'pane.unknown', ...keyed }],
    [{ is: 'pane.write.acked', ...keyed, status: 'later' }],
    [{ is: 'pane.verified', ...keyed }],
    [{ is: 'pane.submitted', key: 'k', attempt: 1 }],
    [{ is: 'pane.submitted', ...keyed, attempt: Number.NaN }],
    [{ is: 'pane.fact', paneId: '1', type: 'inject.verified', payload: {} }],
    [{ is: 'pane.fact', paneId: '1', type: 'pty.up', payload: { pid: 'x' } }],
    [{ is: 'pane.exited', paneId: '1', pid: 7, outcome: { kind: 'gone' } }],
    [{ is: 'hands.connected', epoch: Number.NaN, lastSeq: 0 }],
    [{ is: 'hands.heartbeat', epoch: 1, panes: null, highWaterSeq: 9 }],
    [{ is: 'hands.heartbeat', epoch: 1, panes: { 1: 'sideways' }, highWaterSeq: 9 }],
  ])('is none: %j', (message) => {
    expect(readHandsMessage(message)).toBeNull();
  });

  it('of a picture is one for eyes only', () => {
    const output = { is: 'pane.output', paneId: '1', data: 'aGk=', dropped: 0, from: 0 };
    for (const picture of [seen, output]) {
      expect(readPaneMessage(picture)).toEqual(picture);
      expect(readHandsMessage(picture)).toBeNull();
    }
    expect(readPaneMessage({ is: 'pane.opened', ...keyed, pid: 7 })).not.toBeNull();
    expect(readPaneMessage({ ...output, dropped: -1 })).toBeNull();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => readHandsMessage(value) === null || true));
  });
});
