/**
 * What a host of panes is made with.
 *
 * @spec kernel 1
 */
import type { BridgeFigures, HostStatus } from '../../machines/control/values.ts';
import type { TerminalHands } from '../../machines/hands/pane-messages.ts';
import type { Contract } from '../../machines/kernel/contract.ts';
import type { Clock, Random } from '../../runtime/host/host.ts';
import type { Kernel } from '../kernel/face.ts';
import type { PromotionShelf } from './contract-desk.ts';

export interface PaneHostInput {
  /** Its panes are those that the host opens. */
  readonly kernel: Kernel;
  readonly hands: TerminalHands;
  readonly clock: Clock;
  readonly random: Pick<Random, 'uuid'>;
  readonly facts: Pick<HostStatus, 'pid' | 'version' | 'startedAt' | 'sessionId' | 'log'>;
  /** Null where the hands are in this very process. */
  readonly bridge: () => BridgeFigures | null;
  readonly shelf: PromotionShelf;
  readonly registered: readonly Contract[];
  readonly later: (work: () => void) => void;
  /** Called before a request is answered: what was said of it outlives this process from then on. */
  readonly keepSafe?: () => void;
  /** All is ended and told: the process may go. */
  readonly onStopped: () => void;
}
