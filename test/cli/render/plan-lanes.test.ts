/**
 * Goal: the lanes tell what is sure from what waits, and leave out what can never start.
 * Method: small timelines, drawn on a host that never changes.
 */
import { describe, expect, it } from 'vitest';
import { draw } from './drawn-plan.ts';

describe('what can never start', () => {
  const never = `program: p
duration: 30s
events:
  - { id: base, axis: cpu, at: 0s, for: 5s }
  - { id: k, axis: cpu, for: 5s, start_when: crashes >= 9 }
`;

  it('is neither drawn nor counted', () => {
    const alone = never.replace(/\n[^\n]*id: k[^\n]*/, '');
    const [drawn, without] = [draw(never, 80), draw(alone, 80)].map((text) =>
      text.split('\n').filter((line) => /^ {2}cpu|^ {2}load|peak/.test(line)),
    );
    expect(drawn).toEqual(without);
    expect(draw(never, 80)).toMatch(/^ {2}k +cpu +never /m);
    expect(draw(never, 80)).not.toMatch(/✗ k.*from/);
  });
});

describe('what waits', () => {
  const waiting = `program: p
duration: 30s
events:
  - { id: a, axis: cpu, at: 0s, for: 10s, intensity: heavy }
  - { id: b, axis: cpu, for: 5s, intensity: extreme, start_when: crashes > 0 }
  - { id: c, axis: disk, for: 28s, intensity: heavy }
chains: [a -> c]
`;

  it('is hatched where nothing else is sure to play', () => {
    const [cpu = '', disk = ''] = draw(waiting, 80)
      .split('\n')
      .filter((line) => /^ {2}(cpu|disk) /.test(line));
    expect(cpu).toMatch(/^ {2}cpu +▆+·+$/);
    expect(disk).toMatch(/^ {2}disk +·+[░▒▓]+$/);
    expect(draw(waiting, 80)).toContain('░▒▓ waits: from its earliest moment on');
  });

  it('is said to be cut by the end of the run', () => {
    expect(draw(waiting, 80)).toContain('! c: at most 20s of 28s, for the run ends at 30s');
    expect(draw(waiting, 80)).toMatch(/c +disk +from 10s for 28s/);
  });
});
