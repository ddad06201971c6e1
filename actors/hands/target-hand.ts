/**
 * Starts the target, watches one life of it at a time, and ends it as one tree. When the target
 * ends by itself, whatever it leaves behind is killed at once, as a container would.
 *
 * @spec timeline execution semantics
 */
import type { HandsCommand, TargetOutcome } from '../../machines/hands/messages.ts';
import type { TreeReading } from '../../machines/hands/rates.ts';
import type { KernelMeta } from '../../machines/kernel/envelope.ts';
import type { Child, Host, WaitStatus } from '../../runtime/host/host.ts';
import type { Answers } from './answers.ts';
import type { PaneHand } from './pane-hand.ts';
import { type Readiness, watchReadiness } from './readiness.ts';
import { type LifeRecord, outcomeOf, recordLife, stillbornLife } from './target-life.ts';
import { startTarget } from './target-start.ts';
import { endTree, killPatienceMs, killTree } from './tree-end.ts';

type Start = Extract<HandsCommand, { do: 'target.start' }>;
type Ask = Extract<HandsCommand, { do: 'target.ask' }>;
type Stop = Extract<HandsCommand, { do: 'target.stop' }>;

/** A life shorter than the cadence of sampling is looked at too. */
const earlyLooksMs = [20, 100, 300];
/** The heirs of a dead target may not hold up the news of its death for longer than this. */
const heirPatienceMs = 500;

const unkillable: TargetOutcome = {
  kind: 'unkillable',
  reason: `it is still there ${killPatienceMs} ms after SIGKILL`,
};

export interface TargetHand {
  start(command: Start): void;
  /** Again with less grace: hurries. Without a living target: nothing. */
  stop(command: Stop): void;
  /** Whether it answers its probe now, or runs, where it has none. */
  ask(command: Ask): Promise<void>;
  rootPid(): number | null;
  noticed(reading: TreeReading): void;
  /** Resolves when no target is left, or none that can be ended. */
  close(): Promise<void>;
}

interface Life {
  readonly start: Start;
  record: LifeRecord | null;
  child: Child | null;
  readiness: Readiness | null;
  stop: Stop | null;
  graceMs: number;
  /** Our signal was sent, so the end that follows is ours. */
  endedByUs: boolean;
  hungReason: string | null;
  status: WaitStatus | null;
  endMs: number;
  /** Ends the waiting of `close`. */
  over: () => void;
  readonly isOver: Promise<void>;
}

export interface TargetListener {
  /** Another tree, or none, is the target. */
  changed(): void;
  printed(chunk: Uint8Array, stream: 'stdout' | 'stderr'): void;
}

export function createTargetHand(
  host: Host,
  answers: Answers,
  listener: TargetListener,
  panes: Pick<PaneHand, 'adopt'>,
): TargetHand {
  return new Target(host, answers, listener, panes);
}

class Target implements TargetHand {
  readonly #host: Host;
  readonly #answers: Answers;
  readonly #listener: TargetListener;
  readonly #panes: Pick<PaneHand, 'adopt'>;
  #current: Life | null = null;

  constructor(
    host: Host,
    answers: Answers,
    listener: TargetListener,
    panes: Pick<PaneHand, 'adopt'>,
  ) {
    this.#host = host;
    this.#panes = panes;
    this.#answers = answers;
    this.#listener = listener;
  }

