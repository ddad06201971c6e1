/**
 * Chance in the hands of the simulator: what it draws from a seeded stream, in words.
 */
import type { Random } from '../../../runtime/host/host.ts';

export interface Dice {
  /** True with this probability. */
  chance(probability: number): boolean;
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  /** One of the names, each as often as its weight says. */
  weigh<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
  uuid(): string;
  fork(label: string): Dice;
}

export function createDice(random: Random): Dice {
  const below = (end: number): number => Math.floor(random.next() * end);
  return {
    chance: (probability) => random.next() < probability,
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    weigh(weights) {
      const names = Object.keys(weights) as (keyof typeof weights)[];
      let left = random.next() * names.reduce((sum, name) => sum + weights[name], 0);
      for (const name of names) {
        left -= weights[name];
        if (left < 0) return name;
      }
      return names[names.length - 1] as keyof typeof weights;
    },
    uuid: () => random.uuid(),
    fork: (label) => createDice(random.fork(label)),
  };
}
