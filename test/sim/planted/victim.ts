/**
 * Plays seeds against the kernel beside it until an invariant breaks; prints which one, as JSON.
 * Run from a copied tree into which a bug was planted.
 */
import { simulateKernel } from '../kernel/simulate-kernel.ts';

const seeds = Number(process.argv[2]);
for (let seed = 0; seed < seeds; seed += 1) {
  const [fault] = simulateKernel({ seed }).faults;
  if (!fault) continue;
  const { invariant, what } = fault;
  process.stdout.write(JSON.stringify({ seed, invariant, what: what.slice(0, 300) }));
  break;
}
