/**
 * Goal: a system that keeps to its model shows no difference; one that does not is found, and the
 * difference says how to come there. Method: the small machine behind an acknowledgement that
 * takes its time is the system; the faults are planted in it.
 */
import { setImmediate as later } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type AnyStateMachine, createActor, createMachine } from 'xstate';
import { type Driver, walkProbes, walkTour } from '../../../machines/tour/drive.ts';
import type { Letter } from '../../../machines/tour/graph.ts';
import { partsOf } from '../../../machines/tour/parts.ts';
import { probesOf, tourOf } from '../../../machines/tour/tour.ts';
import { doorLetters, doorMachine } from './door.ts';

const tour = tourOf(doorMachine, doorLetters);
const probes = probesOf(doorMachine, doorLetters);

class Remote {
  readonly #actor;
  #effects: string[] = [];
  constructor(machine: AnyStateMachine) {
    this.#actor = createActor(machine).start();
    this.#actor.on('*', ({ type }: { readonly type: string }) => this.#effects.push(type));
  }
  async send({ event }: Letter): Promise<void> {
    await later();
    this.#actor.send(event);
  }
  look() {
    const effects = this.#effects;
    this.#effects = [];
    return { state: partsOf(this.#actor.getSnapshot().value), effects };
  }
  stop() {
    this.#actor.stop();
  }
}

let alive = 0;
function driverOf(machine: AnyStateMachine, more: Partial<Driver<Remote>> = {}): Driver<Remote> {
  return {
    start() {
      alive += 1;
      return new Remote(machine);
    },
    act: (remote, letter) => remote.send(letter),
    look: (remote) => remote.look(),
    stop(remote) {
      alive -= 1;
      remote.stop();
    },
    ...more,
  };
}

/** The same machine with one thing wrong. */
function spoilt(spoil: (text: string) => string): AnyStateMachine {
  const text = JSON.stringify(doorMachine.config);
  const changed = spoil(text);
  if (changed === text) throw new Error('Expected the config to change.');
  const made: AnyStateMachine = createMachine(JSON.parse(changed));
  return made.provide(doorMachine.implementations) as AnyStateMachine;
}

it('finds nothing where there is nothing to find, and leaves no system behind', async () => {
  expect(await walkTour(tour, driverOf(doorMachine))).toEqual([]);
  expect(await walkProbes(probes, driverOf(doorMachine))).toEqual([]);
  expect(alive).toBe(0);
});

it('finds a transition that leads elsewhere, and says the way', async () => {
  const wrong = spoilt((text) => text.replace('"target":"ajar"', '"target":"wide"'));
  const [first] = await walkTour(tour, driverOf(wrong));
  expect(first).toEqual({
    trail: 'leaf.shut lamp.off --knock knock--> leaf.open.wide lamp.off --close-->',
    expected: { state: ['leaf.open.ajar', 'lamp.off'], effects: [] },
    got: { state: ['leaf.open.wide', 'lamp.off'], effects: [] },
  });
});

it('finds an effect too few, even where no state is shown', async () => {
  const wrong = spoilt((text) => text.replace('"actions":["creak","slam"]', '"actions":["slam"]'));
  const blind = driverOf(wrong, { look: (remote) => ({ effects: remote.look().effects }) });
  const [first] = await walkTour(tour, blind);
  expect(first?.expected.effects).toEqual(['creak', 'slam']);
  expect(first?.got).toEqual({ effects: ['slam'] });
});

it('finds what should be ignored by probes, each time, and no tour would', async () => {
  const wrong = spoilt((text) => text.replace('"guard":"insists",', ''));
  expect(await walkTour(tour, driverOf(wrong))).toEqual([]);
  const found = await walkProbes(probes, driverOf(wrong));
  expect(found.map(({ trail }) => trail)).toEqual([
    'leaf.shut lamp.off --knock-->',
    'leaf.shut lamp.off --dark--> leaf.shut lamp.on --knock-->',
  ]);
});

it('goes on with the letters behind a difference', async () => {
  const wrong = spoilt((text) =>
    text.replace('"off":{"on":{', '"off":{"on":{"tired":"on","close":"on",'),
  );
  const [first, second] = await walkProbes(probes, driverOf(wrong));
  expect(first?.trail).toBe('leaf.shut lamp.off --close-->');
  expect(second?.trail).toBe('leaf.shut lamp.off --tired-->');
});

it('tells a broken way to a probe, and what a driver threw', async () => {
  const refusing = driverOf(doorMachine, {
    act: async (remote, letter) => {
      if (letter.name === 'dark') throw new Error('no lamp');
      await remote.send(letter);
    },
  });
  const found = await walkProbes(probes, refusing);
  const [first] = await walkTour(tour, refusing);
  expect(first?.got).toEqual({ thrown: new Error('no lamp') });
  expect(found.every(({ got }) => 'thrown' in got)).toBe(true);
  expect(found.length).toBeGreaterThan(3);
  expect(alive).toBe(0);
});
