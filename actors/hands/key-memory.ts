/**
 * The keys of the writes that these hands have begun: none is ever written a second time. The oldest
 * of many are forgotten.
 *
 * @spec kernel 3.5
 */
export const keysMax = 4_096;

/** `partly`: the program stopped reading in the middle of it; `dropped`: it waited in vain. */
export type Fate = 'writing' | 'written' | 'partly' | 'dropped';

export interface KeyMemory {
  get(key: string): Fate | undefined;
  set(key: string, fate: Fate): void;
}

export function createKeyMemory(most = keysMax): KeyMemory {
  const fates = new Map<string, Fate>();
  return {
    get: (key) => fates.get(key),
    set(key, fate) {
      fates.delete(key);
      fates.set(key, fate);
      const [oldest] = fates.keys();
      if (fates.size > most && oldest !== undefined) fates.delete(oldest);
    },
  };
}
