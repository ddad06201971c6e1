/**
 * What a world asks of whoever lets its head die and go on.
 *
 * @spec reliability simulation
 */
import type { Kernel, KernelOptions, PaneHands } from '../../../embed/kernel.ts';
import type { FaultKind } from '../kernel/faults.ts';
import type { Act } from '../kernel/schedule.ts';
import type { Said } from '../kernel/terminals.ts';
import type { Turn } from '../kernel/turn.ts';

export interface Mortality {
  /** Kinds of fault of its own. */
  readonly faults: readonly FaultKind[];
  /** The way to the terminals: orders of the dead do not get there. */
  hands(terminals: PaneHands): PaneHands;
  /** What terminals say, on its way; false where it is the ordinary one. */
  carries(answer: Said, tell: (answer: Said) => void): boolean;
  /** Whether an edge of a link gets lost, since a level state comes after it. */
  losesEdge(type: string): boolean;
  make(options: KernelOptions): Kernel;
  /** An event is about to be heard. */
  spoken(): void;
  /** A call from outside is about to end. */
  called(): void;
  /** The turn in which the head died is over. */
  died(turn: Turn): void;
  arm(act: Act): void;
  restartHands(): void;
}
