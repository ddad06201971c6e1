/**
 * A state value as a flat list: the path of each active leaf, such as `course.playing`.
 *
 * @spec reliability simulation
 */
import type { StateValue } from 'xstate';

/** The one state, or one `region.state` per region, in the order of the regions. */
export function partsOf(value: StateValue): readonly string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(value).flatMap(([name, inner]) => {
    const parts = inner === undefined ? [] : partsOf(inner);
    return parts.length === 0 ? [name] : parts.map((part) => `${name}.${part}`);
  });
}

interface Tree {
  [name: string]: Tree;
}

/** The other way round. */
export function stateValueOf(parts: readonly string[]): StateValue {
  const root: Tree = {};
  for (const part of parts) {
    let here = root;
    for (const name of part.split('.')) {
      const inner = here[name] ?? {};
      here[name] = inner;
      here = inner;
    }
  }
  return collapsed(root);
}

/** A lone name without anything inside is a leaf, which XState writes as a text. */
function collapsed(tree: Tree): StateValue {
  const entries = Object.entries(tree);
  const [only] = entries;
  if (entries.length === 1 && only && Object.keys(only[1]).length === 0) return only[0];
  return Object.fromEntries(entries.map(([name, inner]) => [name, collapsed(inner)]));
}
