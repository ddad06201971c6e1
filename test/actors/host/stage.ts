/**
 * A host of panes on a virtual clock: hands that do at once what they are told, and clients whose
 * wires keep what is said to them and may stop reading.
 */

import { createPaneHost, type PaneHost } from '../../../actors/host/pane-host.ts';
import type { Wire } from '../../../actors/host/wire.ts';
import { createKernel, type Envelope, type Kernel } from '../../../embed/kernel.ts';
import type { ControlAnswer, StreamItem } from '../../../machines/control/answers.ts';
import type { Asked, OpenSpec } from '../../../machines/control/requests.ts';
import type {
  HandsMessage,
  PanePicture,
  PaneSight,
  TerminalHands,
  TerminalOrder,
} from '../../../machines/hands/pane-messages.ts';
import type { Contract } from '../../../machines/kernel/contract.ts';
import type { PromotionRecord } from '../../../machines/kernel/promotion.ts';
import type { Sent } from '../../../runtime/bridge/peer.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { createVirtualClock, type VirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { obey } from '../kernel/scene.ts';

export const bash: OpenSpec = {
  ...{ command: 'bash', args: ['-i'], cwd: '/', env: {}, cols: 80, rows: 24 },
  ...{ cli: 'generic', readOnly: false },
};

const sight: PaneSight = {
  ...{ cols: 80, rows: ['$ hello', ''], cursor: { row: 0, column: 7 } },
  ...{ alternate: false, title: null, bracketedPaste: false, explanation: { state: 'none' } },
  paint: null,
  ...{ readBytes: 7, droppedBytes: 0, shown: 0 },
};

export interface StagedHands extends TerminalHands {
  readonly orders: readonly TerminalOrder[];
  /** What a screen says of the output before it. */
  readonly overtakes: { bytes: number };
  say(message: HandsMessage): void;
  show(picture: PanePicture): void;
}

/** `how` may say something else for an order; null: as obedient hands do. */
export function stagedHands(
  how: (order: TerminalOrder) => readonly HandsMessage[] | null = () => null,
): StagedHands {
  const orders: TerminalOrder[] = [];
  const overtakes = { bytes: 0 };
  const hear = new Set<(message: HandsMessage) => void>();
  const see = new Set<(picture: PanePicture) => void>();
  const alive = new Map<string, number>();
  let pids = 100;
  const say = (message: HandsMessage): void => {
    for (const listener of hear) listener(message);
  };
  const show = (picture: PanePicture): void => {
    for (const listener of see) listener(picture);
  };
  const end = (paneId: string, signal: string): void => {
    const pid = alive.get(paneId);
    if (pid === undefined) return;
    alive.delete(paneId);
    const outcome = { kind: 'signalled', signal } as const;
    say({ is: 'pane.fact', paneId, type: 'pty.down', payload: { reason: 'ended' } });
    say({ is: 'pane.exited', paneId, pid, outcome });
  };
  const act = (order: TerminalOrder): void => {
    const { key, paneId } = order;
    switch (order.do) {
      case 'pane.open':
      case 'pane.restart':
        end(paneId, 'SIGHUP');
        pids += 1;
        alive.set(paneId, pids);
        say({ is: 'pane.fact', paneId, type: 'pty.up', payload: { pid: pids } });
        say({ is: 'pane.opened', key, paneId, pid: pids });
        return;
      case 'pane.kill':
        end(paneId, order.signal);
        return;
      case 'pane.close':
        end(paneId, 'SIGHUP');
        return;
      case 'pane.look':
        show({ is: 'pane.seen', key, paneId, ...sight, shown: overtakes.bytes });
        return;
      case 'pane.write':
      case 'pane.submit':
      case 'pane.resize':
        for (const answer of obey(order)) say(answer);
        return;
      default:
    }
  };
  return {
    ...{ orders, overtakes, say, show },
    send(order) {
      orders.push(order);
      const said = how(order);
      if (said === null) act(order);
      else for (const message of said) say(message);
    },
    onAnswer(listener) {
      hear.add(listener);
      return () => hear.delete(listener);
    },
    onPicture(listener) {
      see.add(listener);
      return () => see.delete(listener);
    },
  };
}

