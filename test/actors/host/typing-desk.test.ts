/**
 * Goal: keys of a client hold injections back until they have rested, and then these go on in
 * order; keys of two clients never mix, which the kernel says.
 * Method: clients that type on a virtual clock; what reached the hands, and what was said.
 */
import { expect, it } from 'vitest';
import { arbitrationMs, idleMs } from '../../../actors/host/typing-desk.ts';
import { bash, codesOf, createStage, valueIn } from './stage.ts';

function typed() {
  const stage = createStage();
  const [ada, bob] = [stage.join(), stage.join()];
  ada.ask({ do: 'pane.open', spec: bash });
  const type = (who: typeof ada, data: string) => who.ask({ do: 'pane.type', paneId: '1', data });
  const keys = () =>
    stage.hands.orders.flatMap((order) => (order.do === 'pane.type' ? [order.data] : []));
  const inject = (text: string) =>
    valueIn(
      ada.ask({
        ...{ do: 'pane.inject', paneId: '1', text, critical: false, lossyPolicy: 'refuse' },
      }),
    ) as { readonly decision: string };
  return { ...stage, ada, bob, type, keys, inject };
}

it('locks the focus while keys come, and lets injections go on in order afterwards', () => {
  const { ada, type, keys, inject, kernel, clock, hands, types } = typed();
  type(ada, 'l');
  expect(kernel.state('1').gates.focusLocked).toBe(true);
  expect([inject('one'), inject('two')].map(({ decision }) => decision)).toEqual([
    ...['deferred', 'deferred'],
  ]);
  clock.advance(idleMs - 1);
  type(ada, 's');
  clock.advance(idleMs - 1);
  expect(types('inject.applied')).toEqual([]);
  expect(keys()).toEqual(['l', 's']);
  clock.advance(1);
  expect(kernel.state('1').gates.focusLocked).toBe(false);
  clock.advance(5_000);
  const written = hands.orders.flatMap((one) => (one.do === 'pane.write' ? [one.text] : []));
  expect(written).toEqual(['one', 'two']);
  expect(types('inject.verified')).toHaveLength(2);
});

it('tells activity at most ten times a second, whatever comes', () => {
  const { ada, type, clock, types, keys } = typed();
  for (let at = 0; at < 1_000; at += 1) {
    type(ada, 'x');
    clock.advance(1);
  }
  expect(types('typing.activity')).toHaveLength(10);
  expect(types('focus.locked')).toHaveLength(1);
  expect(keys()).toHaveLength(1_000);
});

it('refuses the keys of another client, which the kernel tells as a steal', () => {
  const { ada, bob, type, keys, types, clock, kernel } = typed();
  for (const who of [ada, bob]) who.begin({ do: 'pane.attach', paneId: '1', size: null });
  type(ada, 'a');
  for (const key of ['x', 'y', 'z']) expect(codesOf(type(bob, key))).toEqual(['KEYS_REFUSED']);
  expect(keys()).toEqual(['a']);
  expect(types('focus.arbitration', 'focus.steal')).toEqual([
    ...['focus.arbitration.requested', 'focus.steal.blocked', 'focus.arbitration.resolved'],
  ]);
  expect(kernel.explain('1').focusHolder).toBe('user');
  clock.advance(idleMs);
  expect(valueIn(type(bob, 'b'))).toBe(null);
  expect(codesOf(type(ada, 'c'))).toEqual(['KEYS_REFUSED']);
  expect(keys()).toEqual(['a', 'b']);
});

it('lets go at once when the client detaches, and only for that client', () => {
  const { ada, bob, type, kernel, types } = typed();
  const attach = { do: 'pane.attach', paneId: '1', size: null } as const;
  const [at] = [ada.begin(attach), bob.begin(attach)];
  type(ada, 'a');
  bob.leave();
  expect(kernel.state('1').gates.focusLocked).toBe(true);
  ada.ask({ do: 'stream.end', of: at });
  expect(kernel.state('1').gates.focusLocked).toBe(false);
  expect(types('typing.idle')).toHaveLength(1);
});

