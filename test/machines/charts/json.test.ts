/**
 * Goal: the JSON is the config and nothing else but what it needs, and says of every name in it
 * what stands behind it.
 * Method: every machine; that it behaves the same elsewhere is `test/live/cli/machine-elsewhere.test.ts`.
 */
import { expect, it } from 'vitest';
import { raise, sendTo, setup } from 'xstate';
import { machineNames, machineOf } from '../../../machines/charts/catalogue.ts';
import { chartJson, needsOf } from '../../../machines/charts/json.ts';
import { namesOf } from '../../model/plain-config.ts';
import { doorMachine } from '../tour/door.ts';

it.each(machineNames)('is the config of %s, and what it needs', (name) => {
  const machine = machineOf(name);
  const text = chartJson(machine);
  const { meta, ...config } = JSON.parse(text);
  expect(text.endsWith('}\n')).toBe(true);
  expect(config).toEqual(machine.config);
  expect(meta).toEqual({ needs: needsOf(machine) });
  const { actions, guards } = namesOf(machine);
  expect(Object.keys(meta.needs.actions).sort()).toEqual([...actions].sort());
  expect(meta.needs.guards).toEqual([...guards].sort());
});

it('tells the three kinds of bodies, and the length of each wait', () => {
  expect(needsOf(doorMachine)).toEqual({
    actions: {
      creak: { emit: 'creak' },
      slam: { emit: 'slam' },
      wait: { raise: 'tired', delay: 'patience', id: 'patience' },
      forget: { cancel: 'patience' },
    },
    guards: ['insists'],
    delays: { patience: 250 },
  });
});

it('says of what is code that it is code', () => {
  const machine = doorMachine.provide({
    actions: { slam: () => {} },
    delays: { patience: () => 5 },
  });
  expect(needsOf(machine).actions.slam).toEqual({ custom: true });
  expect(needsOf(machine).delays).toEqual({ patience: null });
});

it('takes what is sent to another actor for code, and a wait without a name for one', () => {
  const machine = setup({
    actions: { pass: sendTo('other', { type: 'passed' }), again: raise({ type: 'again' }) },
  }).createMachine({ id: 'sender', entry: ['pass', 'again'] });
  expect(needsOf(machine).actions).toEqual({
    pass: { custom: true },
    again: { raise: 'again', delay: null, id: null },
  });
});
