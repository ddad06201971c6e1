/**
 * Plays seeds against the kernel beside it until an oracle says that an invariant is broken, then a
 * few more for one of those that the bug breaks by the law; prints both, as JSON. Run from a
 * copied tree into which a bug was planted. A world that ends by itself is no finding of an oracle.
 */
import { simulateKernel } from '../kernel/simulate-kernel.ts';
import type { Found, Kill } from './plant.ts';

/** Seeds that are played beyond the first finding. */
const lookFurtherMax = 60;

const seeds = Number(process.argv[2]);
const breaks = (process.argv[3] ?? '').split(',').map(Number);
let first: Found | null = null;
let named: Found | null = null;
for (let seed = 0; seed < seeds && named === null; seed += 1) {
  if (first && seed > first.seed + lookFurtherMax) break;
  const found = simulateKernel({ seed })
    .faults.filter(({ invariant }) => invariant > 0)
    .map(({ invariant, what }) => ({ seed, invariant, what: what.slice(0, 300) }));
  first ??= found[0] ?? null;
  named = found.find(({ invariant }) => breaks.includes(invariant)) ?? null;
}
if (first) process.stdout.write(JSON.stringify({ ...first, named } satisfies Kill));
