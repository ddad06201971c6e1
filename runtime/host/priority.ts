/**
 * How willingly a child gives way, set once it is born.
 *
 * @spec timeline execution semantics
 */
import { setPriority } from 'node:os';

export function lowerPriority(pid: number, nice: number): void {
  if (nice === 0) return;
  try {
    setPriority(pid, nice);
  } catch {
    // It has ended already; its wait status tells the rest.
  }
}
