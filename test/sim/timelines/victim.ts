/**
 * Plays drawn timelines on the tree beside it until an invariant that the bug breaks by the law is
 * seen broken; prints the first finding and that one, as JSON. Run from a copied tree into which a
 * bug was planted.
 */
import { loadExpressions } from '../../../machines/timeline/expression/load.ts';
import type { Found, Kill } from '../planted/plant.ts';
import { trySeed } from './try-seed.ts';

/** Seeds that are played beyond the first finding. */
const lookFurtherMax = 40;

const seeds = Number(process.argv[2]);
const breaks = (process.argv[3] ?? '').split(',').map(Number);
await loadExpressions();
let first: Found | null = null;
let named: Found | null = null;
for (let seed = 0; seed < seeds && named === null; seed += 1) {
  if (first && seed > first.seed + lookFurtherMax) break;
  const { faults } = await trySeed(seed);
  const found = faults.map(({ invariant, what }) => ({
    seed,
    invariant,
    what: what.slice(0, 300),
  }));
  first ??= found[0] ?? null;
  named = found.find(({ invariant }) => breaks.includes(invariant)) ?? null;
}
if (first) process.stdout.write(JSON.stringify({ ...first, named } satisfies Kill));
