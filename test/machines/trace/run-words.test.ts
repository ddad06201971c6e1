/**
 * Goal: the events of a run say why a clip started, stopped or never did, and why the target was
 * said to have crashed.
 * Method: payloads as the hands and the clips tell them, word for word.
 */
import { expect, it } from 'vitest';
import { runWords } from '../../../machines/trace/run-words.ts';

const clip = { clipId: 'spike', atMs: 2_000.4 };

it.each([
  [
    'clip.scheduled',
    {
      ...{ ...clip, axis: 'cpu', startMs: 2_000, durationMs: 7_000, unit: 'percent' },
      ...{ from: 10, to: 100 },
    },
    'The timeline has spike start at +2.0 s for 7.0 s: 10 % to 100 % of cpu.',
  ],
  [
    'clip.started',
    { ...clip, skewMs: 0.4 },
    'The stress of spike began at +2.0 s, 0.4 ms from its planned instant.',
  ],
  [
    'clip.skipped',
    { ...clip, reason: 'The run was over.' },
    'spike never started: the run was over.',
  ],
  [
    'clip.stopped',
    { ...clip, asked: 1024 ** 3, delivered: 1024 ** 2, unit: 'bytes' },
    'The stress of spike was over at +2.0 s: 1 GiB asked, 1 MiB delivered.',
  ],
  [
    'clip.adjust.requested',
    { ...clip, reason: 'It gives way (pause): cpu_load > 0.5' },
    'spike was told at +2.0 s to take another dose: it gives way (pause): cpu_load > 0.5.',
  ],
  [
    'clip.adjusted',
    { ...clip, asked: 25, unit: 'percent' },
    'The stressor of spike asks 25 % of itself.',
  ],
  [
    'constraint.identified',
    { bottleneck: 'memory', how: 'auto' },
    'The constraint is memory, found from pressure.',
  ],
  [
    'constraint.identified',
    { bottleneck: 'memory', how: 'given' },
    'The constraint is memory, as the timeline says.',
  ],
  ['constraint.identified', { bottleneck: null }, 'Nothing held the target up any more.'],
  [
    'constraint.step.changed',
    { step: 'exploit', atMs: 500 },
    'The run came to the step exploit at +0.5 s.',
  ],
  [
    'constraint.rule.applied',
    { axis: 'cpu', action: 'intensity light', when: 'memory_pressure > 0.8' },
    'cpu gave way (intensity light), because memory_pressure > 0.8.',
  ],
  ['constraint.rule.released', { axis: 'cpu' }, 'cpu need not give way any more.'],
  [
    'constraint.rule.unavailable',
    { axis: 'cpu', when: 'io_pressure > 0.5' },
    'cpu does not give way meanwhile: a signal of io_pressure > 0.5 is not told.',
  ],
  [
    'constraint.effect.proved',
    {
      ...{ axis: 'cpu', change: 'applied', asked: 25 },
      ...{ before: 75, after: 25, unit: 'percent', proved: true },
    },
    'cpu delivered 75 % before and 25 % after, where 25 % was left to it: proved.',
  ],
  [
    'constraint.effect.proved',
    {
      ...{ axis: 'cpu', change: 'released', asked: 75 },
      ...{ before: 25, after: 25, unit: 'percent', proved: false },
    },
    'cpu delivered 25 % before and 25 % after, where 75 % was planned: not proved.',
  ],
  [
    'target.crashed',
    { signal: 'SIGSEGV', core: true, active: ['spike', 'hold'] },
    'It ended by signal SIGSEGV with a core dump, which we had not asked for: that is a crash. spike and hold were active.',
  ],
  [
    'target.crashed',
    { code: 70, active: [] },
    'It ended by exit status 70, which we had not asked for: that is a crash. No stress was active.',
  ],
  [
    'run.stop.requested',
    { reason: 'abort', detail: 'The host slept.' },
    'The stress was stopped: it was aborted (the host slept).',
  ],
  [
    'target.stopped',
    { killed: true },
    'It was alive at the end, and ended because we asked, by the last signal: it survived.',
  ],
])('%s: %j', (type, payload, expected) => expect(runWords[type]?.(payload)).toBe(expected));
