/**
 * Goal: every transition of a run is one plain line, safe to print.
 * Method: the envelopes of one run, told into a golden file.
 */
import { expect, it } from 'vitest';
import { intensityText, narratorOf } from '../../../cli/render/lines.ts';
import { plan, said, saidAtTheEnd } from './fixtures.ts';

it('tells the run', async () => {
  const narrate = narratorOf(plan);
  const lines = [...said, ...saidAtTheEnd].flatMap((event) => {
    const line = narrate(event);
    return line ? [`${line.mood === 'bad' ? '!' : ' '} ${line.text}`] : [];
  });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../../golden/live-lines.txt');
});

it('calls intensities what the timeline calls them', () => {
  expect(plan.events.map(({ intensity }) => intensityText(intensity))).toEqual([
    'heavy',
    '10 % to 90 %',
    'medium',
  ]);
});
