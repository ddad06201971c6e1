/**
 * Hands on a simulated host with one pane, whose terminal is played, and all that they say.
 */
import { createPaneHand, type PaneHand } from '../../../actors/hands/pane-hand.ts';
import type { HandsMessage, PanePicture, PaneSpec } from '../../../machines/hands/pane-messages.ts';
import { createSimulatedHost, type SimulatedHost } from '../../../runtime/host/simulated-host.ts';
import type { SimulatedProcess } from '../../../runtime/host/simulated-program.ts';

export const meta = { eventId: 'e', correlationId: 'c', causationId: null, source: 's', seq: 1 };

interface Asked {
  readonly do: string;
  readonly [key: string]: unknown;
}

type Fact = Extract<HandsMessage, { readonly is: 'pane.fact' }>;

export interface Scene {
  readonly hand: PaneHand;
  readonly host: SimulatedHost;
  /** Lives of the program, in order. */
  readonly lives: readonly SimulatedProcess[];
  readonly said: readonly HandsMessage[];
  readonly shown: readonly PanePicture[];
  ask(order: Asked, key?: string, paneId?: string): void;
  pass(ms: number): Promise<void>;
  /** Key, status and reason of every acknowledgement. */
  acks(): readonly string[];
  of(is: HandsMessage['is']): readonly HandsMessage[];
  facts(type: string): readonly Fact[];
  /** All that the program read. */
  got(): string;
}

export async function scene(
  spec: Partial<PaneSpec> = {},
  play: (process: SimulatedProcess) => void = () => {},
  echoes = true,
): Promise<Scene> {
  let got = '';
  const lives: SimulatedProcess[] = [];
  const host = createSimulatedHost({
    seed: 1,
    programs: {
      shell(process) {
        lives.push(process);
        process.onLine((data) => {
          got += data;
          if (echoes) process.print(data.replaceAll('\r', '\r\n'));
        });
        play(process);
      },
    },
  });
  const hand = createPaneHand(host);
  const said: HandsMessage[] = [];
  const shown: PanePicture[] = [];
  hand.onAnswer((message) => said.push(message));
  hand.onPicture((picture) => shown.push(picture));
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 10) {
      host.clock.advance(10);
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    }
  };
  const ask = (order: Asked, key = 'k', paneId = '1'): void =>
    hand.send({ key, paneId, meta, ...order } as never);
  const whole: PaneSpec = {
    ...{ command: 'shell', args: [], cwd: null, env: {}, cols: 40, rows: 10, cli: 'generic' },
    ...{ readOnly: false, ...spec },
  };
  ask({ do: 'pane.open', spec: whole }, 'open');
  await pass(100);
  const acks = (): readonly string[] =>
    said.flatMap((one) =>
      one.is === 'pane.write.acked'
        ? [[one.key, one.status, one.reason].filter(Boolean).join(' ')]
        : [],
    );
  const of = (is: HandsMessage['is']): readonly HandsMessage[] =>
    said.filter((one) => one.is === is);
  const facts = (type: string) =>
    said.flatMap((one) => (one.is === 'pane.fact' && one.type === type ? [one] : []));
  return { hand, host, lives, said, shown, ask, pass, acks, of, facts, got: () => got };
}

export const write = { do: 'pane.write', text: 'hello', mode: 'keys' } as const;
