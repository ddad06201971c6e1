/**
 * Goal: for every value that a contract may read it is known since when it is so, and because of
 * what; the vector that is folded is the kernel's own.
 * Method: logs by hand; a real session, whose standing at every decision is compared with the
 * values that the contracts said they saw.
 */
import { describe, expect, it } from 'vitest';
import { Standing, standingAt } from '../../../machines/trace/standing.ts';
import { objectsOf } from '../../../machines/trace/value.ts';
import { log, named, type Told } from './told.ts';
import { session, traced } from './traced-session.ts';

const lock = (id: string, by: string, from: boolean, pane = '1'): Told => ({
  ...{ id, by, pane, type: 'pane.state.changed' },
  payload: { from: { gates: { focusLocked: from } }, to: { gates: { focusLocked: !from } } },
});

function stand(...told: readonly Told[]): (name: string, pane?: string) => string {
  const standing = new Standing();
  for (const event of log(...told)) standing.hear(event);
  return (name, pane = '1') => {
    const since = standing.at(pane).get(name);
    const by = since?.by.map(({ type }) => type).join(' > ');
    return `${since?.value} since ${since?.atMs}: ${by}`;
  };
}

describe('standing', () => {
  it('is at rest before anything moved it', () => {
    const of = stand();
    expect([of('activity'), of('gates.compacting'), of('visible'), of('waiting')]).toEqual([
      'idle since null: ',
      'none since null: ',
      'true since null: ',
      '0 since null: ',
    ]);
  });

  it('names what moved a value, the first cause first, and only in its pane', () => {
    const of = stand(
      { id: 't', type: 'typing.activity' },
      { id: 'f', type: 'focus.locked', by: 't', payload: { owner: 'user' } },
      lock('s', 'f', false),
    );
    expect(of('gates.focusLocked')).toBe('true since 2: typing.activity > focus.locked');
    expect(of('focusHolder')).toBe('user since 1: typing.activity > focus.locked');
    expect(of('gates.focusLocked', '2')).toBe('false since null: ');
  });

  it('counts from the first event that made it so, not from a repetition', () => {
    const of = stand(
      { id: 'a', type: 'pane.visibility.changed', payload: { visible: false } },
      { id: 'b', type: 'pane.visibility.changed', payload: { visible: false } },
      { id: 'c', type: 'queue.depth.changed', payload: { paneId: '1', depth: 2 } },
    );
    expect([of('visible'), of('waiting')]).toEqual([
      'false since 0: pane.visibility.changed',
      '2 since 2: queue.depth.changed',
    ]);
  });

  it('knows that two dialogs are not gone when one is', () => {
    const open = (id: string, type: string, overlay?: string): Told => ({
      ...{ id, type, payload: overlay === undefined ? {} : { overlay } },
    });
    const two = [open('a', 'overlay.opened', 'x'), open('b', 'overlay.opened', 'y')];
    const closed = open('c', 'overlay.closed', 'x');
    expect(stand(...two, closed)('overlayOpen')).toBe('true since 0: overlay.opened');
    expect(stand(...two, closed, open('d', 'overlay.closed'))('overlayOpen')).toBe(
      'false since 3: overlay.closed',
    );
  });

  it('takes what concerns all panes for each of them', () => {
    const of = stand({ id: 'a', type: 'overlay.opened', pane: 'system' });
    expect(of('overlayOpen', '3')).toBe('true since 0: overlay.opened');
  });

  it('knows who holds the focus, and that nobody does', () => {
    const locked = { id: 'a', type: 'focus.locked', payload: { owner: 'agent' } };
    const released = { id: 'b', type: 'focus.released' };
    expect(stand(locked)('focusHolder')).toBe('agent since 0: focus.locked');
    expect(stand({ id: 'a', type: 'focus.locked' })('focusHolder')).toBe(
      'user since 0: focus.locked',
    );
    expect(stand(locked, released)('focusHolder')).toBe('null since 1: focus.released');
  });

  it('knows that a pane is seen again', () => {
    const hidden = { id: 'a', type: 'pane.visibility.changed', payload: { visible: false } };
    const seen = { id: 'b', type: 'pane.visibility.changed', payload: { visible: true } };
    expect(stand(hidden, seen)('visible')).toBe('true since 1: pane.visibility.changed');
  });

  it('takes the later word of a pane and of all panes', () => {
    const open = { id: 'a', type: 'overlay.opened', payload: { overlay: 'x' } };
    const closed = { id: 'b', type: 'overlay.closed' };
    expect(stand({ ...open, pane: 'system' }, closed)('overlayOpen')).toBe(
      'false since 1: overlay.closed',
    );
    expect(stand(closed, { ...open, pane: 'system' })('overlayOpen')).toBe(
      'true since 1: overlay.opened',
    );
  });

  it('knows whether Lane B is on', () => {
    const on = stand();
    expect(on('telemetry')).toBe('true since null: ');
    const again = stand(
      { id: 'a', type: 'telemetry.disabled', pane: 'system' },
      { id: 'b', type: 'telemetry.enabled', pane: 'system' },
    );
    expect(again('telemetry')).toBe('true since 1: telemetry.enabled');

    const of = stand({ id: 'a', type: 'telemetry.disabled', pane: 'system' });
    expect(of('telemetry')).toBe('false since 0: telemetry.disabled');
  });

  it('forgets what is long ago rather than to grow', () => {
    const filler = Array.from({ length: 1_100 }, (_, at) => ({ id: `x${at}` }));
    const of = stand({ id: 't', type: 'typing.activity' }, ...filler, lock('s', 't', false));
    expect(of('gates.focusLocked')).toBe('true since 1101: ');
  });
});

it('is what the contracts of a real session saw', () => {
  const events = traced(session);
  const checks = events.filter(({ type }) => type === 'contract.checked');
  const intents = new Set(checks.map(({ causationId }) => causationId ?? ''));
  const standing = standingAt(events, intents);
  let compared = 0;
  const seen = new Set<string>();
  for (const { causationId, payload } of checks) {
    // The first look of each; a second one is at another instant.
    if (causationId === null || seen.has(causationId)) continue;
    seen.add(causationId);
    for (const { saw } of objectsOf(payload.decisions)) {
      for (const [name, value] of Object.entries(saw as object)) {
        const known = standing.get(causationId)?.get(name);
        if (!known) continue;
        compared += 1;
        expect([name, known.value]).toEqual([name, value]);
      }
    }
  }
  expect(compared).toBeGreaterThan(100);
});

it('looks no further than it must', () => {
  function* events() {
    yield* log({ id: 'a' }, { id: 'b' });
    throw new Error('read on');
  }
  expect([...standingAt(events(), new Set([named('b')])).keys()]).toEqual([named('b')]);
});
