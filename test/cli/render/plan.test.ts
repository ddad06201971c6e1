/**
 * Goal: the plan is a picture that fits the terminal and shows every event.
 * Method: one timeline with all kinds of events on a host that never changes, as golden files;
 * and the width of every line at any width of the terminal.
 */
import { describe, expect, it } from 'vitest';
import { coloured } from '../../../cli/render/palette.ts';
import { printable, widthOf } from '../../../cli/render/printable.ts';
import { seedExample } from '../../machines/timeline/documents.ts';
import { draw } from './drawn-plan.ts';

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

it.each([80, 140])('at %i columns', async (columns) => {
  const pictures = draw(seedExample, columns) + draw(everything, columns);
  await expect(pictures).toMatchFileSnapshot(`../../golden/plan-${columns}.txt`);
});

const chained = `program: ./server
duration: 2m
limits: { memory: 20% }
events:
  - { id: spike-1, axis: cpu, at: 1s, for: 20s, intensity: heavy, stop_when: { elapsed_s > 40 } }
  - { id: memory-followup, axis: memory, for: 10s, intensity: heavy, start_when: { event: spike-1, outcome: crash } }
  - { id: calm, axis: cpu, for: 10s, intensity: heavy }
  - { id: hung, axis: cpu, for: 10s }
  - { id: after-one-that-hung-and-has-a-long-name, axis: cpu, for: 10s }
  - { id: thrice, axis: disk, for: 5s, start_when: "crashes >= 3" }
  - { id: pressed, axis: disk, for: 5s, start_when: "io_latency_ms > 50" }
  - { id: hot, axis: disk, at: 2s, for: 10s, start_when: { if: cpu_load > 0.97, hold: 3s, by: 40s } }
  - { id: join, axis: network, for: 10s, start_when: "avg(cpu_load, 10s) > 0.4 and target.rss_mb > 500" }
  - { id: late, axis: time, for: 20s, stop_when: "elapsed_s > 25" }
chains:
  - memory-followup -> late
  - spike-1[survived] -> calm -> late
  - spike-1[hang] -> hung -> after-one-that-hung-and-has-a-long-name
  - "[spike-1, hot] -> join"
`;

it.each([80, 140])('at %i columns, with chains and conditions', async (columns) => {
  await expect(draw(chained, columns)).toMatchFileSnapshot(
    `../../golden/plan-chains-${columns}.txt`,
  );
});

it('is the same text in colour', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are taken away again.
  expect(draw(everything, 80, coloured).replace(/\u001b\[\d+m/g, '')).toBe(draw(everything, 80));
});

describe('at any width', () => {
  it.each([40, 60, 80, 100, 200])(
    '%i: no line is wider, and none steers the terminal',
    (columns) => {
      for (const line of (draw(everything, columns) + draw(chained, columns)).split('\n')) {
        expect(widthOf(line)).toBeLessThanOrEqual(columns);
        expect(printable(line)).toBe(line);
      }
    },
  );
});

it('lists a hundred events and counts the rest', () => {
  const many = `program: p\nevents:\n${'  - { axis: cpu, at: 0, for: 1 }\n'.repeat(110)}`;
  expect(draw(many, 80)).toContain('and 10 more; --json has them all');
});

it('shows every event of a long chain, one below the other', () => {
  const ids = Array.from({ length: 50 }, (_, at) => `e${at}`);
  const text = `program: p
events:
  - { id: e0, axis: cpu, at: 0s, for: 1s }
${ids
  .slice(1)
  .map((id) => `  - { id: ${id}, axis: cpu, for: 1s }\n`)
  .join('')}chains: [${ids.join(' -> ')}]
`;
  const drawn = draw(text, 80);
  for (const id of ids) expect(drawn).toMatch(new RegExp(`(→|^) *${id} .*(from|at) \\d`, 'm'));
  expect(drawn).not.toContain('…');
});
