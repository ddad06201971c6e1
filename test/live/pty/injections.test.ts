/**
 * Goal: whatever users, programs, sizes, links and daemons do meanwhile, each injection has exactly
 * one end, none is applied twice, none is typed through a closed gate, and none is lost without a word.
 * Method: a small share of the storm (`npm run injections`), across the bridge to a real daemon that
 * is cut off and killed, judged by the log and by the diaries of the programs; and a judge that
 * sees what is wrong.
 */
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../embed/kernel.ts';
import { stormOfInjections } from '../../storm/injections.ts';
import { judgeStorm } from '../../storm/oracle.ts';
import type { Entry } from './clis.ts';

it('a storm of sixty injections ends well', async () => {
  const killMs = { first: 1_000, next: 32_000 };
  const options = { seed: 3, count: 60, panes: 10, compactMs: 1_500, calmMs: 800, killMs };
  const { problems, counts } = await stormOfInjections(options);
  expect(problems).toEqual([]);
  expect(counts.submitted, JSON.stringify(counts)).toBeGreaterThan(30);
  expect(counts['daemons killed'], JSON.stringify(counts)).toBeGreaterThan(0);
}, 180_000);

describe('the judge', () => {
  const asked = [{ paneId: 'p', token: '<1>', body: 'do <1>', correlationId: 'c' }];
  let ids = 0;
  const event = (type: string, payload: Readonly<Record<string, unknown>> = {}): Envelope => ({
    ...{ eventId: `e${++ids}`, correlationId: 'c', causationId: null, type, source: 's' },
    ...{ paneId: 'p', ts: 0, seq: ids, payload },
  });
  const entry = (is: string, text: string, at = 0): Entry => ({ at, pid: 1, is, text });
  const verified = event('inject.verified');
  const good = [entry('bytes', 'do <1>'), entry('submitted', 'do <1>')];
  const judge = (events: readonly Envelope[], diary: readonly Entry[]): readonly string[] => {
    const diaries = new Map([['p', diary]]);
    return judgeStorm({ asked, events, diaries, troubles: [], stalledMs: 0 }).problems;
  };
  const lost = { stage: 'bridge', reason: 'gap', droppedCount: 2, oldestSeq: 3, newestSeq: 4 };
  const shut = (gates: object): Envelope =>
    event('pane.state.changed', { from: {}, to: { gates } });

  it.each([
    ['nothing wrong', [event('daemon.write.requested'), verified], good, null],
    ['no end', [], good, 'no terminal event'],
    ['two ends', [verified, event('inject.failed')], good, '2 terminal events'],
    ['received twice', [verified], [...good, entry('bytes', '<1>')], 'received 2 times'],
    ['submitted twice', [verified], [...good, entry('submitted', '<1>')], 'submitted 2 times'],
    ['verified for nothing', [verified], [entry('bytes', '<1>')], 'never taken'],
    ['half of it', [verified], [...good.slice(0, 1), entry('submitted', '<1>')], 'not whole'],
    [
      'a fate',
      [event('inject.failed', { reason: 'outcome_unknown' })],
      good,
      'nothing had happened',
    ],
    [
      'an order that came twice',
      [event('daemon.write.ack', { status: 'blocked_ghost_dedup' }), verified],
      good,
      'came twice',
    ],
    ['a loss', [verified, event('event.dropped', lost)], good, '"newestSeq":4'],
    ['dropped and typed', [event('inject.dropped')], good, 'dropped, and received'],
    [
      'typed through a gate',
      [shut({ focusLocked: true }), event('daemon.write.requested'), verified],
      good,
      'while focus was closed',
    ],
    [
      'typed into a compaction',
      [verified],
      [{ ...entry('compaction', '', 0), on: true }, entry('bytes', '<1>', 9_000), ...good.slice(1)],
      '9000 ms into a compaction',
    ],
  ] as const)('sees %s', (_, events, diary, wanted) => {
    const problems = judge(events, diary);
    if (wanted === null) expect(problems).toEqual([]);
    else expect(problems.join()).toContain(wanted);
  });
});
