/**
 * Goal: a payload fits into a line: the subject first, then facts with their units, then the
 * reason; whatever it holds is printable.
 * Method: payloads of the taxonomy and of nobody.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gistOf } from '../../../cli/render/gist.ts';

const id = '0123abcd-0000-4000-8000-000000000000';

it.each([
  ['clip.started', { atMs: 5, clipId: 'spike', skewMs: 0.25 }, 'spike, skew 0.25 ms'],
  ['clip.skipped', { clipId: 'spike', reason: 'too late' }, 'spike: too late'],
  ['target.crashed', { atMs: 1, life: 2, code: 70, active: [] }, 'life 2, exit 70 under no stress'],
  ['run.ended', { atMs: 1, status: 'aborted', leftovers: [], orphanGuard: 'x' }, 'aborted'],
  ['contract.checked', { eventType: 'a.b', decisions: [] }, 'a.b: 0 contracts passed'],
  ['inject.requested', { body: { redacted: true, length: 3 }, critical: true }, 'critical'],
  ['inject.applied', { key: id, dataLen: 2_048 }, 'size 2 KiB'],
  [
    'any.thing',
    { other: id, visible: false, at: null, list: [], many: [{}, {}] },
    'other 0123abcd, visible no, at none, list none, many 2',
  ],
  [
    'any.thing',
    { deep: { a: { b: 1, c: 2 } }, share: 0.123456 },
    'deep a (b 1, c 2), share 0.1235',
  ],
  ['any.thing', {}, ''],
  // A payload of another shape than the taxonomy's falls back on the plain words.
  ['target.crashed', { code: 'x' }, 'code x'],
])('%s %j', (type, payload, gist) => {
  expect(gistOf({ type, payload })).toBe(gist);
});

it('is one printable line, whatever the payload', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (payload) => {
      expect(gistOf({ type: 'any.thing', payload })).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    }),
  );
});
