/**
 * Goal: a tour takes every transition and says what must come of it; probes hold all the rest.
 * Method: a small machine counted by hand, and every machine of ours: tour and probes together
 * are the whole of states times letters.
 */
import { describe, expect, it } from 'vitest';
import { linkMachine } from '../../../machines/pane/link.machine.ts';
import { alphabetOf, probesOf, tourOf } from '../../../machines/tour/tour.ts';
import { doorLetters, doorMachine } from './door.ts';

describe('a tour', () => {
  it('says for each step where it begins, what is sent, and what must come of it', () => {
    const [first = []] = tourOf(linkMachine);
    expect(first[0]).toEqual({
      letter: { name: 'lost', event: { type: 'lost' } },
      from: ['up'],
      to: ['recovering'],
      effects: ['markLost'],
      rules: ['kernel 4.2 rule 5'],
      waitsMs: [60_000],
    });
    const steps = tourOf(linkMachine).flat();
    const taken = new Set(steps.map(({ from, letter }) => `${from} ${letter.name}`));
    expect([...taken].sort()).toEqual([
      'failed restored',
      'recovering recovery.overdue',
      'recovering restored',
      'up lost',
    ]);
  });

  it('is of one piece: each step begins where the one before it ended', () => {
    for (const path of tourOf(doorMachine, doorLetters)) {
      expect(path[0]?.from).toEqual(['leaf.shut', 'lamp.off']);
      for (const [index, { from }] of path.entries()) {
        if (index > 0) expect(from).toEqual(path[index - 1]?.to);
      }
    }
  });
});

describe('probes', () => {
  it('hold for every state all letters that a tour does not send there', () => {
    const taken = tourOf(doorMachine, doorLetters)
      .flat()
      .map(({ from, letter }) => `${from.join(' ')}: ${letter.name}`);
    const probed = probesOf(doorMachine, doorLetters).flatMap(({ state, ignored }) =>
      ignored.map(({ name }) => `${state.join(' ')}: ${name}`),
    );
    expect(new Set([...taken, ...probed]).size).toBe(8 * doorLetters.length);
    expect(probed.filter((each) => taken.includes(each))).toEqual([]);
    expect(probed).toContain('leaf.shut lamp.off: knock');
  });

  it('know a way to their state', () => {
    const probe = probesOf(doorMachine, doorLetters).find(
      ({ state }) => state.join(' ') === 'leaf.open.ajar lamp.off',
    );
    expect(probe?.way.map(({ letter }) => letter.name)).toEqual(['knock knock', 'close']);
    expect(probe?.way.at(-1)?.to).toEqual(probe?.state);
  });

  it('begin with the initial state, for which no way is needed', () => {
    expect(probesOf(linkMachine)[0]).toMatchObject({ state: ['up'], way: [] });
  });
});

it('an alphabet has one letter for each event type', () => {
  expect(alphabetOf(linkMachine).map(({ name }) => name)).toEqual([...linkMachine.events]);
});
