/**
 * Goal: a process is given the next event only when it can take one, and each event ends with one
 * last word.
 * Method: the hand on the simulated host, with played stressors that are slow to leave.
 */
import { expect, it } from 'vitest';
import { createAnswers } from '../../../actors/hands/answers.ts';
import { createHandsTime } from '../../../actors/hands/hands-time.ts';
import { createStressorHand } from '../../../actors/hands/stressor-hand.ts';
import type { HandsAnswer, StressSpec } from '../../../machines/hands/messages.ts';
import { type Axis, doseUnits } from '../../../machines/timeline/axis.ts';
import { createSimulatedHost, simulatedStressor } from '../../../runtime/host/simulated-host.ts';
import type { SimulatedProgram } from '../../../runtime/host/simulated-program.ts';
import { type SimulatedStress, simulatedStressorProgram } from '../../../stressors/simulated.ts';

const meta = { eventId: 'e', correlationId: 'c', causationId: null, source: 't', seq: 1 };

function stage(stressor: SimulatedProgram) {
  const host = createSimulatedHost({ seed: 1, programs: { [simulatedStressor]: stressor } });
  const answers = createAnswers(host.clock);
  const heard: HandsAnswer[] = [];
  answers.listen((answer) => heard.push(answer));
  const hand = createStressorHand(
    host,
    createHandsTime(host.clock),
    answers,
    { pids: () => [] },
    0,
  );
  const arm = (clipId: string, axis: Axis, startMs: number): void => {
    const dose = { unit: doseUnits[axis], from: 10, to: 10 };
    const limits = { memory: { percent: 80 }, diskBytes: 2 ** 30 };
    const fixed = { priority: 'polite', limits, seed: 1 } as const;
    const stress: StressSpec = {
      clipId,
      axis,
      startMs,
      endMs: startMs + 500,
      dose,
      ...fixed,
    };
    hand.arm({ meta, do: 'stressor.arm', stress });
  };
  return {
    host,
    hand,
    arm,
    until: (ms: number) => host.clock.run(ms - host.clock.now(), () => false),
    lastWords: () =>
      heard.flatMap((one) =>
        one.is === 'stressor.ended' || one.is === 'stressor.failed'
          ? [`${one.clipId} ${one.is === 'stressor.failed' ? one.reason : 'ended'}`]
          : [],
      ),
  };
}

const plays = (behaviour: SimulatedStress) => simulatedStressorProgram(() => behaviour);

it.each(['memory', 'cpu'] as const)('%s: back to back, both events happen', async (axis) => {
  const { host, arm, until, lastWords } = stage(plays({ leavesAfterMs: 300 }));
  arm('first', axis, 100);
  await until(601);
  arm('second', axis, 800);
  await until(2_000);
  expect(lastWords()).toEqual(['first ended', 'second ended']);
  expect(host.processes.started.length).toBe(axis === 'memory' ? 2 : 1);
});

it('a process that says itself that it is spent is left alone, on every axis', async () => {
  const { host, arm, until, lastWords } = stage((process) => {
    const say = (report: object): void => process.print(`${JSON.stringify(report)}\n`);
    process.onLine((line) => {
      if (JSON.parse(line).do !== 'arm') return;
      say({ is: 'failed', atMs: 0, reason: 'It broke.', aftermath: 'spent' });
      process.clock.setTimeout(() => process.exit(0), 300);
    });
  });
  arm('first', 'cpu', 100);
  await until(200);
  arm('second', 'cpu', 300);
  await until(2_000);
  expect(lastWords()).toEqual(['first It broke.', 'second It broke.']);
  expect(host.processes.started.length).toBe(2);
});

it.each([
  ['hello', '"hello"'],
  ['{"is":"armed"}', '"{\\"is\\":\\"armed\\"}"'],
  ['x'.repeat(70_000), 'a line of more than 65536 bytes'],
])('a process that says %.20s is ended, and its event fails for that', async (line, got) => {
  const { host, arm, until, lastWords } = stage((process) => {
    process.onLine(() => process.print(`${line}\n`));
  });
  arm('first', 'cpu', 100);
  await until(500);
  expect(lastWords()).toEqual([`first Expected a report of the stressor process, got ${got}.`]);
  expect(host.processes.alive()).toEqual([]);
});

it('a process that was killed takes no other event, even if it still says its last word', async () => {
  const { host, hand, arm, until, lastWords } = stage((process) => {
    process.resistKill();
    process.onLine((line) => {
      const { stress } = JSON.parse(line);
      const ended = { is: 'ended', atMs: 0, dose: { asked: 0, delivered: 0, detail: {} } };
      const report = `${JSON.stringify({ ...ended, aftermath: 'idle' })}\n`;
      if (stress) process.clock.setTimeout(() => process.print(report), 2_000);
    });
  });
  arm('first', 'cpu', 100);
  await until(200);
  hand.stop({ meta, do: 'stressor.stop', clipId: 'first' });
  await until(3_000);
  arm('second', 'cpu', 3_100);
  await until(3_200);
  expect(lastWords()).toEqual(['first ended']);
  expect(host.processes.started.length).toBe(2);
});
