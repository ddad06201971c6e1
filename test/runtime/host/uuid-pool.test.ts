/**
 * Goal: every UUID is of version 4, holds all random bits it was given, and none comes twice.
 * Method: a pool of known bytes; many from the system's.
 */
import { expect, it } from 'vitest';
import { createUuidPool } from '../../../runtime/host/uuid-pool.ts';

it('holds the bytes it was given, but for version and variant', () => {
  let fills = 0;
  const next = createUuidPool((pool) => {
    fills += 1;
    for (let at = 0; at < pool.length; at += 1) pool[at] = (at * 17 + fills - 1) & 255;
  });
  expect([next(), next()]).toEqual([
    '00112233-4455-4677-8899-aabbccddeeff',
    '10213243-5465-4687-98a9-bacbdcedfe0f',
  ]);
  for (let count = 2; count < 512; count += 1) next();
  expect(fills).toBe(1);
  expect(next()).toBe('01122334-4556-4778-899a-abbccddeef00');
});

it('never comes twice, and has no bit that stands still but those of the version', () => {
  const next = createUuidPool();
  const ids = Array.from({ length: 20_000 }, next);
  expect(new Set(ids).size).toBe(ids.length);
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(ids.every((id) => form.test(id))).toBe(true);
  const bits = (id: string) => BigInt(`0x${id.replaceAll('-', '')}`);
  const all = ids.map(bits);
  const [ones, zeros] = [all.reduce((a, b) => a | b), all.reduce((a, b) => a & b)];
  const standing = (ones ^ zeros ^ ((1n << 128n) - 1n)).toString(2).replaceAll('0', '').length;
  expect(standing).toBe(6);
});
