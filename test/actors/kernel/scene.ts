/**
 * A kernel on a virtual clock with a seeded stream, and hands that do what they are told to do.
 */
import {
  createKernel,
  type Envelope,
  type Kernel,
  type KernelLog,
  type KernelOptions,
} from '../../../embed/kernel.ts';
import type { PaneAnswer, PaneHands, PaneOrder } from '../../../machines/hands/pane-messages.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { createVirtualClock, type VirtualClock } from '../../../runtime/host/virtual-clock.ts';

export interface Scene {
  readonly clock: VirtualClock;
  readonly kernel: Kernel;
  /** Everything that a subscriber of `*` heard, in order. */
  readonly heard: readonly Envelope[];
  /** A request for an injection into a pane. */
  inject(
    paneId?: string,
    more?: Partial<Parameters<Kernel['submit']>[0]>,
  ): ReturnType<Kernel['submit']>;
  /** A fact of a pane; the source is that of the taxonomy's usual emitter. */
  fact(
    type: string,
    payload?: Record<string, unknown>,
    paneId?: string,
    correlationId?: string,
  ): Envelope;
  /** Types heard, those of a pattern only. */
  types(...prefixes: readonly string[]): readonly string[];
  /** Types of one operation in Lane A, oldest first. */
  chain(correlationId: string): readonly string[];
}

let logOf: (() => KernelLog) | null = null;

/** Every scene that the work makes is recorded, each in a log of its own. */
export function recordScenes<Value>(log: () => KernelLog, work: () => Value): Value {
  logOf = log;
  try {
    return work();
  } finally {
    logOf = null;
  }
}

export function createScene(
  options: KernelOptions & { readonly clock?: VirtualClock } = {},
): Scene {
  const clock = options.clock ?? createVirtualClock();
  const heard: Envelope[] = [];
  const prepare = (one: Kernel): void => {
    one.on('*', (event: Envelope) => heard.push(event));
  };
  const { recover, ...rest } = options;
  const kernel = createKernel({
    ...{ random: createSeededRandom(7), ...(logOf ? { log: logOf() } : {}), ...rest, clock },
    ...(recover ? { recover: { prepare, ...recover } } : {}),
  });
  if (!recover) prepare(kernel);
  return {
    clock,
    kernel,
    heard,
    inject: (paneId = '1', more = {}) =>
      kernel.submit({
        type: 'inject.requested',
        paneId,
        source: 'injection.js',
        payload: { body: 'hello' },
        ...more,
      }),
    fact: (type, payload = {}, paneId = '1', correlationId = undefined) =>
      kernel.report({ type, paneId, source: sourceOf(type), payload, correlationId }),
    types: (...prefixes) =>
      heard
        .map(({ type }) => type)
        .filter((type) => prefixes.length === 0 || prefixes.some((one) => type.startsWith(one))),
    chain: (correlationId) =>
      kernel
        .chain(correlationId)
        .map(({ type }) => type)
        .filter((type) => type !== 'contract.checked'),
  };
}

function sourceOf(type: string): string {
  if (/^(?:inject|verify)/.test(type)) return 'injection.js';
  if (/^(?:daemon|pty)/.test(type)) return 'daemon';
  return type.startsWith('bridge') ? 'bridge' : 'terminal.js';
}

export interface SimulatedHands extends PaneHands {
  readonly orders: readonly PaneOrder[];
  /** Text that reached the terminals, each key once, as real hands keep it. */
  readonly written: ReadonlyMap<string, string>;
  answer(answer: PaneAnswer): void;
}

/** Hands that answer at once what `reply` says; without it they wait to be told. */
export function createHands(
  reply: (order: PaneOrder) => readonly PaneAnswer[] = () => [],
): SimulatedHands {
  const orders: PaneOrder[] = [];
  const written = new Map<string, string>();
  let listener: (answer: PaneAnswer) => void = () => {};
  function tell(answer: PaneAnswer): void {
    const order = orders.find(({ key, do: what }) => key === answer.key && what === 'pane.write');
    if (answer.is === 'pane.write.acked' && answer.status === 'accepted') {
      if (order?.do === 'pane.write') written.set(order.key, order.text);
    }
    listener(answer);
  }
  return {
    orders,
    written,
    send(order) {
      orders.push(order);
      for (const answer of reply(order)) tell(answer);
    },
    onAnswer(heard) {
      listener = heard;
      return () => {
        listener = () => {};
      };
    },
    answer: tell,
  };
}

/** Hands that do everything at once and see it verified. */
export function obey(order: PaneOrder): readonly PaneAnswer[] {
  const { key, paneId } = order;
  switch (order.do) {
    case 'pane.write':
      return [{ is: 'pane.write.acked', key, paneId, status: 'accepted' }];
    case 'pane.submit':
      return [
        { is: 'pane.submitted', key, paneId, attempt: order.attempt },
        { is: 'pane.verified', key, paneId, evidence: 'turn_started' },
      ];
    case 'pane.resize':
      return [{ is: 'pane.resized', key, paneId, cols: order.cols, rows: order.rows }];
    default:
      // No text of theirs waits.
      return [];
  }
}
