/**
 * Goal: remembered steps are the steps of a live XState actor: state, effects and timers.
 * Method: every machine of the kernel, 10,000 random letters and waits, side by side.
 */
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createActor } from 'xstate';
import { LiveMachine } from '../../../actors/kernel/live-machine.ts';
import { detectorMachine } from '../../../machines/compaction/detector.machine.ts';
import { stepTableOf } from '../../../machines/kernel/step-table.ts';
import { focusMachine } from '../../../machines/pane/focus.machine.ts';
import { injectionMachine } from '../../../machines/pane/injection.machine.ts';
import { linkMachine } from '../../../machines/pane/link.machine.ts';
import { paneMachine } from '../../../machines/pane/pane.machine.ts';
import { resizeMachine } from '../../../machines/pane/resize.machine.ts';
import { stormMachine } from '../../../machines/pane/storm.machine.ts';
import { safeModeMachine } from '../../../machines/safety/safe-mode.machine.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { drawFrom } from '../../model/draw.ts';

const machines: readonly AnyStateMachine[] = [
  detectorMachine,
  focusMachine,
  injectionMachine,
  linkMachine,
  paneMachine,
  resizeMachine,
  stormMachine,
  safeModeMachine,
];

function asActor(machine: AnyStateMachine) {
  const clock = createVirtualClock();
  const effects: string[] = [];
  const actor = createActor(machine, { clock });
  actor.on('*', ({ type }) => effects.push(type));
  actor.start();
  const letters = new Set<string>(machine.events);
  return {
    send: (type: string) => letters.has(type) && actor.send({ type }),
    wait: (ms: number) => clock.advance(ms),
    see: () => JSON.stringify([actor.getSnapshot().value, effects.splice(0)]),
  };
}

function asTable(machine: AnyStateMachine) {
  const clock = createVirtualClock();
  const effects: string[] = [];
  const world = { clock, turn: <Value>(work: () => Value) => work() };
  const live = new LiveMachine(machine, world, { onEffect: (effect) => effects.push(effect) });
  return {
    send: (type: string) => live.send(type),
    wait: (ms: number) => clock.advance(ms),
    see: () => JSON.stringify([live.place.value, effects.splice(0)]),
  };
}

describe.each(machines.map((machine) => [machine.id, machine] as const))('%s', (id, machine) => {
  it('steps as its actor does', () => {
    const draw = drawFrom(`steps ${id}`);
    let pair = [asActor(machine), asTable(machine)] as const;
    for (let count = 0; count < 10_000; count += 1) {
      if (draw(50) === 0) pair = [asActor(machine), asTable(machine)];
      const letter = machine.events[draw(machine.events.length)] ?? '';
      const ms = draw(8) === 0 ? 1 + draw(3_000) : 0;
      for (const one of pair) ms > 0 ? one.wait(ms) : one.send(letter);
      const [actor, table] = pair.map((one) => one.see());
      if (actor !== table) expect(table, `letter ${count}, ${letter}`).toBe(actor);
    }
  });

  it('has one table, whose places are one object per state', () => {
    const table = stepTableOf(machine);
    expect(stepTableOf(machine)).toBe(table);
    for (const letter of machine.events) {
      expect(table.step(table.initial.to, letter)).toBe(table.step(table.initial.to, letter));
    }
    expect(table.step(table.initial.to, 'xstate.stop').handled).toBe(false);
    expect(table.step(table.initial.to, 'unheard').to).toBe(table.initial.to);
  });
});
