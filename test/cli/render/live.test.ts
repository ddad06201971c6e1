/**
 * Goal: the live screen shows where every lane is, what the target does and what it costs, at any
 * width and height.
 * Method: envelopes of one run folded into the view, drawn at fixed instants into golden files.
 */
import { describe, expect, it } from 'vitest';
import { liveLines } from '../../../cli/render/live.ts';
import { foldLive, viewOf } from '../../../cli/render/live-view.ts';
import { plain } from '../../../cli/render/palette.ts';
import { widthOf } from '../../../cli/render/printable.ts';
import { envelope, plan, said, saidAtTheEnd } from './fixtures.ts';

const start = viewOf(plan);
const upTo = (count: number) => said.slice(0, count).reduce(foldLive, start);

function draw(count: number, nowMs: number, columns: number, rows = 24): string {
  const lines = liveLines(upTo(count), { nowMs, columns, rows, palette: plain });
  return `${lines.join('\n')}\n`;
}

describe('live screen', () => {
  it.each([80, 140])('at %i columns', async (columns) => {
    const frames = [
      draw(0, 0, columns),
      draw(7, 400, columns),
      draw(11, 6_000, columns),
      draw(13, 12_400, columns),
      draw(said.length, 25_000, columns),
    ];
    const ended = liveLines([...said, ...saidAtTheEnd].reduce(foldLive, start), {
      nowMs: 30_000,
      columns,
      rows: 24,
      palette: plain,
    });
    const text = [...frames, `${ended.join('\n')}\n`].join('\n');
    await expect(text).toMatchFileSnapshot(`../../golden/live-${columns}.txt`);
  });

  it('tells that the run waits for its target, before and after its time is over', () => {
    const phases = (...events: readonly (readonly [string, object])[]) => {
      const views = events.map(([type, payload]) => envelope(type, { ...payload }));
      let view = foldLive(start, envelope('run.origin.set', {}));
      return views.map((each) => {
        view = foldLive(view, each);
        return view.phase;
      });
    };
    const awaited = ['run.recovery.awaited', { atMs: 1, withinMs: 2 }] as const;
    const due = ['run.stop.requested', { atMs: 2, reason: 'duration' }] as const;
    const over = ['expectation.judged', { kind: 'recovered' }] as const;
    const other = ['expectation.judged', { kind: 'always' }] as const;
    const stop = ['target.stop.requested', { atMs: 3 }] as const;
    expect(phases(awaited, other, due, over, stop)).toEqual([
      ...['recovering', 'recovering', 'recovering', 'playing', 'stopping'],
    ]);
    expect(phases(awaited, over, due)).toEqual(['recovering', 'playing', 'stopping']);
    const abort = ['run.stop.requested', { atMs: 2, reason: 'abort' }] as const;
    expect(phases(awaited, abort)).toEqual(['recovering', 'stopping']);
    const waiting = foldLive(start, envelope(...awaited));
    const [title] = liveLines(waiting, { nowMs: 0, columns: 80, rows: 24, palette: plain });
    expect(title).toContain('waiting for the target to be well');
  });

  it.each([20, 40, 60, 80, 200])('never wraps at %i columns', (columns) => {
    for (let count = 0; count <= said.length; count += 1) {
      for (const line of draw(count, 25_000, columns).split('\n')) {
        expect(widthOf(line)).toBeLessThan(columns);
      }
    }
  });

  it('never takes more rows than there are, and keeps the lanes that play', () => {
    const lanes = Array.from({ length: 30 }, (_, lane) => ({
      axis: 'cpu' as const,
      name: `cpu-${lane}`,
    }));
    const [event] = plan.events;
    if (!event) throw new Error('the fixture has events');
    const events = lanes.map((_, lane) => ({ ...event, id: `e-${lane}`, lane, startMs: lane }));
    const [started] = said.filter(({ type }) => type === 'clip.started');
    if (!started) throw new Error('the fixture has a start');
    const view = foldLive(viewOf({ ...plan, lanes, events }), {
      ...started,
      payload: { ...started.payload, clipId: 'e-29' },
    });
    const lines = liveLines(view, { nowMs: 0, columns: 80, rows: 12, palette: plain });
    expect(lines.length).toBeLessThan(12);
    expect(lines.join('\n')).toContain('e-29');
    expect(lines.join('\n')).toContain('and 23 more lanes');
  });

  it('keeps the view where nothing on the screen changes', () => {
    const view = upTo(said.length);
    const [unknown] = said;
    if (!unknown) throw new Error('the fixture has envelopes');
    expect(foldLive(view, { ...unknown, type: 'nobody.knows' })).toBe(view);
  });
});
