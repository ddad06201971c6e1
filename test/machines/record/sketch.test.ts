/**
 * Goal: what a replay needs of a text stays, and nothing that anyone wrote does.
 * Method: random texts (fast-check) of every kind of character; the transform of the sketch is
 * held beside that of the text; a canary is looked for at every depth.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { taxonomy } from '../../../machines/kernel/events/registry.ts';
import { redactPayload } from '../../../machines/kernel/redact.ts';
import { transformBody } from '../../../machines/pane/transform.ts';
import { sketchAnswer, sketchPayload, sketchText } from '../../../machines/record/sketch.ts';

const unit = fc.oneof(
  fc.constantFrom('\r', '\n', '\r\n', '\t', '\u001b', '\u001b[201~', '\u0000', '\u009b', '\u007f'),
  fc.constantFrom('\ud83d\ude00', '\ud83d', '\ude00', 'é', 'ß', '字'),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.string({ maxLength: 4 }),
);
const text = fc.array(unit, { maxLength: 30 }).map((units) => units.join(''));
const pasteEnd = /\p{Cc}\[201~/gu;

it('is transformed as the text is: as long, as much lost, in the same way of entering', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('paste' as const, 'keys' as const), (body, mode) => {
      const sketch = sketchText(body);
      expect(sketch).toHaveLength(body.length);
      expect(/[\n\r]/.test(sketch)).toBe(/[\n\r]/.test(body));
      const [of, ofSketch] = [transformBody(body, mode), transformBody(sketch, mode)];
      expect(ofSketch.lost).toBe(of.lost);
      expect(ofSketch.text).toHaveLength(of.text.length);
      expect(ofSketch.text === sketch).toBe(of.text === body);
    }),
    { numRuns: 2_000, seed: 41 },
  );
});

it('keeps the end of a paste, and no other letters behind an escape', () => {
  expect(sketchText('a\u001b[201~b')).toBe('x\u001b[201~x');
  expect(sketchText('\u001b[200~')).toBe('\u001bxxxxx');
});

it('has no letter or digit of the text, and is its own sketch', () => {
  fc.assert(
    fc.property(text, (body) => {
      const sketch = sketchText(body);
      expect(sketch.replace(pasteEnd, '')).not.toMatch(/(?!x)[\p{L}\p{N}\p{P}\p{S}\p{Z}]/u);
      expect(sketchText(sketch)).toBe(sketch);
    }),
    { numRuns: 1_000, seed: 42 },
  );
});

it('lets a payload be redacted as it would have been', () => {
  const keys = ['body', 'mode', 'cli', 'signals', 'reason', 'other', 'saw', 'from', '__proto__'];
  const payload = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 4 }));
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(taxonomy)), payload, (type, one) => {
      const safe = new Set<string>(taxonomy[type as keyof typeof taxonomy].safe);
      const sketch = sketchPayload(type, one);
      expect(redactPayload(sketch, safe)).toEqual(redactPayload(one, safe));
      expect(JSON.parse(JSON.stringify(sketch))).toEqual(sketch);
    }),
    { numRuns: 1_000, seed: 43 },
  );
});

it('hides a canary wherever it is not known to be harmless', () => {
  const canary = 'CANARY7';
  const sketch = sketchPayload('inject.requested', {
    body: `a ${canary}\n${canary}`,
    deep: { list: [canary], [canary]: { text: canary } },
    number: 77_777,
    mode: 'paste',
  });
  expect(JSON.stringify(sketch)).not.toMatch(/CANARY|77777/);
  expect(sketch.body).toBe(`${'x'.repeat(9)}\n${'x'.repeat(7)}`);
  expect(sketch.mode).toBe('paste');
  expect(sketchPayload('no.such.type', { body: canary })).toEqual({ body: 'xxxxxxx' });
  const refused = { is: 'pane.write.acked', key: 'k', paneId: '1', status: 'error' } as const;
  expect(sketchAnswer({ ...refused, reason: canary })).toEqual({ ...refused, reason: 'xxxxxxx' });
  expect(sketchAnswer(refused)).toBe(refused);
  // What an event tells in full is recorded in full.
  const failed = { is: 'pane.verification.failed', key: 'k', paneId: '1', reason: 'no echo' };
  expect(sketchAnswer({ ...failed, is: 'pane.verification.failed' })).toEqual(failed);
});
