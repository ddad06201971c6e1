/**
 * Goal: for real, a program that dies when memory is short starts the follow-up of its crash; and
 * every sketch of the seed's phases 2 and 3 runs as it stands there.
 * Method: real programs and stressors. What a sketch plays for half a minute is interrupted when what
 * it is about has happened. The same sketches are rehearsed in `test/sim/seed-sketches.test.ts`.
 */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startRun } from '../../actors/system.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { createReportFold } from '../../machines/report/fold.ts';
import { planTimeline } from '../../machines/timeline/plan.ts';
import { storyOf } from '../../machines/trace/event-story.ts';
import { storiesOfLog } from '../../machines/trace/log-story.ts';
import { createBus } from '../../runtime/bus/bus.ts';
import { doseTables } from '../../stressors/doses.ts';
import { timelineOf } from '../machines/timeline/documents.ts';
import { fileOf, sketches } from '../sim/seed-sketches.ts';
import { openStage } from './hands/stage.ts';

const programs = fileURLToPath(new URL('../fixtures/programs/', import.meta.url));

/** A busy machine is late; it is not about time. */
const patienceMs = 20_000;

async function run(text: string, isSeen: (event: Envelope) => boolean) {
  const { host, hands } = await openStage(1);
  const facts = host.sensors.facts();
  const plan = planTimeline(timelineOf(text), doseTables, facts, '0'.repeat(64));
  const bus = createBus(host.clock);
  const fold = createReportFold({ plan, facts, backends: [], doses: doseTables });
  const events: Envelope[] = [];
  const { clock, random } = host;
  bus.on('*', (event) => {
    events.push(event);
    fold.take(event);
    if (isSeen(event)) clock.setTimeout(() => playing.interrupt(), 0);
  });
  const playing = startRun({ plan, hands, clock, random, bus });
  const patience = clock.setTimeout(() => playing.interrupt(), patienceMs);
  const { lives, leftovers } = await playing.done;
  clock.clearTimeout(patience);
  expect(leftovers).toEqual([]);
  return { events, part: fold.finish(lives).ambush };
}

const startOf = (id: string) => (event: Envelope) =>
  event.type === 'clip.started' && event.payload.clipId === id;

it('a program that is short of memory crashes, and its follow-up starts', async () => {
  const text = `program: ${JSON.stringify({ command: process.execPath, args: [`${programs}short-of-memory.mjs`, '700'] })}
duration: 20s
target: { ready: { output: listening on }, restart: never }
events:
  - { id: squeeze, axis: memory, at: 0s, for: 15s, intensity: 10% }
  - { id: after-it, axis: cpu, for: 10s, intensity: light, start_when: { event: squeeze, outcome: crash } }
`;
  const { events, part } = await run(text, startOf('after-it'));
  const [crash] = part.crashes;
  expect(crash).toMatchObject({ signal: 'SIGKILL', active: ['squeeze'] });
  const follower = part.events.find(({ id }) => id === 'after-it');
  expect(follower?.led_by?.map(({ type, event }) => event ?? type)).toEqual([
    ...['squeeze', 'target.crashed', 'after-it'],
  ]);
  const [met] = events.filter(({ type }) => type === 'condition.met');
  expect(Number(met?.payload.atMs) - Number(crash?.at_ms)).toBeLessThan(250);
  const story = storiesOfLog(events).find(({ id }) => id === 'after-it');
  expect(story && storyOf(story).start).toMatch(/because squeeze\[crash\] held\.$/);
});

it.concurrent.each(sketches)('$name, for real', async (sketch) => {
  const script = sketch.crashes
    ? 'setTimeout(() => process.exit(7), 1_500)'
    : 'setInterval(() => {}, 1e3)';
  const text = fileOf(sketch, [process.execPath, '-e', script]);
  const { starts, shows } = sketch;
  const { events, part } = await run(text, (event) =>
    starts === null ? event.type === shows : startOf(starts)(event),
  );
  expect(events.map(({ type }) => type)).toContain(shows);
  const follower = part.events.find(({ id }) => id === starts);
  if (starts !== null) expect(follower).toMatchObject({ condition_met: true, state: 'done' });
});