  start(command: Start): void {
    if (this.#current !== null) throw new Error('A target is started while another one lives.');
    const life = createLife(command, this.#host.clock.monotonicMs());
    this.#current = life;
    void startTarget(this.#host, this.#panes, command).then((started) => {
      if (!('error' in started)) {
        this.#born(life, started.child);
        started.flow();
        return;
      }
      const report = stillbornLife(command.life, this.#host.clock.monotonicMs(), started.error);
      this.#finish(life);
      this.#answers.give({ meta: command.meta, is: 'target.ended', report });
    });
  }

  stop(command: Stop): void {
    const life = this.#current;
    if (life === null) return;
    const isFirst = life.stop === null;
    life.graceMs = isFirst ? command.graceMs : Math.min(life.graceMs, command.graceMs);
    life.stop ??= command;
    // Without grace there is no time to ask whether it still answers.
    if (isFirst || (command.graceMs === 0 && !life.endedByUs)) void this.#end(life, command);
  }

  async ask({ meta }: Ask): Promise<void> {
    const life = this.#current;
    const record = life?.record ?? null;
    const isDead = (): boolean => life === null || record === null || life.status !== null;
    const silence = isDead() ? null : ((await life?.readiness?.askNow()) ?? null);
    const told = isDead() ? 'it does not run' : silence;
    const atMs = this.#host.clock.monotonicMs();
    const about = { meta, is: 'target.answered', life: record?.life ?? 0 } as const;
    this.#answers.give({ ...about, silence: told, atMs });
  }

  rootPid(): number | null {
    const life = this.#current;
    return life === null || life.status !== null ? null : (life.record?.pid ?? null);
  }

  noticed(reading: TreeReading): void {
    this.#current?.record?.noticed(reading);
  }

  async close(): Promise<void> {
    const life = this.#current;
    if (life === null) return;
    const { signal, graceMs } = life.start.policy.stop;
    this.stop({ meta: life.start.meta, do: 'target.stop', signal, graceMs });
    await life.isOver;
  }

  #born(life: Life, child: Child): void {
    const { start } = life;
    const about = { meta: start.meta, life: start.life };
    const record = recordLife(this.#host, start.life, child, (bytes) =>
      this.#answers.give({ ...about, is: 'target.output', bytes }),
    );
    life.child = child;
    life.record = record;
    const atMs = record.startMs;
    this.#answers.give({ ...about, is: 'target.started', pid: child.pid, atMs });
    child.onOutput((chunk, stream) => {
      life.readiness?.saw(chunk, stream);
      this.#listener.printed(chunk, stream);
    });
    const now = (): number => this.#host.clock.monotonicMs();
    life.readiness = watchReadiness(this.#host, start.policy.ready, {
      ready: () => this.#answers.give({ ...about, is: 'target.ready', atMs: now() }),
      unready: (reason) =>
        this.#answers.give({ ...about, is: 'target.unready', reason, atMs: now() }),
    });
    child.onExit((status) => void this.#died(life, child, status));
    for (const delayMs of earlyLooksMs) {
      this.#host.clock.setTimeout(() => look(this.#host, life), delayMs);
    }
    this.#listener.changed();
    if (life.stop !== null) void this.#end(life, life.stop);
  }

  /** An end that was not ours: the heirs first, then the news. */
  async #died(life: Life, child: Child, status: WaitStatus): Promise<void> {
    life.status = status;
    life.endMs = this.#host.clock.monotonicMs();
    life.readiness?.end();
    if (life.endedByUs) return;
    await killTree(this.#host, { pid: child.pid, isOver: () => true }, heirPatienceMs);
    this.#finish(life);
    tellEnd(this.#answers, life, life.start.meta, false);
  }

  async #end(life: Life, stop: Stop): Promise<void> {
    const { child, readiness } = life;
    if (child === null || readiness === null || life.status !== null) return;
    if (life.graceMs > 0) life.hungReason = await readiness.askNow();
    if (life.status !== null || life.endedByUs) return;
    look(this.#host, life);
    life.endedByUs = true;
    const root = { pid: child.pid, isOver: () => life.status !== null };
    const killed = await endTree(this.#host, root, stop.signal, () => life.graceMs);
    this.#finish(life);
    if (life.status === null) life.endMs = this.#host.clock.monotonicMs();
    tellEnd(this.#answers, life, stop.meta, killed);
  }

  /** Comes before the answer, because the head may start the next life from within it. */
  #finish(life: Life): void {
    if (this.#current === life) this.#current = null;
    life.readiness?.end();
    life.child?.release();
    life.over();
    this.#listener.changed();
  }
}

function createLife(start: Start, atMs: number): Life {
  let over = (): void => {};
  const isOver = new Promise<void>((resolve) => {
    over = resolve;
  });
  return {
    start,
    record: null,
    child: null,
    readiness: null,
    stop: null,
    graceMs: 0,
    endedByUs: false,
    hungReason: null,
    status: null,
    endMs: atMs,
    over,
    isOver,
  };
}

function look(host: Host, life: Life): void {
  if (life.record === null || life.status !== null) return;
  const reading = host.sensors.tree(life.record.pid);
  if (reading !== null) life.record.noticed(reading);
}

function tellEnd(answers: Answers, life: Life, meta: KernelMeta, killed: boolean): void {
  if (life.record === null) return;
  life.record.flush();
  const outcome =
    life.status === null ? unkillable : outcomeOf(life.status, life.endedByUs, life.hungReason);
  const report = life.record.report(life.endMs, outcome, killed);
  answers.give({ meta, is: 'target.ended', report });
}
