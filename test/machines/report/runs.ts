/**
 * A run that finds something: the target crashes twice under stress and is started again, the
 * second crash being caused by a clip that another clip's end had started.
 */
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import {
  createStream,
  hold,
  lifeOf,
  type Outcome,
  originMs,
  outcomeOf,
  sinceStartMs,
  threeEvents,
} from './stream.ts';

export function crashedRun(): {
  readonly said: readonly Envelope[];
  readonly outcome: Outcome;
} {
  const stream = createStream();
  const [spike, again] = threeEvents;
  stream.begin();
  const spiked = stream.start(spike, 0.5);
  for (let atMs = 0; atMs <= 12_000; atMs += 500) {
    stream.sample(atMs, atMs < 6_000 ? 0.5 : 0.99, 10_485_760 + atMs);
  }
  stream.start(hold, 2_000);
  const first = { atMs: 3_000, life: 1, signal: 'SIGSEGV', core: false };
  const crash = stream.say('target.crashed', { ...first, active: ['spike', 'hold'] }, spiked);
  stream.say('target.started', { atMs: 3_100, life: 2, pid: 4_243 }, crash);
  const stopped = stream.stop(spike, 4_000);
  const climbing = stream.start(again, 6_000, stopped);
  stream.stop(hold, 8_000, 0.5);
  stream.say('stressor.limited', { atMs: 3_000, clipId: 'hold', reason: 'memory limit of 80 %' });
  stream.say('target.crashed', { atMs: 9_000, life: 2, code: 3, active: ['again'] }, climbing);
  stream.say('target.started', { atMs: 9_100, life: 3, pid: 4_244 });
  stream.stop(again, 10_000, 0.7);
  stream.say('run.stop.requested', { atMs: 12_000, reason: 'duration' });
  stream.end();
  const signal = 'SIGSEGV';
  const lives = [
    lifeOf({
      endMs: originMs + 3_000,
      outcome: { kind: 'signalled', signal, core: false },
      outputTail: 'last words\n',
      stderrTail: 'segmentation fault\n',
    }),
    lifeOf({
      life: 2,
      pid: 4_243,
      startMs: originMs + 3_100,
      endMs: originMs + 9_000,
      outcome: { kind: 'exited', code: 3 },
    }),
    lifeOf({ life: 3, pid: 4_244, startMs: originMs + 9_100, killed: true }),
  ];
  return { said: stream.said, outcome: outcomeOf({ lives }) };
}

/** A program that ends with status 1 before it is ever ready. */
export function stillbornRun(): ReturnType<typeof crashedRun> {
  const stream = createStream();
  const facts = { seed: 42, durationMs: 12_000, timelineHash: 'a'.repeat(64) };
  stream.say('run.started', { ...facts, events: 3, cadenceMs: 500 });
  stream.say('target.started', { atMs: 100, life: 1, pid: 4_242 });
  stream.say('target.crashed', { atMs: 300, life: 1, code: 1, active: [] });
  stream.end(400);
  const started = originMs - sinceStartMs + 100;
  const life = lifeOf({
    startMs: started,
    endMs: started + 200,
    outcome: { kind: 'exited', code: 1 },
  });
  return { said: stream.said, outcome: outcomeOf({ lives: [life] }) };
}
