/**
 * The hands of the head in the background: what holds the terminals, and how they end.
 *
 * @spec kernel 7
 * @spec reliability orphans
 */
import { createPaneHand } from '../actors/hands/pane-hand.ts';
import type { BridgeFigures } from '../machines/control/values.ts';
import type { TerminalHands } from '../machines/hands/pane-messages.ts';
import { type Result, succeed } from '../machines/kernel/problem.ts';
import { createSystemHost } from '../runtime/host/system-host.ts';
import { entriesOf } from './entries.ts';

export interface HeadHands {
  readonly terminals: TerminalHands;
  /** How the bridge to them does; null where there is none. */
  readonly bridge: () => BridgeFigures | null;
  /** They are gone, and every terminal with them. */
  onLost(listener: () => void): void;
  /** Ends what is left; true when nothing stayed on the machine. */
  close(): Promise<boolean>;
}

export async function openHeadHands(): Promise<Result<HeadHands>> {
  const { stressor, guardian } = entriesOf();
  const made = await createSystemHost({
    ...{ seed: 0, stressorEntry: stressor, guardianEntry: guardian },
  });
  if (!made.ok) return made;
  const host = made.value;
  const panes = createPaneHand(host);
  return succeed({
    terminals: panes,
    bridge: () => null,
    onLost: (listener) => host.guard.onLost(listener),
    async close() {
      await panes.close();
      return (await host.guard.close()).length === 0;
    },
  });
}
