/**
 * Goal: nothing of a value that is not known to be harmless is kept, except that it was there and
 * how long it was.
 * Method: random payloads and random lists of safe keys, with a canary in every unsafe value.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redacted, redactPayload } from '../../../machines/kernel/redact.ts';

const canary = 'canary-7f3a';
/** Values with the canary at any depth, in texts and in keys. */
const secret = fc
  .jsonValue({ maxDepth: 2 })
  .chain((value) =>
    fc.constantFrom<unknown>(
      canary,
      [value, canary],
      { deep: { [canary]: value } },
      { a: [canary] },
    ),
  );
const keys = fc.uniqueArray(
  fc.constantFrom<string>('args', 'env', 'text', 'program', 'reason', 'atMs'),
  {
    minLength: 1,
  },
);

describe('a payload', () => {
  it('keeps safe keys as they are, and of the others the length only', () => {
    fc.assert(
      fc.property(
        keys,
        keys,
        fc.array(secret, { minLength: 6, maxLength: 6 }),
        (all, safe, values) => {
          const payload = Object.fromEntries(
            all.map((key, index) => [key, safe.includes(key) ? index : values[index]]),
          );
          const kept = redactPayload(payload, new Set(safe));
          expect(Object.keys(kept)).toEqual(Object.keys(payload));
          expect(JSON.stringify(kept)).not.toContain(canary);
          for (const [key, value] of Object.entries(payload)) {
            const text = typeof value === 'string' ? value : JSON.stringify(value);
            const hidden = { redacted: true, length: text.length };
            expect(kept[key]).toEqual(safe.includes(key) ? value : hidden);
          }
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });

  it('is left as it was, and loses what is undefined', () => {
    const payload = Object.freeze({ reason: undefined, args: [canary] });
    expect(redactPayload(payload, new Set(['reason']))).toEqual({
      args: { redacted: true, length: canary.length + 4 },
    });
    expect(payload.args).toEqual([canary]);
  });
});

it.each([
  ['', 0],
  ['päss', 4],
  [null, 4],
  [12.5, 4],
  [{ a: 1 }, 7],
  [() => canary, 0],
])('tells the length of %j as %d', (value, length) => {
  expect(redacted(value)).toEqual({ redacted: true, length });
});
