/**
 * Goal: the command finds its stressor, its guardian and its daemon from the bundle, from the compiler's
 * output and from the source. Method: ask with the URL of each place.
 */
import { describe, expect, it } from 'vitest';
import { entriesOf } from '../../cli/entries.ts';

const dist = {
  stressor: '/a/dist/stressors/main.js',
  guardian: '/a/dist/runtime/guardian/main.js',
  daemon: '/a/dist/bin/daemon.js',
  head: '/a/dist/bin/head.js',
};

describe('entriesOf', () => {
  it.each([
    'file:///a/dist/bin/ambush.js',
    'file:///a/dist/bin/run-1a2b.js',
    'file:///a/dist/cli/entries.js',
    'file:///a/cli/entries.ts',
  ])('finds all programs from %s', (from) => {
    expect(entriesOf(from)).toEqual(dist);
  });

  it('keeps spaces in a path', () => {
    expect(entriesOf('file:///a%20b/dist/bin/ambush.js').stressor).toBe(
      '/a b/dist/stressors/main.js',
    );
  });
});
