/**
 * Goal: for real, a program that dies when memory is short starts the follow-up of its crash; every
 * sketch of the seed's phases 2 and 3 runs as it stands there; and what was recorded of a run decides
 * the same again, bit for bit, however late each answer was heard.
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
import { decisionFaults } from '../sim/timelines/decide-again.ts';
import { expectationFaults } from '../sim/timelines/expected-again.ts';
import { History } from '../sim/timelines/history.ts';
import { lateHands } from '../sim/timelines/late-hands.ts';
import type { Condition, ModelTimeline, Test } from '../sim/timelines/model.ts';
import { textOf } from '../sim/timelines/text.ts';
import { openStage } from './hands/stage.ts';

const programs = fileURLToPath(new URL('../fixtures/programs/', import.meta.url));

/** A busy machine is late; it is not about time. */
const patienceMs = 20_000;

async function run(
  text: string,
  isSeen: (event: Envelope) => boolean,
  lagsMs: readonly number[] = [],
) {
  const { host, hands: prompt } = await openStage(1);
  const hands = lateHands(prompt, host.clock, lagsMs);
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

const above = (name: string, bound: number): Test => ({
  ...{ is: 'compare', op: '>=', bound },
  left: { is: 'signal', name },
});
const holds = (test: Test, holdMs = 0): Condition => ({ is: 'holds', test, holdMs });
const event = { axis: 'cpu', atMs: null, forMs: 1_000, intensity: '10%', isSteady: true } as const;
const alone = { ...event, sideChain: null, start: null, byMs: null, stop: null };

/** A model of the simulator, played for real. */
const recorded: ModelTimeline = {
  ...{ seed: 1, durationMs: 3_000, restart: 'never', isAsked: false, isCircular: false },
  ...{ bottleneck: 'auto', rules: [], fates: [], signals: [], abort: null },
  events: [
    { ...alone, id: 'e0', atMs: 300 },
    { ...alone, id: 'e1', start: holds(above('elapsed_s', 0.9), 700) },
    { ...alone, id: 'e2' },
    { ...alone, id: 'e3', start: { is: 'ended', event: 'e0', outcome: 'crash', holdMs: 0 } },
    { ...alone, id: 'e4', start: holds(above('crashes', 1)), byMs: 1_500 },
    {
      ...{ ...alone, id: 'e5', forMs: 2_000 },
      start: {
        is: 'any',
        of: [holds(above('queue', 3), 600), holds(above('exits', 1))],
        holdMs: 0,
      },
      stop: holds(above('elapsed_s', 1.9), 200),
    },
  ],
  chains: [{ from: [{ event: 'e0', outcome: 'survived' }], to: 'e2' }],
  expect: [
    { is: 'always', test: above('target.rss_mb', 1) },
    { is: 'always', test: { is: 'not', of: above('queue', 5) } },
    { is: 'sometimes', test: above('queue', 4) },
    { is: 'finally', test: above('elapsed_s', 2) },
  ],
  faults: {
    ...{ stress: {}, spawnErrors: {}, interruptAtMs: null, guardLostAtMs: null },
    ...{ blindLooks: [], headAheadMs: 0, lagsMs: [0, 420, 60, 230] },
  },
};

it.concurrent.each([
  ['to its end', recorded],
  ['to its abort', { ...recorded, abort: holds(above('queue', 6), 400) }],
])('what was recorded, %s, decides the same again', async (_, model) => {
  const script = 'let n = 0; setInterval(() => console.log("queue=" + (n += 1)), 400)';
  const program = { command: process.execPath, args: ['-e', script] };
  const text = textOf(model).replace('"./played"', JSON.stringify(program));
  const { events } = await run(text, () => false, model.faults.lagsMs);
  const history = new History(events);
  const decided = events.filter(({ type }) => /^(condition\.m|run\.abort|expectation)/.test(type));
  expect(decided.length).toBeGreaterThan(8);
  expect([...decisionFaults(model, history), ...expectationFaults(model, history)]).toEqual([]);
});