it('lets the keys rest of one who typed and went', () => {
  const { ada, type, kernel, clock } = typed();
  type(ada, 'a');
  ada.leave();
  expect(kernel.state('1').gates.focusLocked).toBe(true);
  clock.advance(idleMs);
  expect(kernel.state('1').gates.focusLocked).toBe(false);
});

it('takes the keys of a script from one client after another, but not beside a person', () => {
  const { ada, bob, type, keys, kernel, types } = typed();
  type(ada, 'a');
  expect(valueIn(type(bob, 'b'))).toBe(null);
  expect(types('typing.idle', 'focus.arbitration')).toEqual([]);
  expect(kernel.state('1').gates.focusLocked).toBe(true);
  ada.begin({ do: 'pane.attach', paneId: '1', size: null });
  type(ada, 'c');
  expect(codesOf(type(bob, 'd'))).toEqual(['KEYS_REFUSED']);
  expect(keys()).toEqual(['a', 'b', 'c']);
});

it('forgets a pane that is closed while somebody types in it', () => {
  const { ada, type, clock, types } = typed();
  type(ada, 'a');
  ada.ask({ do: 'pane.close', paneId: '1' });
  clock.advance(10 * idleMs);
  expect(types('typing.idle')).toEqual([]);
});

it('locks nothing for what a terminal reports by itself, and mixes it with nobody', () => {
  const { ada, bob, type, keys, types } = typed();
  for (const who of [ada, bob]) who.begin({ do: 'pane.attach', paneId: '1', size: null });
  const report = { do: 'pane.type', paneId: '1', data: '\u001b[I', isReport: true } as const;
  expect(valueIn(ada.ask(report))).toBe(null);
  expect(types('typing', 'focus')).toEqual([]);
  type(ada, 'a');
  expect(codesOf(bob.ask(report))).toEqual(['KEYS_REFUSED']);
  expect(types('focus.arbitration')).toEqual([]);
  expect(keys()).toEqual(['\u001b[I', 'a']);
});

it('tells how many keys of another were refused', () => {
  const { ada, bob, type, clock, heard } = typed();
  const at = [ada, bob].map((who) => who.begin({ do: 'pane.attach', paneId: '1', size: null }));
  const dropped = () =>
    heard.flatMap(({ type, payload }) => (type === 'event.dropped' ? [payload.droppedCount] : []));
  type(ada, 'a');
  for (const each of ['one', 'two']) type(bob, each);
  expect(dropped()).toEqual([]);
  clock.advance(arbitrationMs);
  expect(dropped()).toEqual([6]);
  type(bob, 'x');
  bob.ask({ do: 'stream.end', of: at[1] ?? 0 });
  expect(dropped()).toEqual([6, 1]);
  clock.advance(arbitrationMs);
  expect(dropped()).toEqual([6, 1]);
});

it('refuses keys that nobody would get, which hold nobody back', () => {
  const { ada, type, keys, types } = typed();
  ada.ask({ do: 'pane.open', spec: { ...bash, readOnly: true } });
  const paneId = '2';
  expect(codesOf(ada.ask({ do: 'pane.type', paneId, data: 'x' }))).toEqual(['PANE_READ_ONLY']);
  const kill = { do: 'pane.kill', paneId: '1', graceMs: 0 } as const;
  expect(codesOf(ada.ask({ ...kill, signal: 'SIGFOO' }))).toEqual(['UNKNOWN_SIGNAL']);
  expect(valueIn(type(ada, 'y'))).toBe(null);
  ada.ask({ ...kill, signal: 'SIGKILL' });
  expect(codesOf(type(ada, 'z'))).toEqual(['PANE_ENDED']);
  expect(codesOf(ada.ask({ ...kill, paneId: '', signal: 'SIGHUP' }))).toEqual(['UNKNOWN_PANE']);
  expect(keys()).toEqual(['y']);
  expect(types('typing.activity')).toHaveLength(1);
});
