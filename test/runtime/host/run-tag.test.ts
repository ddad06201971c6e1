/**
 * Goal: a process is known by its tag, whole and in the right variable only.
 * Method: environments as the kernel shows them.
 */
import { describe, expect, it } from 'vitest';
import {
  carriesTag,
  environmentHasTag,
  tagValue,
  targetTag,
} from '../../../runtime/host/run-tag.ts';

describe('the tag', () => {
  it.each([
    ['AMBUSH_RUN=one\0PATH=/bin\0', true],
    ['PATH=/bin\0AMBUSH_RUN=one', true],
    ['PATH=/bin\0AMBUSH_RUN=outer:one:one/target\0', true],
    ['PATH=/bin\0AMBUSH_RUN=one-more\0', false],
    ['NOT_AMBUSH_RUN=one\0', false],
    ['WORDS=AMBUSH_RUN=one\0', false],
    ['PATH=one\0', false],
    ['', false],
  ])('%j: %s', (environment, carried) => {
    expect(environmentHasTag(environment, 'one')).toBe(carried);
  });

  it('keeps the tag of an outer run, and tells targets from helpers', () => {
    const helper = tagValue('in', 'helper', 'out');
    const target = tagValue('in', 'target', 'out');
    const has = (value: string, tag: string) => environmentHasTag(`AMBUSH_RUN=${value}\0`, tag);
    expect([has(helper, 'out'), has(helper, 'in'), has(helper, targetTag('in'))]).toEqual([
      true,
      true,
      false,
    ]);
    expect([has(target, 'out'), has(target, 'in'), has(target, targetTag('in'))]).toEqual([
      true,
      true,
      true,
    ]);
    expect(tagValue('in', 'helper', undefined)).toBe('in');
    expect(tagValue('in', 'helper', '')).toBe('in');
  });

  it('is not found on a process that is not there', () => {
    expect(carriesTag(2 ** 22 + 1, 'one')).toBe(false);
  });
});
