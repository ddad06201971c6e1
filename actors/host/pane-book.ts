/**
 * The panes that a host keeps: what runs in each, how it ended, and who waits for what of it. The
 * kernel has a pane from before its program is started until after it has ended.
 *
 * @spec kernel 4 7.3
 */

import { ownPane, ownPaneVariable } from '../../machines/control/own-pane.ts';
import type { OpenSpec } from '../../machines/control/requests.ts';
import type { PaneEnd } from '../../machines/control/values.ts';
import type { KeeperOrder, PaneNews, TerminalHands } from '../../machines/hands/pane-messages.ts';
import type { KernelMeta } from '../../machines/kernel/envelope.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import type { Clock, Random } from '../../runtime/host/host.ts';
import type { Kernel } from '../kernel/face.ts';
import { panesMax } from '../kernel/pane-register.ts';

/** Starting a program, or ending one: longer, and the hands are asked no more. */
export const patienceMs = 10_000;

export interface PaneRecord {
  readonly id: string;
  readonly spec: OpenSpec;
  cols: number;
  rows: number;
  pid: number | null;
  /** Null while it runs, or is started. */
  end: PaneEnd | null;
  /** Whether the hands know of it; those that came after others were lost do not. */
  isHeld: boolean;
}

export interface PaneBookInput {
  readonly kernel: Kernel;
  readonly hands: TerminalHands;
  readonly clock: Clock;
  readonly random: Pick<Random, 'uuid'>;
  readonly sessionId: string;
  /** Told when a program ended, and when the pane itself is gone. */
  readonly onEnded: (pane: PaneRecord) => void;
  readonly onGone: (pane: PaneRecord) => void;
}

type Told = (result: Result<{ readonly paneId: string; readonly pid: number }>) => void;
type Order = KeeperOrder extends infer Each
  ? Each extends KeeperOrder
    ? Omit<Each, 'key' | 'meta'>
    : never
  : never;

export class PaneBook {
  readonly #input: PaneBookInput;
  readonly #panes = new Map<string, PaneRecord>();
  /** Who waits for a program to start, by the key of the order. */
  readonly #starts = new Map<string, (news: PaneNews | 'late' | 'lost') => void>();
  /** Who waits for the end of a pane's program. */
  readonly #ends = new Map<string, Set<() => void>>();
  #count = 0;
  #seq = 0;

  constructor(input: PaneBookInput) {
    this.#input = input;
  }

