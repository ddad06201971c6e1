/**
 * Goal: answers come in order, to every listener, and never from within a command.
 * Method: a clock that is turned by hand.
 */
import { describe, expect, it } from 'vitest';
import { answersMax, createAnswers } from '../../../actors/hands/answers.ts';
import type { HandsAnswer } from '../../../machines/hands/messages.ts';

const meta = { eventId: 'e', correlationId: 'c', causationId: null, source: 't', seq: 1 };
const failed = (reason: string): HandsAnswer => ({ meta, is: 'hands.failed', reason });

function stage() {
  const due: (() => void)[] = [];
  const clock = {
    monotonicMs: () => 0,
    wallMs: () => 0,
    setTimeout: (fn: () => void) => due.push(fn),
    clearTimeout() {},
  };
  const answers = createAnswers(clock);
  const heard: string[] = [];
  const unlisten = answers.listen((one) => heard.push(one.is === 'hands.failed' ? one.reason : ''));
  const turn = () => {
    for (const fn of due.splice(0)) fn();
  };
  return { answers, heard, unlisten, turn };
}

describe('answers', () => {
  it('given on their own are told at once', () => {
    const { answers, heard } = stage();
    answers.give(failed('a'));
    expect(heard).toEqual(['a']);
  });

  it('given within a command wait for a later turn, and those after them for them', () => {
    const { answers, heard, turn } = stage();
    answers.during(() => {
      answers.give(failed('a'));
      answers.give(failed('b'));
    });
    answers.give(failed('c'));
    expect(heard).toEqual([]);
    turn();
    expect(heard).toEqual(['a', 'b', 'c']);
  });

  it('to a command sent by a listener come after its turn', () => {
    const { answers, heard } = stage();
    const order: string[] = [];
    answers.listen((one) => {
      if (one.is !== 'hands.failed' || one.reason !== 'a') return;
      answers.during(() => answers.give(failed('b')));
      order.push(`sent, heard ${heard.join('')}`);
    });
    answers.give(failed('a'));
    expect(order).toEqual(['sent, heard a']);
    expect(heard).toEqual(['a', 'b']);
  });

  it('go on after a command or a listener that threw', () => {
    const { answers, heard } = stage();
    expect(() =>
      answers.during(() => {
        throw new Error('bug');
      }),
    ).toThrow('bug');
    const forget = answers.listen(() => {
      throw new Error('bug');
    });
    expect(() => answers.give(failed('a'))).toThrow('bug');
    forget();
    answers.give(failed('b'));
    expect(heard).toEqual(['a', 'b']);
  });

  it('that wait are bounded: figures are dropped and counted, news is not', () => {
    const { answers, turn } = stage();
    const told: HandsAnswer[] = [];
    answers.listen((one) => told.push(one));
    answers.during(() => {
      for (let n = 0; n < answersMax + 5; n += 1) {
        answers.give({ meta, is: 'target.output', life: 1, bytes: n });
      }
      answers.give(failed('news'));
    });
    turn();
    expect(told).toHaveLength(answersMax + 2);
    expect(told.slice(-2)).toEqual([failed('news'), { meta, is: 'answers.dropped', count: 5 }]);
    answers.give(failed('later'));
    expect(told.at(-1)).toEqual(failed('later'));
  });

  it('are not told to who no longer listens', () => {
    const { answers, heard, unlisten } = stage();
    unlisten();
    answers.give(failed('a'));
    expect(heard).toEqual([]);
  });
});
