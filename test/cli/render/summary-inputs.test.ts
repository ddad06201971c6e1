/**
 * Goal: what is typed is seen before, during and after a run, at any width, and says why.
 * Method: a plan and the log of its rehearsal, drawn as plan, live screen, lines and summary, into
 * golden files.
 */
import { describe, expect, it } from 'vitest';
import { narratorOf } from '../../../cli/render/lines.ts';
import { liveLines } from '../../../cli/render/live.ts';
import { foldLive, viewOf } from '../../../cli/render/live-view.ts';
import { plain } from '../../../cli/render/palette.ts';
import { planText } from '../../../cli/render/plan.ts';
import { widthOf } from '../../../cli/render/printable.ts';
import { summaryText } from '../../../cli/render/summary.ts';
import { forecastOf } from '../../../machines/timeline/forecast.ts';
import { planTimeline } from '../../../machines/timeline/plan.ts';
import { simulatedFacts } from '../../../runtime/host/simulated-host.ts';
import { doseTables } from '../../../stressors/doses.ts';
import { someHash, timelineOf } from '../../machines/timeline/documents.ts';
import { rehearse } from '../../sim/typed-run.ts';

const text = `program: ./assistant
duration: 60s
seed: 1
target: { pane: { cols: 100, rows: 30, cli: claude } }
events: [{ id: spike, axis: cpu, at: 0s, for: 20s, intensity: light }]
tracks:
  - pane: "1"
    events:
      - { id: ask, at: 5s, inject: "how are\\nyou?" }
      - { id: held, at: 12s, inject: "and now?" }
      - { id: rescue, inject: /stop, critical: true, start_when: 'pane("1").compacting == "confirmed"' }
      - { id: unheard, at: 40s, inject: "\\e[31mred" }
      - { id: never, inject: x, start_when: { crashes >= 1 } }
      - { id: late, at: 55s, inject: too late }
`;
const plan = planTimeline(timelineOf(text), doseTables, simulatedFacts, someHash);
const scratch = { ringMaxBytes: 1, diskFloorShare: 0.1 };
const forecast = forecastOf(plan, { facts: simulatedFacts, reading: null, scratch });
const script = ['--compact-at', '10s..16s', '--deaf-at', '40s..50s', '--compact-at', '52s'];
const { events, part } = await rehearse(text, ...script);
const originTs = (events.find(({ type }) => type === 'run.origin.set')?.ts ?? 0) + 750;

function liveAt(nowMs: number, columns: number): string {
  const said = events.filter(({ ts }) => ts <= originTs + nowMs);
  const view = said.reduce(foldLive, viewOf(plan));
  return liveLines(view, { nowMs, columns, rows: 24, palette: plain }).join('\n');
}

function pages(columns: number): string {
  const narrate = narratorOf(plan);
  return [
    planText({ plan, facts: simulatedFacts, forecast, columns, palette: plain }),
    ...[3_000, 12_500, 17_700, 45_000, 60_000].map((atMs) => liveAt(atMs, columns)),
    events.flatMap((event) => narrate(event)?.text ?? []).join('\n'),
    summaryText({ part, columns, palette: plain, file: 't.yaml', written: {} }),
  ].join('\n\n');
}

describe('what is typed', () => {
  it.each([80, 140])('is shown at %i columns', async (columns) => {
    await expect(`${pages(columns)}\n`).toMatchFileSnapshot(`../../golden/inputs-${columns}.txt`);
  });

  it.each([20, 40, 60, 80, 140])('never wraps at %i columns', (columns) => {
    for (const atMs of [0, 12_500, 60_000]) {
      for (const line of liveAt(atMs, columns).split('\n')) {
        expect(widthOf(line)).toBeLessThan(columns);
      }
    }
  });
});