  get all(): readonly PaneRecord[] {
    return [...this.#panes.values()];
  }

  find(paneId: string): Result<PaneRecord> {
    const pane = this.#panes.get(paneId);
    if (pane) return succeed(pane);
    const known = this.all.map(({ id }) => id);
    const hint =
      known.length === 0 ? 'Try `ambush pane open -- COMMAND`.' : `Try one of ${known.join(', ')}.`;
    const message = `Expected the id of a pane, got ${JSON.stringify(paneId)}.`;
    return refuse([{ code: 'UNKNOWN_PANE', message, hint }]);
  }

  open(asked: OpenSpec, told: Told): void {
    if (this.#panes.size >= panesMax) {
      told(refuse([tooManyPanes]));
      return;
    }
    this.#count += 1;
    const id = `${this.#count}`;
    const { cols, rows } = asked;
    const own = { [ownPaneVariable]: ownPane(this.#input.sessionId, id) };
    const spec = { ...asked, env: { ...asked.env, ...own } };
    const pane: PaneRecord = { id, spec, cols, rows, pid: null, end: null, isHeld: true };
    this.#panes.set(id, pane);
    this.#input.kernel.openPane(id);
    const opened: Told = (result) => {
      // What never ran is no pane, and nobody knows its id.
      if (!result.ok) this.#forget(pane);
      told(result);
    };
    // Nobody could find it, so it must not start after all.
    const close = (): void => this.order({ do: 'pane.close', paneId: id });
    this.#start(pane, { do: 'pane.open', paneId: id, spec }, opened, close);
  }

  restart(pane: PaneRecord, told: Told): void {
    const { id: paneId, spec, cols, rows } = pane;
    if (pane.isHeld) this.#start(pane, { do: 'pane.restart', paneId }, told);
    else this.#start(pane, { do: 'pane.open', paneId, spec: { ...spec, cols, rows } }, told);
  }

  /** Whether the hands can be asked about the pane. */
  held({ id, isHeld }: PaneRecord): Result<null> {
    return isHeld ? succeed(null) : refuse([lostWithHands(id)]);
  }

  kill(pane: PaneRecord, how: { readonly signal: string; readonly graceMs: number }): void {
    this.order({ do: 'pane.kill', paneId: pane.id, ...how });
  }

  /** Ends the program, then the pane; `done` when both are gone. */
  close(pane: PaneRecord, done: () => void): void {
    if (pane.isHeld) this.order({ do: 'pane.close', paneId: pane.id });
    this.afterEnd(pane, patienceMs, () => {
      this.#forget(pane);
      done();
    });
  }

  /** Calls when the program has ended, or when it was waited for long enough. */
  afterEnd(pane: PaneRecord, waitMs: number, done: (hasEnded: boolean) => void): void {
    if (pane.end !== null) {
      done(true);
      return;
    }
    const { clock } = this.#input;
    const waiting = this.#ends.get(pane.id) ?? new Set();
    this.#ends.set(pane.id, waiting);
    const ended = (): void => {
      clock.clearTimeout(timer);
      waiting.delete(ended);
      done(pane.end !== null);
    };
    const timer = clock.setTimeout(ended, waitMs);
    waiting.add(ended);
  }

  /** What the hands say of a pane. */
  hear(news: PaneNews): void {
    const pane = this.#panes.get(news.paneId);
    if (news.is === 'pane.opened' || news.is === 'pane.open.failed') {
      const start = this.#starts.get(news.key);
      if (start) start(news);
      // Nobody waits for it any more, yet it runs.
      else if (news.is === 'pane.opened' && pane) this.#runs(pane, news.pid);
      return;
    }
    // One that was started anew is not ended by the end of the one before.
    if (news.is !== 'pane.exited' || !pane || (pane.pid !== null && pane.pid !== news.pid)) return;
    this.#ended(pane, endOf(news.outcome));
  }

  /** The hands are gone, and all that they held. */
  lost(): void {
    for (const start of [...this.#starts.values()]) start('lost');
    for (const pane of this.all) {
      pane.isHeld = false;
      if (pane.end !== null) continue;
      const payload = { reason: 'hands_lost' };
      this.#input.kernel.report({ type: 'pty.down', paneId: pane.id, source: 'daemon', payload });
      this.#ended(pane, { kind: 'lost' });
    }
  }

  /** Orders of the host itself, which no event asked for, begin an operation of their own. */
  order(order: Order, key = this.reserve(), meta: KernelMeta = this.#root()): void {
    this.#input.hands.send({ ...order, key, meta } as KeeperOrder);
  }

  /** A key for an order whose answer may come at once. */
  reserve(): string {
    return this.#input.random.uuid();
  }

  #start(pane: PaneRecord, order: Order, told: Told, onLate = () => {}): void {
    const { clock } = this.#input;
    const key = this.reserve();
    const answered = (news: PaneNews | 'late' | 'lost'): void => {
      clock.clearTimeout(timer);
      this.#starts.delete(key);
      if (typeof news === 'string' || news.is !== 'pane.opened') {
        const reason = typeof news === 'string' ? news : 'reason' in news ? news.reason : 'other';
        told(refuse([notStarted(pane.spec.command, String(reason))]));
        return;
      }
      this.#runs(pane, news.pid);
      told(succeed({ paneId: pane.id, pid: news.pid }));
    };
    const timer = clock.setTimeout(() => {
      onLate();
      answered('late');
    }, patienceMs);
    this.#starts.set(key, answered);
    this.order(order, key);
  }

  #runs(pane: PaneRecord, pid: number): void {
    pane.pid = pid;
    pane.end = null;
    pane.isHeld = true;
  }

  #ended(pane: PaneRecord, end: PaneEnd): void {
    pane.end = end;
    pane.pid = null;
    const waiting = this.#ends.get(pane.id);
    this.#ends.delete(pane.id);
    for (const done of [...(waiting ?? [])]) done();
    this.#input.onEnded(pane);
  }

  #forget(pane: PaneRecord): void {
    if (!this.#panes.delete(pane.id)) return;
    this.#input.kernel.closePane(pane.id);
    this.#input.onGone(pane);
  }

  #root(): KernelMeta {
    const { random } = this.#input;
    this.#seq += 1;
    const ids = { eventId: random.uuid(), correlationId: random.uuid(), causationId: null };
    return { ...ids, source: 'host', seq: this.#seq };
  }
}

function endOf(outcome: Extract<PaneNews, { is: 'pane.exited' }>['outcome']): PaneEnd {
  return outcome.kind === 'exited'
    ? { kind: 'exited', code: outcome.code }
    : { kind: 'signalled', signal: outcome.signal };
}

const tooManyPanes: Problem = {
  code: 'PANES_MAX',
  message: `Expected at most ${panesMax} panes.`,
  hint: 'Try `ambush pane close` on one whose program has ended.',
};

function lostWithHands(id: string): Problem {
  return {
    code: 'PANE_LOST',
    message: `Expected the screen of pane ${id}, got none: it was lost with the hands that held it.`,
    hint: `Try \`ambush pane restart ${id}\`, which runs its program anew.`,
  };
}

function notStarted(command: string, reason: string): Problem {
  const why: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such program',
    EACCES: 'it may not be run',
    late: `it did not start within ${patienceMs / 1_000} s`,
    lost: 'the hands that hold the terminals are gone',
    hands_gone: 'the hands that hold the terminals are gone',
  };
  return {
    code: 'PANE_NOT_STARTED',
    message: `Expected a program that can be started, got ${command}: ${why[reason] ?? reason}.`,
    hint: ['lost', 'hands_gone'].includes(reason)
      ? 'Try again; if it stays so, try `ambush down`, then `ambush up`.'
      : 'Try its path, or `ambush pane open -- sh -c "…"` for a line of a shell.',
  };
}
