/**
 * The two links of a pane, the bridge to the hands and its terminal, each with its time to come
 * back.
 *
 * @spec kernel 4.2
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { type LinkEffect, type LinkEvent, linkMachine } from '../../machines/pane/link.machine.ts';
import type { PaneEvent } from '../../machines/pane/pane.machine.ts';
import type { Ground } from './ground.ts';
import type { Ledger } from './ledger.ts';
import { LiveMachine } from './live-machine.ts';
import { type Cause, causeOf } from './voice.ts';

type LinkName = 'bridge' | 'pty';

const words: Readonly<Record<string, readonly [LinkName, LinkEvent['type']]>> = {
  'bridge.connected': ['bridge', 'restored'],
  'bridge.disconnected': ['bridge', 'lost'],
  'pty.up': ['pty', 'restored'],
  'pty.down': ['pty', 'lost'],
};

export class Links {
  readonly #ledger: Ledger;
  readonly #links: Readonly<Record<LinkName, LiveMachine>>;
  #cause: Cause = { eventId: null, correlationId: '' };

  constructor(ground: Ground, ledger: Ledger) {
    this.#ledger = ledger;
    this.#links = {
      bridge: this.#create('bridge', ground),
      pty: this.#create('pty', ground),
    };
  }

  hear(told: Envelope): void {
    const word = words[told.type];
    if (!word) return;
    this.#cause = causeOf(told);
    this.#links[word[0]].send(word[1]);
  }

  stop(): void {
    this.#links.bridge.stop();
    this.#links.pty.stop();
  }

  #create(name: LinkName, ground: Ground): LiveMachine {
    const letters: Readonly<Record<LinkEffect['type'], PaneEvent['type']>> = {
      markLost: `${name}.lost`,
      markRestored: `${name}.restored`,
      markFailed: 'recovery.failed',
    };
    return new LiveMachine(linkMachine, ground, {
      onEffect: (effect) => this.#ledger.move(letters[effect as LinkEffect['type']], this.#cause),
    });
  }
}
