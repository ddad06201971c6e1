/**
 * Goal: the target keeps the rules of the language in every state and at every event, and is
 * restarted exactly when its policy says so.
 * Method: tours and probes against the hand-written `test/golden/tours/target.rules.md`; the
 * policy's rule over all kinds of ends, policies and counts.
 */
import { describe, expect, it } from 'vitest';
import type { TargetOutcome } from '../../../machines/hands/messages.ts';
import { isCrash, mayRestart, targetMachine } from '../../../machines/timeline/target.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('target', () => {
  proveMachine({
    machine: targetMachine,
    letters: [
      ...lettersOf(...targetMachine.events.filter((type) => type !== 'life.ended')),
      { name: 'life.ended(again)', event: { type: 'life.ended', again: true } as const },
      { name: 'life.ended(over)', event: { type: 'life.ended', again: false } as const },
    ],
    mutantsPerFault: 60,
  });
});

describe('restart policy', () => {
  const ends: Readonly<Record<string, TargetOutcome>> = {
    'status 0': { kind: 'exited', code: 0 },
    'status 3': { kind: 'exited', code: 3 },
    'a signal': { kind: 'signalled', signal: 'SIGSEGV', core: true },
    'our stop': { kind: 'deadline' },
    'a hang': { kind: 'hung', reason: 'no answer' },
    'no start': { kind: 'spawn-failed', reason: 'EACCES' },
  };

  it.each([
    ['never', []],
    ['on-crash', ['status 3', 'a signal']],
    ['always', ['status 0', 'status 3', 'a signal']],
  ] as const)('%s: another life follows %j', (policy, expected) => {
    const restart = { policy, atMost: 2 };
    const followed = (restarts: number) =>
      Object.keys(ends).filter((name) => {
        const end = ends[name];
        return end !== undefined && mayRestart(end, restarts, restart);
      });
    expect(followed(0)).toEqual(expected);
    expect(followed(1)).toEqual(expected);
    expect(followed(2), 'the limit is reached').toEqual([]);
  });

  it('takes a signal and a non-zero status for a crash, and nothing else', () => {
    const crashes = Object.entries(ends).filter(([, end]) => isCrash(end));
    expect(crashes.map(([name]) => name)).toEqual(['status 3', 'a signal']);
  });
});