export interface StagedClient {
  /** Asks, and gives what was answered so far. */
  ask(asked: Asked): ControlAnswer | undefined;
  /** The number of the request. */
  begin(asked: Asked): number;
  answerTo(id: number): ControlAnswer | undefined;
  items(id: number): readonly StreamItem[];
  /** While true nothing is read. */
  stalls(isStalled: boolean): void;
  raw(message: Readonly<Record<string, unknown>>): void;
  readonly said: readonly ControlAnswer[];
  readonly isClosed: () => boolean;
  leave(): void;
}

export function stagedWire(): { readonly wire: Wire; readonly client: StagedClient } {
  const said: ControlAnswer[] = [];
  const hear: ((message: Readonly<Record<string, unknown>>) => void)[] = [];
  const drain: (() => void)[] = [];
  const close: ((reason: string) => void)[] = [];
  let [isStalled, isClosed, count] = [false, false, 0];
  const end = (): void => {
    if (isClosed) return;
    isClosed = true;
    for (const listener of close) listener('closed');
  };
  const wire: Wire = {
    send(message): Sent {
      if (isClosed) return 'closed';
      if (isStalled) return 'full';
      if (JSON.stringify(message).length > 1_048_576) return 'too_large';
      said.push(JSON.parse(JSON.stringify(message)) as ControlAnswer);
      return 'sent';
    },
    onMessage: (listener) => hear.push(listener),
    onDrain: (listener) => drain.push(listener),
    onClose: (listener) => close.push(listener),
    close: end,
  };
  const answerTo = (id: number) => said.find((one) => one.id === id && !('item' in one));
  const raw = (message: Readonly<Record<string, unknown>>): void => {
    for (const listener of hear) listener(message);
  };
  const begin = (asked: Asked): number => {
    count += 1;
    raw({ ...asked, id: count });
    return count;
  };
  const client: StagedClient = {
    ...{ said, raw, begin, answerTo, isClosed: () => isClosed, leave: end },
    ask: (asked) => answerTo(begin(asked)),
    items: (id) => said.flatMap((one) => (one.id === id && 'item' in one ? [one.item] : [])),
    stalls(now) {
      isStalled = now;
      if (!now) for (const listener of drain) listener();
    },
  };
  return { wire, client };
}

export interface Stage {
  readonly clock: VirtualClock;
  readonly kernel: Kernel;
  readonly hands: StagedHands;
  readonly host: PaneHost;
  readonly heard: readonly Envelope[];
  readonly records: Map<string, PromotionRecord>;
  readonly isStopped: () => boolean;
  join(): StagedClient;
  /** Types heard, those that begin so only. */
  types(...prefixes: readonly string[]): readonly string[];
}

export function createStage(
  hands: StagedHands = stagedHands(),
  registered: readonly Contract[] = [],
): Stage {
  const clock = createVirtualClock();
  const random = createSeededRandom(11);
  const kernel = createKernel({ clock, random, panes: [], hands });
  for (const contract of registered) kernel.registerContract(contract);
  const heard: Envelope[] = [];
  kernel.on('*', (event: Envelope) => heard.push(event));
  const records = new Map<string, PromotionRecord>();
  let isStopped = false;
  const host = createPaneHost({
    ...{ kernel, hands, clock, random, registered },
    facts: { pid: 1, version: '0', startedAt: '2026-01-01', sessionId: 'session-1', log: null },
    bridge: () => null,
    shelf: {
      read: (id) => ({ ok: true, value: records.get(id) ?? null }),
      write: (record) => records.set(record.contractId, record),
    },
    later: (work) => void clock.setTimeout(work, 0),
    onStopped: () => {
      isStopped = true;
    },
  });
  return {
    ...{ clock, kernel, hands, host, heard, records, isStopped: () => isStopped },
    join() {
      const { wire, client } = stagedWire();
      host.join(wire);
      return client;
    },
    types: (...prefixes) =>
      heard
        .map(({ type }) => type)
        .filter((type) => prefixes.length === 0 || prefixes.some((one) => type.startsWith(one))),
  };
}

/** The value of an answer that is one. */
export function valueIn(answer: ControlAnswer | undefined): unknown {
  return answer !== undefined && 'value' in answer ? answer.value : answer;
}

/** The codes of its problems. */
export function codesOf(answer: ControlAnswer | undefined): readonly string[] {
  return answer !== undefined && 'problems' in answer
    ? answer.problems.map(({ code }) => code)
    : [];
}
