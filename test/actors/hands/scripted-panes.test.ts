/**
 * Goal: the pane of a rehearsal takes what is typed, compacts and goes deaf as its script says, and
 * is up exactly while the target lives.
 * Method: hands that answer by hand, on a virtual clock; what is told, with its instants.
 */
import { describe, expect, it } from 'vitest';
import { type PaneScript, scriptPanes } from '../../../actors/hands/scripted-panes.ts';
import type { Hands, HandsAnswer } from '../../../machines/hands/messages.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';

const meta = { eventId: 'e', correlationId: 'c', causationId: null, source: 'conductor', seq: 1 };
const report = {
  ...{ life: 1, pid: 7, startMs: 0, endMs: 0, outcome: { kind: 'deadline' } as const },
  ...{ outputTail: '', stderrTail: '', outputBytes: 0, peakRssBytes: 0, killed: false },
};
const key = { key: 'k', paneId: '1', meta };
const write = { ...key, do: 'pane.write', text: 'hello', mode: 'keys' } as const;
const submit = { ...key, do: 'pane.submit', attempt: 1 } as const;

function played(script: Partial<PaneScript> = {}) {
  const clock = createVirtualClock();
  let answer: (answer: HandsAnswer) => void = () => {};
  const hands: Hands = {
    send() {},
    onAnswer(listener) {
      answer = listener;
      return () => {};
    },
  };
  const scripted = scriptPanes(hands, clock, { compactions: [], deaf: [], ...script });
  const told: string[] = [];
  scripted.panes.onAnswer((message) => {
    const what = 'type' in message ? message.type : 'status' in message ? message.status : '';
    told.push(`${clock.now()} ${message.is} ${what}`.trim());
  });
  scripted.hands.onAnswer(() => {});
  clock.advance(100);
  scripted.hands.send({ meta, do: 'hands.open' });
  answer({ meta, is: 'target.started', life: 1, pid: 7, atMs: 0 });
  scripted.hands.send({ meta, do: 'sampling.start', originMs: 900, cadenceMs: 500 });
  clock.advance(900);
  told.length = 0;
  return {
    clock,
    told,
    panes: scripted.panes,
    end: () => answer({ meta, is: 'target.ended', report }),
  };
}

describe('the pane of a rehearsal', () => {
  it('acknowledges what is written, and shows that it took what was submitted', () => {
    const { clock, told, panes } = played();
    panes.send(write);
    clock.advance(200);
    panes.send(submit);
    clock.advance(1_000);
    expect(told).toEqual([
      '1001 pane.write.acked accepted',
      '1201 pane.submitted',
      '1450 pane.verified',
    ]);
  });

  it('shows nothing while it is deaf', () => {
    const { clock, told, panes } = played({ deaf: [{ fromMs: 0, untilMs: 100 }] });
    panes.send(submit);
    clock.advance(100);
    panes.send(submit);
    clock.advance(1_000);
    expect(told).toEqual(['1001 pane.submitted', '1101 pane.submitted', '1350 pane.verified']);
  });

  it('compacts from the origin on, and a short one is never sure', () => {
    const { clock, told } = played({
      compactions: [
        { fromMs: 100, untilMs: 2_000 },
        { fromMs: 5_000, untilMs: 5_500 },
        { fromMs: 9_000, untilMs: Number.POSITIVE_INFINITY },
      ],
    });
    clock.advance(60_000);
    expect(told).toEqual([
      '1100 pane.fact cli.compaction.suspected',
      '1900 pane.fact cli.compaction.started',
      '3000 pane.fact cli.compaction.ended',
      '6000 pane.fact cli.compaction.suspected',
      '6500 pane.fact cli.compaction.ended',
      '10000 pane.fact cli.compaction.suspected',
      '10800 pane.fact cli.compaction.started',
    ]);
  });

  it('is down once the target has ended', () => {
    const { clock, told, panes, end } = played();
    panes.send(submit);
    end();
    panes.send(write);
    panes.send({ ...key, do: 'pane.resize', cols: 80, rows: 24 });
    clock.advance(1_000);
    expect(told).toEqual(['1000 pane.fact pty.down', '1001 pane.write.acked rejected_not_alive']);
  });
});
