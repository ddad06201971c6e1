/**
 * The panes in the hands: whoever keeps them opens and closes them, the kernel writes into them. A
 * pane that is not there answers as such.
 *
 * @spec kernel 3.5 7.3
 */
import type { PaneSpec, TerminalHands, TerminalOrder } from '../../machines/hands/pane-messages.ts';
import type { Host, Terminal } from '../../runtime/host/host.ts';
import { createKeyMemory } from './key-memory.ts';
import { PaneLife, type PaneWorld } from './pane-life.ts';
import { createPaneVoice } from './pane-voice.ts';
import { sayMissing } from './pane-writes.ts';
import { createParseRota } from './parse-rota.ts';

/** More panes than this are no session of anybody. */
export const panesMax = 256;

/** A terminal that another hand opened, and ends: it is shown, and written into, as a pane. */
export interface Adoption {
  /** What `pane.opened` answers. */
  readonly key: string;
  readonly paneId: string;
  readonly spec: PaneSpec;
  readonly terminal: Terminal;
}

export interface PaneHand extends TerminalHands {
  /** Again for the same pane: its program was started anew. */
  adopt(adoption: Adoption): void;
  /** Which of the panes have a living program. */
  levels(): Readonly<Record<string, 'up' | 'down'>>;
  /** Ends all programs; resolves when nothing is left, or nothing that can be ended. */
  close(): Promise<void>;
}

export function createPaneHand(host: Host): PaneHand {
  const voice = createPaneVoice(host.clock);
  const world: PaneWorld = {
    ...{ host, voice },
    rota: createParseRota(host.clock),
    keys: createKeyMemory(),
  };
  const panes = new Map<string, PaneLife>();
  let isClosed = false;

  function open(order: Extract<TerminalOrder, { do: 'pane.open' }>): void {
    const { key, paneId, spec } = order;
    const reason = isClosed
      ? 'closed'
      : panes.has(paneId)
        ? 'already_open'
        : panes.size >= panesMax
          ? 'too_many'
          : null;
    if (reason !== null) {
      voice.say({ is: 'pane.open.failed', key, paneId, reason });
      return;
    }
    const pane = new PaneLife(world, paneId, spec);
    panes.set(paneId, pane);
    void pane.open(key).then((isOpen) => {
      if (!isOpen && panes.get(paneId) === pane) panes.delete(paneId);
    });
  }

  function obey(order: TerminalOrder): void {
    const pane = panes.get(order.paneId);
    if (order.do === 'pane.open') open(order);
    else if (pane === undefined) sayMissing(voice, order);
    else if (order.do === 'pane.close') {
      panes.delete(order.paneId);
      void pane.close();
    } else pane.obey(order);
  }

  return {
    send: (order: TerminalOrder) => voice.during(() => obey(order)),
    adopt({ key, paneId, spec, terminal }) {
      const pane = panes.get(paneId) ?? new PaneLife(world, paneId, spec);
      panes.set(paneId, pane);
      pane.adopt(terminal, key);
    },
    onAnswer: voice.onAnswer,
    onPicture: voice.onPicture,
    levels: () =>
      Object.fromEntries([...panes].map(([id, { isUp }]) => [id, isUp ? 'up' : 'down'])),
    async close() {
      isClosed = true;
      await Promise.all([...panes.values()].map((pane) => pane.close()));
      panes.clear();
    },
  };
}
