/**
 * Goal: what the short way takes, the schema takes too and gives back equal, in the same order of
 * keys; and it does take what the kernel hears most.
 * Method: random payloads for every type of the taxonomy, near what is right and far from it,
 * beside zod.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ZodObject, z } from 'zod';
import { taxonomy } from '../../../machines/kernel/events/registry.ts';
import { plainReader } from '../../../machines/kernel/plain-payload.ts';

const schemas = Object.values(taxonomy).map(({ payload }) => payload as z.ZodType);
const value = fc.oneof(
  fc.constantFrom('allow', 'accepted', 'user', '', 'x', true, false, null, undefined),
  fc.constantFrom(0, 1, -1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY),
  fc.nat(),
  fc.constantFrom([], {}, ['a'], { redacted: true, length: 3 }, Object('x'), Object(1)),
);

function payloadOf(schema: z.ZodType) {
  const keys = schema instanceof ZodObject ? Object.keys(schema.shape) : [];
  const key = fc.constantFrom(...keys, ...keys, ...keys, 'other', 'toString', '__proto__');
  return fc.array(fc.tuple(key, value), { maxLength: keys.length + 2 }).map((entries) => {
    const payload: Record<string, unknown> = {};
    for (const [name, one] of entries) {
      Object.defineProperty(payload, name, { value: one, enumerable: true, configurable: true });
    }
    return payload;
  });
}

it('takes nothing that zod does not take, and changes nothing that zod does not change', () => {
  let taken = 0;
  let tried = 0;
  const one = fc
    .constantFrom(...schemas)
    .chain((schema) => payloadOf(schema).map((payload) => ({ schema, payload })));
  fc.assert(
    fc.property(one, ({ schema, payload }) => {
      const plain = plainReader(schema)(payload);
      tried += 1;
      if (plain === null) return;
      taken += 1;
      expect(plain).not.toBe(payload);
      const loose = schema instanceof ZodObject ? schema.loose() : schema;
      expect(JSON.stringify(plain)).toBe(JSON.stringify(loose.parse(payload)));
      expect(plain).toStrictEqual(loose.parse(payload));
    }),
    { numRuns: 5_000, seed: 13 },
  );
  // A share, because the mutation run leaves long properties early; with the events of conditions
  // and constraints, whose payloads are left to zod, it is just under a tenth.
  expect(taken / tried).toBeGreaterThan(0.08);
});

it.each([
  ['inject.requested', { body: 'x'.repeat(9), lossyPolicy: 'allow', critical: true }],
  ['resize.requested', { cols: 80, rows: 24 }],
  ['pty.data.received', { paneId: '1', byteLen: 3, meaningful: true, chunkType: 'text' }],
  ['daemon.write.ack', { status: 'accepted', dataLen: 0 }],
  ['focus.locked', {}],
] as const)('takes %s', (type, payload) => {
  expect(plainReader(taxonomy[type].payload as z.ZodType)(payload)).toEqual(payload);
});

it.each([
  ['a transform', z.object({ a: z.string().transform(Number) }), { a: '1' }],
  ['a default', z.object({ a: z.string().default('x') }), {}],
  ['a check it does not know', z.object({ a: z.number().lt(5) }), { a: 9 }],
  ['a check of text', z.object({ a: z.string().min(3) }), { a: 'xxx' }],
  ['a list', z.object({ a: z.array(z.string()) }), { a: [] }],
  ['no object', z.record(z.string(), z.string()), { a: 'x' }],
])('leaves to the schema: %s', (_name, schema, payload) => {
  expect(plainReader(schema)(payload)).toBe(null);
});

it.each([
  ['from a least number on', z.number().min(2).min(3), [3, 4], [2, Number.NaN, '3']],
  ['from the greatest of both on', z.number().min(3).min(2), [3], [2]],
  ['above a number', z.number().gt(3), [3.5], [3]],
  ['whole', z.number().int(), [4], [3.5]],
  ['any', z.number(), [-1.5], [Number.POSITIVE_INFINITY]],
  ['one of some', z.enum(['a', 'b']), ['a'], ['c']],
  ['true or false', z.boolean(), [false], ['false']],
  ['no format of its own', z.int(), [], [1, 1.5]],
  ['no id', z.uuid(), [], ['x']],
  ['no plain value', z.record(z.string(), z.number()), [], [{}]],
])('takes values: %s', (_name, schema, right, wrong) => {
  const read = plainReader(z.object({ a: schema }));
  for (const a of right) expect(read({ a })).toEqual({ a });
  for (const a of wrong) expect(read({ a })).toBe(null);
  expect(read({})).toBe(null);
});
