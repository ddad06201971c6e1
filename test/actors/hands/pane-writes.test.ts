/**
 * Goal: nothing is entered after its injection has ended, and what was submitted together with the
 * user's own text is not told as taken.
 * Method: a pane on a simulated host; orders that come late, and keys before them.
 */
import { expect, it } from 'vitest';
import { meta, scene, write } from './pane-scene.ts';

it('what is too late is not carried out, and told of its own intent', async () => {
  const { ask, pass, host, facts, acks, got } = await scene();
  const order = (sinceMs: number) => ({
    within: { sentAtMs: host.clock.monotonicMs() - sinceMs, remainingMs: 10_000 },
    meta: { ...meta, correlationId: 'mine', seq: 7 },
  });
  ask({ ...write, ...order(10_000) }, 'late');
  await pass(100);
  expect([got(), acks()]).toEqual(['', []]);
  const [lost] = facts('event.dropped');
  expect(lost).toMatchObject({ key: 'late', meta: { correlationId: 'mine' } });
  expect(lost?.payload).toMatchObject({ reason: 'write_too_late', oldestSeq: 7 });
  ask({ ...write, ...order(9_900) }, 'timely');
  await pass(100);
  ask({ do: 'pane.submit', attempt: 1, ...order(10_000) }, 'timely');
  await pass(100);
  expect([got(), acks()]).toEqual(['hello', ['timely accepted']]);
  expect(facts('event.dropped')[1]?.payload).toMatchObject({ reason: 'submit_too_late' });
  ask({ do: 'pane.submit', attempt: 1, ...order(0) }, 'timely');
  await pass(100);
  expect(got()).toBe('hello\r');
});

it.each([
  ['echo half', ['behind_a_draft'], 0],
  ['echo half\r', [], 1],
])(
  'a text behind %j of the user is verified only when that is no draft',
  async (keys, told, ok) => {
    const { ask, pass, lives, of } = await scene();
    lives[0]?.print('$ ');
    ask({ do: 'pane.type', data: keys });
    await pass(200);
    ask(write, 'text');
    await pass(100);
    ask({ do: 'pane.submit', attempt: 1 }, 'text');
    await pass(500);
    expect(of('pane.verified')).toHaveLength(ok);
    const reasons = of('pane.verification.failed').map((one) =>
      'reason' in one ? one.reason : '',
    );
    expect(reasons).toEqual(told);
  },
);

it.each([
  ['shows nothing of a text gets one Enter only', false, ['never_shown']],
  ['shows the text is seen to take it', true, []],
])('a program that %s', async (_what, echoes, told) => {
  const { ask, pass, lives, of } = await scene({}, () => {}, echoes);
  lives[0]?.print('$ ');
  ask(write, 'text');
  await pass(100);
  ask({ do: 'pane.submit', attempt: 1 }, 'text');
  await pass(4_900);
  const reasons = of('pane.verification.failed').map((one) => ('reason' in one ? one.reason : ''));
  expect([reasons, of('pane.verified').length]).toEqual([told, echoes ? 1 : 0]);
});
