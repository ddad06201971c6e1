/**
 * The names of an expression: signals, what an event has, and functions of a signal over a window
 * of time. What was asked about is remembered, so that whoever evaluates knows what to keep.
 *
 * @spec timeline phase 2
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { parseDuration } from '../duration.ts';
import { paneIds, targetPaneId } from '../input/input.ts';
import { oneOf } from '../show.ts';
import { didYouMean } from '../suggest.ts';
import type { Scope, Value, Window } from './expression.ts';
import type { Judged, Seen } from './judged.ts';
import { paneFields, paneSignal, paneSignalNames } from './pane-signals.ts';
import { anything, type Interval, open } from './ranges.ts';
import {
  eventFields,
  inputFields,
  type SignalDeclaration,
  type WindowFunction,
  windowFunctions,
  windowMaxMs,
} from './signals.ts';

export type Refuse = (node: ASTNode, code: string, message: string, hint: string) => null;

export class Names {
  readonly signals = new Set<string>();
  readonly latest = new Set<string>();
  readonly eventIds = new Set<string>();
  readonly windows = new Map<string, Window>();
  readonly #scope: Scope;
  readonly #refuse: Refuse;
  readonly #byName: ReadonlyMap<string, SignalDeclaration>;

  constructor(scope: Scope, refuse: Refuse) {
    this.#scope = scope;
    this.#refuse = refuse;
    this.#byName = new Map(scope.signals.map((signal) => [signal.name, signal]));
  }

  declared(name: string): SignalDeclaration | undefined {
    return this.#byName.get(name);
  }

  signal(node: ASTNode, name: string): Judged | null {
    const judged = this.#signal(node, name);
    if (judged !== null) this.latest.add(name);
    return judged;
  }

  #signal(node: ASTNode, name: string): Judged | null {
    const signal = this.#byName.get(name);
    if (!signal) return this.#unknown(node, name);
    this.signals.add(name);
    const { type, min, max, words } = signal;
    return {
      type,
      name,
      ...(words === undefined ? {} : { words }),
      ...(type === 'double' ? { range: rangeOf(min, max) } : {}),
      ...(type === 'bool' ? { truth: open } : {}),
      evaluate: (reading, saw) => see(saw, name, reading.signals[name] ?? null),
    };
  }

  #unknown(node: ASTNode, name: string): null {
    if (paneSignalNames.has(name)) {
      const message = `Expected a target in a pane for "${name}"; got one with plain pipes.`;
      return this.#refuse(node, 'NO_PANE', message, 'Try "target: { pane: {} }".');
    }
    const [, paneId, field] = /^pane\("(.*)"\)\.(.*)$/s.exec(name) ?? [];
    if (paneId !== undefined && field !== undefined)
      return this.#unknownOfPane(node, paneId, field);
    const names = [...this.#byName.keys()];
    const hint = didYouMean(name, names) ?? `There are ${names.join(', ')}.`;
    return this.#refuse(node, 'UNKNOWN_SIGNAL', `Expected a signal; got "${name}".`, hint);
  }

  #unknownOfPane(node: ASTNode, paneId: string, field: string): null {
    if (!paneIds.includes(paneId)) {
      const message = `Expected the pane of the target, "${targetPaneId}"; got "${paneId}".`;
      const hint = `Try ${paneSignal(targetPaneId, paneFields.includes(field) ? field : 'compacting')}.`;
      return this.#refuse(node, 'UNKNOWN_PANE', message, hint);
    }
    const message = `Expected ${oneOf(paneFields)} of a pane; got "${field}".`;
    const hint = didYouMean(field, paneFields) ?? `Try ${paneSignal(paneId, 'compacting')}.`;
    return this.#refuse(node, 'UNKNOWN_SIGNAL', message, hint);
  }

  /** `event("id").state` */
  field(node: ASTNode, [of, field]: readonly [ASTNode, string]): Judged | null {
    const id = eventIdOf(of);
    if (id === null) {
      const message = `Expected a signal, or event("id").state; got something with ".${field}".`;
      return this.#refuse(node, 'UNKNOWN_SIGNAL', message, 'Try target.cpu.');
    }
    const table = this.#scope.inputIds?.includes(id) ? inputFields : eventFields;
    const words = table[field];
    if (!words || !Object.hasOwn(table, field)) {
      const fields = Object.keys(table);
      const message = `Expected ${oneOf(fields)} of an event; got "${field}".`;
      const hint = didYouMean(field, fields) ?? 'Try event("id").outcome.';
      return this.#refuse(node, 'UNKNOWN_SIGNAL', message, hint);
    }
    if (!this.#scope.eventIds.includes(id)) {
      const hint =
        didYouMean(id, this.#scope.eventIds) ?? `There are ${this.#scope.eventIds.join(', ')}.`;
      return this.#refuse(of, 'UNKNOWN_EVENT', `Expected the id of an event; got "${id}".`, hint);
    }
    this.eventIds.add(id);
    const key = `event("${id}").${field}`;
    return {
      type: 'string',
      words,
      evaluate(reading, saw) {
        const event = reading.events[id];
        const value = field === 'state' ? event?.state : event?.outcome;
        return see(saw, key, value ?? null);
      },
    };
  }

  call(node: ASTNode, [fn, args]: readonly [string, readonly ASTNode[]]): Judged | null {
    if (!isOf(windowFunctions, fn)) {
      const known = [...windowFunctions, 'event', 'pane'];
      const message = `Expected ${oneOf(windowFunctions)}; got "${fn}".`;
      const hint = didYouMean(fn, known) ?? 'Try avg(cpu_load, 10s).';
      return this.#refuse(node, 'UNKNOWN_FUNCTION', message, hint);
    }
    const [of, length] = args;
    const name = of && nameOf(of);
    if (!of || !name || args.length > 2) {
      const message = `Expected ${fn} of one signal, and a length of time; got ${args.length > 2 ? `${args.length} arguments` : 'something else'}.`;
      return this.#refuse(node, 'EXPRESSION_TYPE', message, `Try ${fn}(cpu_load, 10s).`);
    }
    const signal = this.#signal(of, name);
    const lengthMs = length === undefined ? this.#scope.usualWindow : this.#lengthOf(length);
    if (!signal || lengthMs === null) return null;
    if (signal.type !== 'double') {
      const message = `Expected a signal with figures; got "${name}".`;
      return this.#refuse(of, 'EXPRESSION_TYPE', message, `Try ${fn}(cpu_load, 10s).`);
    }
    return this.#window(fn, name, lengthMs, signal.range ?? anything);
  }

  #window(fn: WindowFunction, signal: string, lengthMs: number | 'whole', range: Interval): Judged {
    const tail = lengthMs === 'whole' ? '' : `, ${lengthMs / 1_000}s`;
    const key = `${fn}(${signal}${tail})`;
    this.windows.set(key, { key, fn, signal, lengthMs });
    return {
      type: 'double',
      name: key,
      range: fn === 'rate' ? anything : range,
      evaluate: (reading, saw) => see(saw, key, reading.windows[key] ?? null),
    };
  }

  #lengthOf(node: ASTNode): number | null {
    const reading = node.op === 'value' ? parseDuration(plainOf(node.args), 'positive') : null;
    if (reading?.ok && reading.value <= windowMaxMs) return reading.value;
    const got = node.op === 'value' ? `"${String(node.args)}"` : 'none';
    const message = `Expected a length of time up to ${windowMaxMs / 60_000}m; got ${got}.`;
    this.#refuse(node, 'INVALID_WINDOW', message, 'Try avg(cpu_load, 10s).');
    return null;
  }
}

