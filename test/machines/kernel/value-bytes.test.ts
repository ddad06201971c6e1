/**
 * Goal: a value comes back from its bytes equal, frozen at every depth, whatever it was.
 * Method: random values with all that JSON has and lacks, one behind the other; the odd ones by
 * hand.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyLists, keyListsMax } from '../../../machines/kernel/key-lists.ts';
import { keptBytes, ValueBytes } from '../../../machines/kernel/value-bytes.ts';

const value = fc.anything({
  key: fc.oneof(fc.constantFrom('a', 'b', 'length', '7', '__proto__'), fc.string()),
  values: [
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.constantFrom(0, -0, 127, 128, 2 ** 31 - 1, 2 ** 31, -1, Number.NaN),
    fc.boolean(),
    fc.constantFrom(null, undefined),
  ],
  maxDepth: 4,
  withNullPrototype: false,
});

function isFrozen(one: unknown): boolean {
  if (typeof one !== 'object' || one === null) return true;
  return Object.isFrozen(one) && Object.values(one).every(isFrozen);
}

it('comes back as it was, in any company', () => {
  const bytes = new ValueBytes(new Uint8Array(16));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
      const offsets = values.map((one) => bytes.write(one));
      const back = offsets.map((offset) => bytes.read(offset));
      expect(back).toStrictEqual(values);
      expect(back.every(isFrozen)).toBe(true);
    }),
    { numRuns: 500, seed: 4 },
  );
});

describe('the odd ones', () => {
  it('keep the order of keys, and a key named __proto__', () => {
    const text = '{"z":1,"__proto__":{"a":2},"a":[{"z":1},{"a":1}]}';
    const bytes = new ValueBytes(new Uint8Array(16));
    expect(JSON.stringify(bytes.read(bytes.write(JSON.parse(text))))).toBe(text);
  });

  it('are kept beside the bytes when they have none: functions, dates, cycles', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const bytes = new ValueBytes(new Uint8Array(16));
    const given = [() => 1, 5n, Symbol('x'), new Date(0), undefined];
    const before = bytes.held;
    expect(bytes.read(bytes.write(given))).toEqual(given);
    expect(bytes.held - before).toBeGreaterThanOrEqual(given.length * keptBytes);
    expect(() => bytes.read(bytes.write(cycle))).not.toThrow();
  });

  it('spell their keys out when there is no room for new lists', () => {
    const lists = new KeyLists();
    const bytes = new ValueBytes(new Uint8Array(16), lists);
    const objects = Array.from({ length: keyListsMax + 5 }, (_, at) => ({ [`k${at}`]: { at } }));
    const offsets = objects.map((one) => bytes.write(one));
    expect(offsets.map((offset) => bytes.read(offset))).toEqual(objects);
  });

  it('take one byte a character, or two, and long texts come back whole', () => {
    const bytes = new ValueBytes(new Uint8Array(16));
    const [narrow, wide] = ['x'.repeat(10_000), 'ż'.repeat(10_000)];
    const offsets = [narrow, wide].map((text) => bytes.write(text));
    expect(offsets.map((offset) => bytes.read(offset))).toEqual([narrow, wide]);
    expect(bytes.length).toBeGreaterThan(30_000);
    expect(bytes.length).toBeLessThan(30_020);
  });
});

it('is empty again with the memory it began with', () => {
  const bytes = new ValueBytes(new Uint8Array(64));
  for (const length of [1_000, 10]) {
    expect(bytes.read(bytes.write('x'.repeat(length)))).toHaveLength(length);
    expect(bytes.held).toBeGreaterThanOrEqual(length);
    bytes.clear();
    expect([bytes.length, bytes.held]).toEqual([0, 64]);
  }
});
