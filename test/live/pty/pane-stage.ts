/**
 * A stage for panes: a kernel and hands with real terminals in one process. Everything that the
 * hands say and the kernel tells is kept and can be waited for; closing it must leave nothing.
 */
import { createLocalHands, type LocalHands } from '../../../actors/hands/local-hands.ts';
import {
  createKernel,
  type Envelope,
  type Kernel,
  type KernelOptions,
  type Verdict,
} from '../../../embed/kernel.ts';
import type {
  HandsMessage,
  KeeperOrder,
  PaneHands,
  PanePicture,
  PaneSpec,
  TerminalOrder,
} from '../../../machines/hands/pane-messages.ts';
import type { Host } from '../../../runtime/host/host.ts';
import { createSystemHost } from '../../../runtime/host/system-host.ts';
import { guardianEntry, meta, sleep, stressorEntry } from '../hands/stage.ts';

export type Said<Is extends HandsMessage['is']> = Extract<HandsMessage, { is: Is }>;
type Seen = Extract<PanePicture, { is: 'pane.seen' }>;
type Ask = TerminalOrder extends infer One
  ? One extends TerminalOrder
    ? Omit<One, 'meta' | 'key' | 'paneId'>
    : never
  : never;

type Spec = Partial<PaneSpec> & Pick<PaneSpec, 'command'>;

export interface Injected {
  readonly verdict: Verdict;
  readonly correlationId: string;
  /** Its one terminal event. */
  readonly ended: Promise<Envelope>;
}

export const terminalTypes: ReadonlySet<string> = new Set([
  'inject.verified',
  'inject.failed',
  'inject.dropped',
]);

/** Longer than any program here takes for anything. */
const patienceMs = 15_000;

export class PaneStage {
  readonly hands: LocalHands;
  readonly kernel: Kernel;
  readonly said: HandsMessage[] = [];
  readonly shown: PanePicture[] = [];
  readonly events: Envelope[] = [];
  readonly #waiting = new Set<() => void>();
  /** Terminal events by the correlation that they end. */
  readonly #ends = new Map<string, Envelope>();
  #keys = 0;

  constructor(hands: LocalHands, options: Omit<KernelOptions, 'hands'>, link: Link) {
    this.hands = hands;
    this.kernel = createKernel({ panes: [], ...options, hands: link(this.hands.panes) });
    this.hands.panes.onAnswer((message) => this.#keep(this.said, message));
    this.hands.panes.onPicture((picture) => this.#keep(this.shown, picture));
    this.kernel.on('*', (event) => {
      if (event.type === 'contract.checked' || event.type === 'pty.data.received') return;
      if (terminalTypes.has(event.type)) this.#ends.set(event.correlationId, event);
      this.#keep(this.events, event);
    });
  }

  /** Resolves as soon as it holds, or fails after the patience. */
  until<Value>(what: () => Value | undefined | null | false, ms = patienceMs): Promise<Value> {
    const { stack } = new Error('It did not come.');
    return new Promise((resolve, reject) => {
      const again = (): void => {
        const value = what();
        if (value === undefined || value === null || value === false) return;
        clearTimeout(timer);
        this.#waiting.delete(again);
        resolve(value);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(again);
        reject(
          new Error(`Expected ${what}; last: ${JSON.stringify(this.said.slice(-8))}\n${stack}`),
        );
      }, ms);
      this.#waiting.add(again);
      again();
    });
  }

  ask(paneId: string, order: Ask, key = `key-${++this.#keys}`): string {
    this.hands.panes.send({ ...order, key, paneId, meta: meta() } as KeeperOrder);
    return key;
  }

  async open(paneId: string, spec: Spec): Promise<number> {
    this.kernel.openPane(paneId);
    return this.start(paneId, spec);
  }

  /** In a pane that the kernel knows already, such as one whose hands were lost. */
  async start(paneId: string, spec: Spec, ms = patienceMs): Promise<number> {
    const usual = { args: [], cwd: null, env: {}, cols: 80, rows: 24, cli: null, readOnly: false };
    return this.opened(this.ask(paneId, { do: 'pane.open', spec: { ...usual, ...spec } }), ms);
  }

  /** The process id of the program that was started for this order. */
  async opened(key: string, ms = patienceMs): Promise<number> {
    const answer = await this.until(
      () =>
        this.said.find(
          (one): one is Said<'pane.opened' | 'pane.open.failed'> =>
            (one.is === 'pane.opened' || one.is === 'pane.open.failed') && one.key === key,
        ),
      ms,
    );
    if (answer.is === 'pane.open.failed') throw new Error(answer.reason);
    return answer.pid;
  }

  screen(paneId: string): Promise<Seen> {
    const key = this.ask(paneId, { do: 'pane.look' });
    return this.until(() =>
      this.shown.find((one): one is Seen => one.is === 'pane.seen' && one.key === key),
    );
  }

  /** Waits until a row of the screen has this in it. */
  async sees(paneId: string, text: string | RegExp): Promise<void> {
    for (const untilMs = performance.now() + patienceMs; ; ) {
      const { rows } = await this.screen(paneId);
      const found = (row: string): boolean =>
        typeof text === 'string' ? row.includes(text) : text.test(row);
      if (rows.some(found)) return;
      if (performance.now() > untilMs) throw new Error(`Expected ${text} on:\n${rows.join('\n')}`);
      await sleep(20);
    }
  }

  inject(
    paneId: string,
    body: string,
    payload: Readonly<Record<string, unknown>> = {},
    ms = 60_000,
  ): Injected {
    const verdict = this.kernel.submit({
      ...{ type: 'inject.requested', paneId, source: 'test' },
      payload: { body, ...payload },
    });
    const correlationId = verdict.event?.correlationId ?? '';
    const ended = this.until(() => this.#ends.get(correlationId), ms);
    return { verdict, correlationId, ended };
  }

  /** The events of one operation, without what it did to the pane's vector. */
  chain(correlationId: string): readonly string[] {
    return this.events
      .filter((one) => one.correlationId === correlationId && one.type !== 'pane.state.changed')
      .map(({ type }) => type);
  }

  async close(): Promise<void> {
    this.kernel.stop();
    const closed = new Promise<readonly unknown[]>((resolve) => {
      this.hands.onAnswer((answer) => {
        if (answer.is === 'hands.closed') resolve(answer.leftovers);
      });
    });
    this.hands.send({ meta: meta(), do: 'hands.close' });
    const leftovers = await closed;
    if (leftovers.length > 0) throw new Error(`Left behind: ${JSON.stringify(leftovers)}`);
  }

  #keep<One>(kept: One[], one: One): void {
    kept.push(one);
    for (const look of [...this.#waiting]) look();
  }
}

/** What stands between the kernel and its hands; nothing unless it is said. */
export type Link = (panes: LocalHands['panes']) => PaneHands;

export async function openPaneStage(
  options: Omit<KernelOptions, 'hands'> = {},
  link: Link = (panes) => panes,
): Promise<PaneStage & { readonly host: Host }> {
  const opened = await createSystemHost({ seed: 1, stressorEntry, guardianEntry });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const host = opened.value;
  const hands = createLocalHands(host, { stressorsAhead: 0 });
  return Object.assign(new PaneStage(hands, options, link), { host });
}
