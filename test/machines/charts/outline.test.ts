/**
 * Goal: an outline says all that a machine's config says: states, targets, guards, waits, rules.
 * Method: one machine of each shape by hand; for all, counts against the config's own text.
 */
import { describe, expect, it } from 'vitest';
import { createMachine, raise, sendTo, setup } from 'xstate';
import { machineNames, machineOf } from '../../../machines/charts/catalogue.ts';
import { outlineOf } from '../../../machines/charts/outline.ts';

describe('an outline', () => {
  it('has the detector with its nested states and resolved targets', () => {
    const { root, states, transitions, waits } = outlineOf(machineOf('detector'));
    expect(root.initial).toBe('none');
    expect(states.map(({ path }) => path)).toEqual([
      'none',
      'none.quiet',
      'none.stirring',
      'suspected',
      'suspected.weak',
      'suspected.strong',
      'confirmed',
      'cooldown',
    ]);
    expect(states[0]).toMatchObject({ kind: 'compound', initial: 'none.quiet' });
    expect(states[2]).toMatchObject({ entry: ['holdSuspicion'], exit: ['forgetSuspicion'] });
    expect(transitions.find(({ event }) => event === 'suspicion.held')).toEqual({
      event: 'suspicion.held',
      from: 'none.stirring',
      to: 'suspected',
      guard: null,
      actions: ['announceSuspected'],
      rule: 'kernel 9.4 suspect',
      wait: { event: 'suspicion.held', delay: 'suspect', ms: 300 },
    });
    expect(waits.map(({ delay, ms }) => [delay, ms])).toEqual([
      ['suspect', 300],
      ['confirm', 800],
      ['cool', 1_500],
    ]);
  });

  it('has the target with its guard, its final state and what it does without leaving', () => {
    const { states, transitions, guards, effects } = outlineOf(machineOf('target'));
    expect(states.at(-1)).toMatchObject({ name: 'gone', kind: 'final' });
    expect(guards).toEqual(['anotherLifeIsDue']);
    expect(effects).toContain('announceHung');
    const stays = transitions.filter(({ to }) => to === null);
    expect(stays.map(({ from, event }) => `${from} ${event}`)).toEqual([
      'up life.unready',
      'stopping stop.requested',
    ]);
  });

  it.each(machineNames)('leaves nothing out: %s', (name) => {
    const machine = machineOf(name);
    const { states, transitions, events, rules, root } = outlineOf(machine);
    const text = JSON.stringify(machine.config);
    expect(transitions).toHaveLength(text.match(/"rule":/g)?.length ?? 0);
    expect(transitions.every(({ rule }) => rule !== null && rules.includes(rule))).toBe(true);
    expect(transitions.filter(({ to }) => to !== null)).toHaveLength(
      text.match(/"target":/g)?.length ?? 0,
    );
    const paths = new Set(states.map(({ path }) => path));
    expect(transitions.every(({ from, to }) => paths.has(from) && paths.has(to ?? from))).toBe(
      true,
    );
    expect([...events].sort()).toEqual([...machine.events].sort());
    expect(root.kind).toBe(machine.root.type);
  });
});

it('shows what a stranger wrote: bodies in place, a history, rules that are no text', () => {
  const { effects, waits, states, transitions, rules, root } = outlineOf(
    setup({
      actions: {
        pass: sendTo('other', { type: 'passed' }),
        atOnce: raise({ type: 'now' }),
        later: sendTo('other', { type: 'later' }, { delay: 'long' }),
      },
      delays: { long: 5 },
    }).createMachine({
      id: 'stranger',
      initial: 'b',
      states: {
        b: {
          on: {
            go: { actions: () => {}, target: 'both', meta: { rule: 'second' } },
            stay: { actions: ['pass', 'atOnce', 'later'], meta: { rule: 7 } },
          },
        },
        both: {
          type: 'parallel',
          states: {
            one: {},
            other: { initial: 'x', states: { x: {}, back: { type: 'history' } } },
          },
          on: { back: { target: 'b', meta: { rule: 'first' } } },
        },
      },
    }),
  );
  expect({ effects, waits, rules }).toEqual({ effects: [], waits: [], rules: ['first', 'second'] });
  expect(states.map(({ path, kind, initial }) => [path, kind, initial])).toEqual([
    ['b', 'atomic', null],
    ['both', 'parallel', null],
    ['both.one', 'atomic', null],
    ['both.other', 'compound', 'both.other.x'],
    ['both.other.x', 'atomic', null],
    ['both.other.back', 'atomic', null],
  ]);
  expect(transitions.map(({ event, actions, rule }) => [event, actions, rule])).toEqual([
    ['go', ['(inline)'], 'second'],
    ['stay', ['pass', 'atOnce', 'later'], null],
    ['back', [], 'first'],
  ]);
  expect(root.initial).toBe('b');
});

it('has a state without anything in it', () => {
  const { events, root } = outlineOf(createMachine({ id: 'still' }));
  expect({ events, root }).toEqual({
    events: [],
    root: {
      ...{ path: '', name: 'still', kind: 'atomic', initial: null },
      ...{ entry: [], exit: [], children: [] },
    },
  });
});