/** `cpu_load`, `target.cpu` or `pane("1").queue_depth`; null for what is no name. */
export function nameOf(node: ASTNode): string | null {
  if (node.op === 'id') return node.args;
  if (node.op !== '.') return null;
  const [of, field] = node.args;
  if (of.op === 'id') return `${of.args}.${field}`;
  const paneId = paneIdOf(of);
  return paneId === null ? null : paneSignal(paneId, field);
}

/** `pane("1")`, or `pane(1)`. */
function paneIdOf(node: ASTNode): string | null {
  if (node.op !== 'call') return null;
  const [fn, [id, ...rest]] = node.args;
  if (fn !== 'pane' || id?.op !== 'value' || rest.length > 0) return null;
  const plain = plainOf(id.args);
  return typeof plain === 'string' || typeof plain === 'number' ? String(plain) : null;
}

function eventIdOf(node: ASTNode): string | null {
  if (node.op !== 'call') return null;
  const [fn, [id, ...rest]] = node.args;
  if (fn !== 'event' || id?.op !== 'value' || rest.length > 0) return null;
  return typeof id.args === 'string' ? id.args : null;
}

function rangeOf(lo = anything.lo, hi = anything.hi): Interval {
  return { lo, hi };
}

function plainOf(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

function see<Type extends Value>(saw: Seen, key: string, value: Type | null): Type | null {
  saw[key] = value;
  return value;
}

function isOf<Word extends string>(words: readonly Word[], word: string): word is Word {
  return (words as readonly string[]).includes(word);
}
