/**
 * Goal: `ambush metrics` shows every metric beside its target, and says how it was measured, or why
 * it cannot be.
 * Method: real logs through the command line; whole screens in golden files.
 */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../cli/render/printable.ts';
import { metricIds } from '../../../machines/trace/metrics/kernel-metrics.ts';
import { openViews } from './log-views.ts';

const { ask } = openViews();

describe('ambush metrics', () => {
  it.each([
    ['kernel', 80],
    ['kernel', 140],
    ['run', 80],
  ])('of %s at %i columns', async (name, columns) => {
    const { status, out, err } = await ask(`metrics ${name}.ndjson`, columns);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    await expect(out).toMatchFileSnapshot(`../../golden/metrics-${name}-${columns}.txt`);
    for (const line of out.split('\n')) expect(widthOf(line)).toBeLessThan(columns);
    const painted = (await ask(`metrics ${name}.ndjson`, columns, true)).out;
    expect(stripVTControlCharacters(painted).replace(/ +$/gm, '')).toBe(out);
  });

  it('gives every metric as JSON', async () => {
    const { metrics } = JSON.parse((await ask('metrics kernel.ndjson --json')).out);
    expect(metrics.map(({ id }: { readonly id: string }) => id)).toEqual(metricIds);
    expect(metrics[2]).toMatchObject({
      id: 'false-positive-submits',
      unit: 'share',
      target: { is: 'less than', value: 0.02 },
      verdict: 'missed',
    });
  });

  it('refuses what is no log', async () => {
    const { status, err } = await ask('metrics none.ndjson');
    expect([status, err.includes('FILE_NOT_FOUND')]).toEqual([2, true]);
  });
});
