/**
 * Goal: every form of an expectation is read, with the place of its expression; what is none is told.
 * Method: tables of right and wrong forms.
 */
import { describe, expect, it } from 'vitest';
import { parseExpectation } from '../../../../machines/timeline/expectation/expectation-input.ts';
import { parseText } from '../../../../machines/timeline/schema-values.ts';

const parse = (input: unknown) =>
  parseExpectation(input, (text) => parseText(text, 'an expectation', 512));
const value = (text: string, ...path: string[]) => ({ text, path, part: 'value' });
const key = (text: string, ...path: string[]) => ({ text, path: [...path, text], part: 'key' });

describe('read', () => {
  it.each([
    ['a > 1', { is: 'usual', of: value('a > 1') }],
    [{ 'a > 1': null }, { is: 'usual', of: key('a > 1') }],
    [{ always: 'a > 1' }, { is: 'always', of: value('a > 1', 'always') }],
    [{ sometimes: 'a > 1' }, { is: 'sometimes', of: value('a > 1', 'sometimes') }],
    [{ sometimes: { 'a > 1': null } }, { is: 'sometimes', of: key('a > 1', 'sometimes') }],
    [{ finally: 'a > 1' }, { is: 'finally', of: value('a > 1', 'finally') }],
    ['recovered within 10s', { is: 'recovered', withinMs: 10_000, when: null }],
    [' recovered  within 1m30s ', { is: 'recovered', withinMs: 90_000, when: null }],
    [
      { recovered: null, within: 10 },
      { is: 'recovered', withinMs: 10_000, when: null },
    ],
    [
      { recovered: 'a < 1', within: '10m' },
      { is: 'recovered', withinMs: 600_000, when: value('a < 1', 'recovered') },
    ],
    [
      { recovered: { 'a < 1': null }, within: '2s' },
      { is: 'recovered', withinMs: 2_000, when: key('a < 1', 'recovered') },
    ],
    // A signal may be called so.
    ['recovered > 1', { is: 'usual', of: value('recovered > 1') }],
    ['recovered_jobs > 1', { is: 'usual', of: value('recovered_jobs > 1') }],
  ])('%j', (input, expected) => expect(parse(input)).toEqual({ ok: true, value: expected }));
});

describe('refused', () => {
  it.each([
    ['', 'EMPTY_TEXT', undefined],
    [5, 'WRONG_TYPE', undefined],
    [null, 'WRONG_TYPE', undefined],
    [['a'], 'WRONG_TYPE', undefined],
    [{}, 'INVALID_EXPECTATION', undefined],
    [{ 'a > 1': null, 'b > 1': null }, 'INVALID_EXPECTATION', undefined],
    [{ always: 'a', sometimes: 'b' }, 'INVALID_EXPECTATION', undefined],
    [{ within: '10s' }, 'INVALID_EXPECTATION', undefined],
    [{ somtimes: 'a > 1' }, 'UNKNOWN_KEY', ['somtimes']],
    [{ sometimes: 5 }, 'WRONG_TYPE', ['sometimes']],
    [{ sometimes: '' }, 'EMPTY_TEXT', ['sometimes']],
    [{ sometimes: { a: null, b: null } }, 'WRONG_TYPE', ['sometimes']],
    [{ sometimes: { 'a > 1': 5 } }, 'WRONG_TYPE', ['sometimes']],
    ['recovered', 'INVALID_EXPECTATION', undefined],
    ['recovered within', 'INVALID_EXPECTATION', undefined],
    ['recovered within soon', 'INVALID_DURATION', []],
    ['recovered within 1s', 'RECOVERY_LENGTH', []],
    ['recovered within 11m', 'RECOVERY_LENGTH', []],
    [{ recovered: 'a < 1' }, 'INVALID_EXPECTATION', undefined],
    [{ recovered: 5, within: '10s' }, 'WRONG_TYPE', ['recovered']],
    [{ recovered: 'a', within: 'soon' }, 'INVALID_DURATION', ['within']],
    [{ recovered: 'a', within: '10s', always: 'b' }, 'INVALID_EXPECTATION', undefined],
  ])('%j', (input, code, path) => {
    const reading = parse(input);
    expect(reading).toMatchObject({ ok: false, fault: { code } });
    expect(reading.ok ? null : reading.fault.path).toEqual(path);
  });

  it('of any length', () => {
    const deep = '('.repeat(100_000);
    expect(parse(deep)).toMatchObject({ ok: false });
    expect(parse({ [deep]: null })).toMatchObject({ ok: false });
  });
});
