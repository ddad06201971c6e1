/**
 * Who says what about which pane, within one segment of the ring: each such kind of event has a
 * number, so that a query looks at a handful of kinds instead of a thousand events.
 *
 * @spec kernel 6
 */
import type { Envelope } from './envelope.ts';

/** A kind in memory: its names are mostly shared with others. */
const kindBytes = 128;

export class RingKinds {
  readonly #types: string[] = [];
  readonly #panes: string[] = [];
  readonly #sources: string[] = [];
  /** The kind of a type that came last: it mostly comes again. */
  readonly #last = new Map<string, number>();
  readonly #numbers = new Map<string, Map<string, Map<string, number>>>();
  readonly #allTypes: Set<string>;
  #bytes = 0;

  /** @param allTypes is told of every type. */
  constructor(allTypes: Set<string>) {
    this.#allTypes = allTypes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  numberOf({ type, paneId, source }: Envelope): number {
    const last = this.#last.get(type);
    if (last !== undefined && this.#panes[last] === paneId && this.#sources[last] === source) {
      return last;
    }
    const number = this.#find(type, paneId, source);
    this.#last.set(type, number);
    return number;
  }

  type(number: number): string {
    return this.#types[number] ?? '';
  }

  paneId(number: number): string {
    return this.#panes[number] ?? '';
  }

  source(number: number): string {
    return this.#sources[number] ?? '';
  }

  /** Which kinds are of one of the types and of the pane; null when none is. */
  wanted(types: readonly string[] | null, paneId: string | undefined): Uint8Array | null {
    let wanted: Uint8Array | null = null;
    for (const type of types ?? this.#numbers.keys()) {
      const panes = this.#numbers.get(type);
      if (!panes) continue;
      const sources = paneId === undefined ? [...panes.values()] : [panes.get(paneId)];
      for (const numbers of sources) {
        if (!numbers) continue;
        wanted ??= new Uint8Array(this.#types.length);
        for (const number of numbers.values()) wanted[number] = 1;
      }
    }
    return wanted;
  }

  clear(): void {
    this.#types.length = 0;
    this.#panes.length = 0;
    this.#sources.length = 0;
    this.#last.clear();
    this.#numbers.clear();
    this.#bytes = 0;
  }

  #find(type: string, paneId: string, source: string): number {
    const panes = entry(this.#numbers, type, () => new Map<string, Map<string, number>>());
    const sources = entry(panes, paneId, () => new Map<string, number>());
    return entry(sources, source, () => {
      this.#bytes += kindBytes + 2 * (paneId.length + source.length);
      this.#allTypes.add(type);
      this.#panes.push(paneId);
      this.#sources.push(source);
      return this.#types.push(type) - 1;
    });
  }
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
