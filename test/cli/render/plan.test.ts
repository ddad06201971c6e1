/**
 * Goal: the plan is a picture that fits the terminal and shows every event.
 * Method: one timeline with all kinds of events on a host that never changes, as golden files;
 * and the width of every line at any width of the terminal.
 */
import { describe, expect, it } from 'vitest';
import { coloured, plain } from '../../../cli/render/palette.ts';
import { planText } from '../../../cli/render/plan.ts';
import { printable, widthOf } from '../../../cli/render/printable.ts';
import { planTimeline, predictPeaks } from '../../../machines/timeline/plan.ts';
import { simulatedFacts as facts } from '../../../runtime/host/simulated-host.ts';
import { doseTables } from '../../../stressors/doses.ts';
import { seedExample, timelineOf } from '../../machines/timeline/documents.ts';

const everything = `program: { command: ./server, args: [--port, "8080"] }
duration: 2m
seed: 42
tracks:
  - axis: cpu
    events:
      - { at: 0s, for: 30s, intensity: light }
      - { at: 30s, for: 30s, intensity: heavy }
      - { id: climb, at: 45s, for: 1m, intensity: { from: 0%, to: 90% } }
  - axis: memory
    events:
      - { at: 10s, for: 40s, intensity: medium }
      - { at: 20s, for: 40s, intensity: extreme }
  - axis: cpu
    events: [{ at: 100s, for: 10s, intensity: 60% }]
events:
  - { id: a-blink-that-has-a-rather-long-name, axis: concurrency, at: 100s, for: 10ms, intensity: extreme }
  - { axis: disk, at: 1m, for: 20s }
  - { axis: network, at: 1m, for: 20s, intensity: heavy }
  - { axis: time, at: 110s, for: 10s, intensity: light }
`;

function draw(text: string, columns: number, palette = plain): string {
  const plan = planTimeline(timelineOf(text), doseTables, facts, 'hash');
  return planText({ plan, facts, peaks: predictPeaks(plan, facts), columns, palette });
}

it.each([80, 140])('at %i columns', async (columns) => {
  const pictures = draw(seedExample, columns) + draw(everything, columns);
  await expect(pictures).toMatchFileSnapshot(`../../golden/plan-${columns}.txt`);
});

it('is the same text in colour', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are taken away again.
  expect(draw(everything, 80, coloured).replace(/\u001b\[\d+m/g, '')).toBe(draw(everything, 80));
});

describe('at any width', () => {
  it.each([40, 60, 80, 100, 200])(
    '%i: no line is wider, and none steers the terminal',
    (columns) => {
      for (const line of draw(everything, columns).split('\n')) {
        expect(widthOf(line)).toBeLessThanOrEqual(columns);
        expect(printable(line)).toBe(line);
      }
    },
  );
});

it('lists forty events and counts the rest', () => {
  const many = `program: p\nevents:\n${'  - { axis: cpu, at: 0, for: 1 }\n'.repeat(50)}`;
  expect(draw(many, 80)).toContain('and 10 more; --json has them all');
});
