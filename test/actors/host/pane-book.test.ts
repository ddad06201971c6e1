/**
 * Goal: a pane is there exactly while it should be: one whose program never started is none, and
 * the end of a program that was replaced is not the end of the one in its place.
 * Method: hands that refuse, are silent, or are lost; a clock that is moved.
 */
import { expect, it } from 'vitest';
import { patienceMs } from '../../../actors/host/pane-book.ts';
import { panesMax } from '../../../actors/kernel/pane-register.ts';
import type { TerminalOrder } from '../../../machines/hands/pane-messages.ts';
import { bash, codesOf, createStage, stagedHands, valueIn } from './stage.ts';

it.each(['ENOENT', 'EACCES', 'EAGAIN'])('tells that a program cannot be started: %s', (reason) => {
  const refuse = ({ do: what, key, paneId }: TerminalOrder) =>
    what === 'pane.open' ? [{ is: 'pane.open.failed', key, paneId, reason } as const] : null;
  const { join, kernel } = createStage(stagedHands(refuse));
  const client = join();
  expect(codesOf(client.ask({ do: 'pane.open', spec: bash }))).toEqual(['PANE_NOT_STARTED']);
  expect(valueIn(client.ask({ do: 'pane.list' }))).toMatchObject({ panes: [] });
  expect(kernel.stats().queues).toEqual({});
});

it('waits for hands that are silent, and then no more', () => {
  const silent = (order: TerminalOrder) => (order.do === 'pane.open' ? [] : null);
  const { join, clock, host } = createStage(stagedHands(silent));
  const client = join();
  const [late, lost] = [bash, bash].map((spec) => client.begin({ do: 'pane.open', spec }));
  clock.advance(patienceMs - 1);
  host.handsLost();
  for (const id of [late, lost]) {
    expect(codesOf(client.answerTo(id ?? 0))).toEqual(['PANE_NOT_STARTED']);
  }
  const third = client.begin({ do: 'pane.open', spec: bash });
  clock.advance(patienceMs);
  expect(codesOf(client.answerTo(third))).toEqual(['PANE_NOT_STARTED']);
});

it('ends what starts after nobody waits for it any more, and knows what was restarted so late', () => {
  let isSlow = true;
  const slow = ({ do: what }: TerminalOrder) =>
    isSlow && (what === 'pane.open' || what === 'pane.restart') ? [] : null;
  const { join, clock, hands } = createStage(stagedHands(slow));
  const client = join();
  client.begin({ do: 'pane.open', spec: bash });
  clock.advance(patienceMs);
  expect(hands.orders.map(({ do: what, paneId }) => [what, paneId])).toEqual([
    ['pane.open', '1'],
    ['pane.close', '1'],
  ]);
  isSlow = false;
  client.ask({ do: 'pane.open', spec: bash });
  hands.say({
    ...{ is: 'pane.exited', paneId: '2', pid: 101 },
    outcome: { kind: 'exited', code: 0 },
  });
  isSlow = true;
  const restarted = client.begin({ do: 'pane.restart', paneId: '2' });
  clock.advance(patienceMs);
  expect(codesOf(client.answerTo(restarted))).toEqual(['PANE_NOT_STARTED']);
  hands.say({ is: 'pane.opened', key: 'late', paneId: '2', pid: 777 });
  expect(valueIn(client.ask({ do: 'pane.list' }))).toMatchObject({
    panes: [{ id: '2', pid: 777, outcome: null }],
  });
});

it('does not take the end of the program before for that of the present one', () => {
  const { join, hands } = createStage();
  const client = join();
  client.ask({ do: 'pane.open', spec: bash });
  client.ask({ do: 'pane.restart', paneId: '1' });
  hands.say({ is: 'pane.exited', paneId: '1', pid: 101, outcome: { kind: 'exited', code: 9 } });
  expect(valueIn(client.ask({ do: 'pane.list' }))).toMatchObject({
    panes: [{ pid: 102, outcome: null }],
  });
  hands.say({ is: 'pane.exited', paneId: '1', pid: 102, outcome: { kind: 'exited', code: 3 } });
  expect(valueIn(client.ask({ do: 'pane.list' }))).toMatchObject({
    panes: [{ pid: null, outcome: { kind: 'exited', code: 3 } }],
  });
});

it(`takes ${panesMax} panes, never the same id twice`, () => {
  const { join } = createStage();
  const client = join();
  for (let at = 0; at < panesMax; at += 1) client.ask({ do: 'pane.open', spec: bash });
  expect(codesOf(client.ask({ do: 'pane.open', spec: bash }))).toEqual(['PANES_MAX']);
  client.ask({ do: 'pane.close', paneId: '1' });
  expect(valueIn(client.ask({ do: 'pane.open', spec: bash }))).toMatchObject({
    paneId: `${panesMax + 1}`,
  });
});
