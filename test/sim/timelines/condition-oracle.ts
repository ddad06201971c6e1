/**
 * What conditions come to, by the letter of the law: figures as the log has them, ends as the log
 * tells them, and nothing of the program's own code.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import type { Condition, Leaf, ModelEvent, ModelTimeline } from './model.ts';

type Figures = Readonly<Record<string, number | null>>;
/** Null: it cannot be said at this moment. */
export type Truth = boolean | null | 'never';

const worse = ['survived', 'exit', 'hang', 'crash'];

interface SamplePayload {
  readonly atMs: number;
  readonly host: Readonly<Record<string, number | null>> | null;
  readonly target: { readonly rssBytes: number } | null;
  readonly signals?: Figures;
}

/** A fold over the log: feed it each envelope, then ask. */
export class ConditionOracle {
  /** How each event ended; the first word counts. */
  readonly ends = new Map<string, string>();
  /** Those that play no more. */
  readonly over = new Set<string>();
  readonly #worst = new Map<string, string>();
  readonly #since = new Map<Condition, number>();
  readonly #samples: { readonly atMs: number; readonly figures: Figures }[] = [];
  #crashes = 0;
  #exits = 0;

  /** Returns what kind of moment this is for conditions. */
  hear({ type, payload }: Envelope): 'tick' | 'fact' | 'nothing' {
    const before = this.ends.size + this.over.size;
    if (type === 'sample.taken') {
      this.#sample(payload as unknown as SamplePayload);
      return 'tick';
    }
    const active = Array.isArray(payload.active) ? (payload.active as string[]) : [];
    if (type === 'target.crashed') this.#crashes += 1;
    if (type === 'target.exited') this.#exits += 1;
    const kind = { 'target.crashed': 'crash', 'target.exited': 'exit', 'target.hung': 'hang' }[
      type
    ];
    if (kind !== undefined) {
      for (const id of active) this.#befell(id, kind);
      if (kind === 'crash') for (const id of active) this.#end(id, 'crash');
    }
    const id = String(payload.clipId);
    if (type === 'clip.stopped') this.#end(id, this.#worst.get(id) ?? 'survived');
    if (type === 'clip.skipped' || type === 'clip.failed') this.#end(id, 'none');
    if (['clip.stopped', 'clip.skipped', 'clip.failed'].includes(type)) this.over.add(id);
    return this.ends.size + this.over.size > before ? 'fact' : 'nothing';
  }

  /** What is counted is as of now; between two ticks all else is as it was sampled. */
  figure(signal: string, atMs: number): number | null {
    if (signal === 'crashes') return this.#crashes;
    if (signal === 'exits') return this.#exits;
    if (signal === 'elapsed_s') return Math.max(0, atMs / 1_000);
    return this.#samples.at(-1)?.figures[signal] ?? null;
  }

  /** Whether an event that waits would start now. */
  starts({ chains }: ModelTimeline, event: ModelEvent, atMs: number, isTick: boolean): Truth {
    if (event.atMs !== null && atMs < event.atMs) return false;
    const links = chains.filter(({ to }) => to === event.id);
    const linked: readonly Truth[] = links.map(({ from }) =>
      every(from.map((one) => this.#ended(one))),
    );
    const chain = linked.length === 0 ? true : some(linked.map((one) => one ?? false));
    const own = event.start === null ? true : this.#holds(event.start, atMs, isTick);
    return every([chain, own]);
  }

  stops(event: ModelEvent, atMs: number): Truth {
    return event.stop === null ? false : this.#holds(event.stop, atMs, true);
  }

  leaf(leaf: Leaf, atMs: number): boolean | null {
    const value = this.#value(leaf, atMs);
    if (value === null) return null;
    if (leaf.op === '>') return value > leaf.bound;
    return leaf.op === '<' ? value < leaf.bound : value >= leaf.bound;
  }

  #holds(condition: Condition, atMs: number, isTick: boolean): Truth {
    const now = this.#now(condition, atMs, isTick);
    if (condition.holdMs === 0) return now;
    if (now !== true) {
      if (now !== null || isTick) this.#since.delete(condition);
      return now;
    }
    const since = this.#since.get(condition) ?? atMs;
    this.#since.set(condition, since);
    return atMs - since >= condition.holdMs;
  }

  #now(condition: Condition, atMs: number, isTick: boolean): Truth {
    switch (condition.is) {
      case 'holds':
        return isTick ? this.leaf(condition, atMs) : null;
      case 'ended':
        return this.#ended(condition);
      case 'all':
        return every(condition.of.map((one) => this.#holds(one, atMs, isTick)));
      case 'any':
        return some(condition.of.map((one) => this.#holds(one, atMs, isTick)));
    }
  }

  #ended({ event, outcome }: { event: string; outcome: string }): Truth {
    const end = this.ends.get(event);
    if (end === undefined) return false;
    if (outcome === 'any' && end !== 'none') return this.over.has(event);
    return end === outcome ? true : 'never';
  }

  #value({ signal, over }: Leaf, atMs: number): number | null {
    if (over === null) return this.figure(signal, atMs);
    const within = this.#samples
      .filter((one) => one.atMs > atMs - over.ms)
      .flatMap(({ figures }) => figures[signal] ?? []);
    if (within.length === 0) return null;
    if (over.fn === 'max') return Math.max(...within);
    return within.reduce((sum, one) => sum + one, 0) / within.length;
  }

  #sample({ atMs, host, target, signals = {} }: SamplePayload): void {
    const figures = {
      ...signals,
      cpu_load: host?.cpuLoad ?? null,
      memory_pressure: host?.memoryPressure ?? host?.memoryUsed ?? null,
      io_pressure: host?.ioPressure ?? null,
      'target.rss_mb': target === null ? null : target.rssBytes / 2 ** 20,
    };
    this.#samples.push({ atMs, figures });
  }

  #befell(id: string, kind: string): void {
    const known = this.#worst.get(id) ?? 'survived';
    if (worse.indexOf(kind) > worse.indexOf(known)) this.#worst.set(id, kind);
  }

  #end(id: string, how: string): void {
    if (!this.ends.has(id)) this.ends.set(id, how);
  }
}

function every(parts: readonly Truth[]): Truth {
  if (parts.includes('never')) return 'never';
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function some(parts: readonly Truth[]): Truth {
  if (parts.includes(true)) return true;
  if (parts.every((part) => part === 'never')) return 'never';
  return parts.includes(null) ? null : false;
}
