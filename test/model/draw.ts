/**
 * Chance for tests: the same name draws the same numbers, for ever.
 */

export interface Draw {
  /** A whole number from 0 up to, but without, `below`. */
  (below: number): number;
  /** So many of the list, none twice, in the order of the list. */
  some<Item>(list: readonly Item[], count: number): readonly Item[];
}

export function drawFrom(name: string): Draw {
  let state = [...name].reduce((hash, char) => Math.imul(hash ^ char.charCodeAt(0), 16777619), 7);
  const draw = (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  const some = <Item>(list: readonly Item[], count: number) => {
    const left = list.map((_, index) => index);
    const chosen: number[] = [];
    while (left.length > 0 && chosen.length < count) {
      chosen.push(...left.splice(draw(left.length), 1));
    }
    return list.filter((_, index) => chosen.includes(index));
  };
  return Object.assign(draw, { some });
}
