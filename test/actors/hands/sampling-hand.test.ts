/**
 * Goal: a sampler that fails says so at its tick and goes on; after five failures within 30 s it is
 * not asked again, and the ticks go on without figures.
 * Method: the real hand on a simulated host whose sensors throw as they are told.
 */
import { expect, it } from 'vitest';
import { createAnswers } from '../../../actors/hands/answers.ts';
import { createSamplingHand, failuresMax } from '../../../actors/hands/sampling-hand.ts';
import type { HandsAnswer } from '../../../machines/hands/messages.ts';
import { createSimulatedHost } from '../../../runtime/host/simulated-host.ts';

const cadenceMs = 500;

async function sampled(fails: (look: number) => boolean, ticks: number) {
  const host = createSimulatedHost({ seed: 1, programs: {} });
  let looks = -1;
  const sensors = {
    ...host.sensors,
    host() {
      looks += 1;
      if (fails(looks)) throw new Error('EIO');
      return host.sensors.host();
    },
  };
  const heard: Extract<HandsAnswer, { is: 'sampled' }>[] = [];
  const answers = createAnswers(host.clock);
  answers.listen((answer) => {
    if (answer.is === 'sampled') heard.push(answer);
  });
  const target = { rootPid: () => null, noticed() {} };
  const hand = createSamplingHand({ ...host, sensors }, answers, target, { values: () => ({}) });
  const meta = { eventId: '', correlationId: '', causationId: null, source: 'conductor', seq: 1 };
  hand.start(meta, 0, cadenceMs);
  await host.clock.run(ticks * cadenceMs + 1, () => false);
  hand.stop();
  return { heard, looks };
}

it('one failure costs one tick, and the rates of the next', async () => {
  const { heard } = await sampled((look) => look === 3, 6);
  expect(heard.map(({ host, failure }) => [host?.cpuLoad ?? null, failure])).toEqual([
    [0, undefined],
    [0, undefined],
    [null, 'the sampler failed: EIO'],
    [null, undefined],
    [0, undefined],
    [0, undefined],
  ]);
});

it('five within 30 s are the last, and the ticks go on', async () => {
  const { heard, looks } = await sampled((look) => look >= 2, 20);
  expect(looks).toBe(1 + failuresMax);
  expect(heard).toHaveLength(20);
  expect(heard.map(({ tick }) => tick)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  expect(heard.at(-1)?.failure).toBe(
    'the sampler failed 5 times within 30 s, and is not asked again',
  );
});

it('as many over a longer time are borne', async () => {
  const { heard } = await sampled((look) => look % 16 === 15, 200);
  expect(heard.at(-1)?.failure).toBeUndefined();
  expect(heard.filter(({ failure }) => failure !== undefined).length).toBeGreaterThan(failuresMax);
});
