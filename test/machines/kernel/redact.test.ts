/**
 * Goal: nothing of a value that is not known to be harmless is kept, except that it was there and
 * how long it was.
 * Method: random payloads and random lists of safe keys, with a canary in every unsafe value.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  copyPayload,
  freezeDeep,
  isVouched,
  redacted,
  redactPayload,
  vouch,
} from '../../../machines/kernel/redact.ts';

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
  [{ redacted: true, length: 3, more: 1 }, 37],
  [{ redacted: false, length: 3 }, 29],
  [{ redacted: true, length: '3' }, 30],
])('tells the length of %j as %d', (value, length) => {
  expect(redacted(value)).toEqual({ redacted: true, length });
});

it('tells of a big integer how long it is', () => {
  expect(redacted(50n)).toEqual({ redacted: true, length: 2 });
});

it('keeps the length of what was redacted before, and tells of a circle that it was there', () => {
  expect(redacted({ redacted: true, length: 99 })).toEqual({ redacted: true, length: 99 });
  const circle: { self?: object } = {};
  circle.self = circle;
  expect(redacted(circle)).toEqual({ redacted: true, length: '[object Object]'.length });
});

describe('a path', () => {
  const inner = {
    ...{ b: 'told', text: canary, count: 3, yes: true, none: null, lost: undefined },
    ...{ list: [canary], deep: { b: canary, count: 4 }, open: { text: 'all', list: ['of', 'it'] } },
  };
  const hidden = { redacted: true, length: canary.length };
  const kept = {
    ...{ b: 'told', text: hidden, count: 3, yes: true, none: null },
    ...{ list: { redacted: true, length: canary.length + 4 }, deep: { b: hidden, count: 4 } },
    open: { text: 'all', list: ['of', 'it'] },
  };

  it('is told where it is named, in lists too, and figures always', () => {
    const safe = new Set(['a', 'a.b', 'a.open.*']);
    const told = redactPayload({ a: inner, other: inner.open }, safe);
    expect(told).toEqual({ a: kept, other: { redacted: true, length: 33 } });
    expect(redactPayload({ a: [inner, inner] }, safe)).toEqual({ a: [kept, kept] });
    expect(redactPayload({ a: null, b: 'x' }, new Set(['a', 'b']))).toEqual({ a: null, b: 'x' });
  });

  it('is frozen with all that it holds', () => {
    const { a } = redactPayload({ a: inner }, new Set(['a', 'a.open.*'])) as { a: typeof inner };
    const parts = [a, a.deep, a.open, a.open.list];
    expect(parts.map((part) => Object.isFrozen(part))).toEqual([true, true, true, true]);
  });

  it('opens all below it', () => {
    expect(redactPayload({ a: inner }, new Set(['a', 'a.*']))).toEqual({
      a: { ...inner, lost: undefined },
    });
  });
});

/** `v` in so many objects. */
const nested = (depth: number, leaf: unknown): unknown =>
  depth === 0 ? leaf : { n: nested(depth - 1, leaf) };

it('looks six deep and no deeper', () => {
  const [six, seven] = [nested(6, 1), nested(7, 1)];
  const cut = nested(6, { redacted: true, length: 7 });
  for (const safe of [['a'], ['a', 'a.*']]) {
    expect(redactPayload({ a: six }, new Set(safe))).toEqual({ a: six });
    expect(redactPayload({ a: seven }, new Set(safe))).toEqual({ a: cut });
  }
  expect(copyPayload({ a: seven })).toEqual({ a: cut });
  const lists = (depth: number): unknown => (depth === 0 ? 1 : [lists(depth - 1)]);
  for (const safe of [['a'], ['a', 'a.*']]) {
    expect(redactPayload({ a: lists(6) }, new Set(safe))).toEqual({ a: lists(6) });
    expect(JSON.stringify(redactPayload({ a: lists(7) }, new Set(safe)))).toContain('redacted');
  }
});

it('takes a key named __proto__ for a key like any other', () => {
  const payload = JSON.parse(`{ "__proto__": "${canary}", "a": { "__proto__": { "b": 1 } } }`);
  for (const told of [redactPayload(payload, new Set(['a'])), copyPayload(payload)]) {
    expect(Object.keys(told)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(told)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(told.a)).toBe(Object.prototype);
    expect(JSON.stringify(told.a)).toBe('{"__proto__":{"b":1}}');
  }
});

it('copies a whole payload for dev mode, so that nobody changes it afterwards', () => {
  const hidden = { redacted: true, length: 7 } as const;
  const payload = { text: canary, deep: { list: [{ a: 1 }, null] }, lost: undefined, hidden };
  const copied = copyPayload(payload) as typeof payload;
  expect(copied).toStrictEqual({ text: canary, deep: { list: [{ a: 1 }, null] }, hidden });
  expect(copied.deep).not.toBe(payload.deep);
  const parts = [copied, copied.deep, copied.deep.list, copied.deep.list[0]];
  expect(parts.every((part) => Object.isFrozen(part))).toBe(true);
  expect(Object.isFrozen(payload.deep)).toBe(false);
});

it('freezes what stands for a value that is hidden, wherever it stands', () => {
  const told = redactPayload({ a: { b: [canary] }, body: canary }, new Set(['a', 'a.c']));
  const { body, a } = told as { body: object; a: { b: object } };
  expect([body, a.b, redacted(canary)].map(Object.isFrozen)).toEqual([true, true, true]);
  // Whoever hears it writes on it in vain, and the next one hears the truth.
  expect(Reflect.set(body, 'length', 0)).toBe(false);
  expect(body).toEqual({ redacted: true, length: canary.length });
});

it('passes what was vouched for as it is, frozen', () => {
  const payload = { reason: canary, deep: { list: [{ a: null }] } };
  expect(isVouched(payload)).toBe(false);
  expect(vouch(payload)).toBe(payload);
  expect(isVouched(payload)).toBe(true);
  expect(redactPayload(payload, new Set())).toBe(payload);
  expect(Object.isFrozen(payload.deep.list[0])).toBe(true);
  // What is frozen is taken for frozen to the ground.
  const outer = Object.freeze({ inner: {} });
  freezeDeep(outer);
  expect(Object.isFrozen(outer.inner)).toBe(false);
});
