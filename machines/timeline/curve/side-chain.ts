/**
 * A side-chain: a signal modulates the intensity of an event, at every tick. What the signal says
 * between two bounds is the way from `from` to `to`; beyond them it stands still.
 *
 * @spec timeline phase 3
 */

import type { Level, Percent } from '../level.ts';
import { fault, type Reading, read } from '../reading.ts';
import { show, showText } from '../show.ts';
import { didYouMean } from '../suggest.ts';

export interface SideChainIntensity {
  readonly from: Level | Percent;
  readonly to: Level | Percent;
  /** Signal or expression, as written. */
  readonly by: string;
  /** Values of `by` that mean `from` and `to`. */
  readonly between: readonly [low: number, high: number];
}

/** The same in the unit of the axis. */
export interface SideChain {
  readonly by: string;
  readonly between: readonly [low: number, high: number];
  readonly from: number;
  readonly to: number;
}

/** Smaller changes than this share of the way are not worth a message to the stressor. */
export const modulationMin = 0.01;

/** Longest expression, in characters. */
const expressionMax = 512;
const keys = ['from', 'to', 'by', 'between'];
const usual: readonly [number, number] = [0, 1];

type Fields = Readonly<Record<string, unknown>>;

export function parseSideChain(
  fields: Fields,
  parsePoint: (input: unknown) => Reading<Level | Percent>,
): Reading<SideChainIntensity> {
  for (const key of Object.keys(fields)) {
    if (keys.includes(key)) continue;
    const message = `Expected the keys of a side-chain (${keys.join(', ')}); got ${showText(key)}.`;
    const hint = didYouMean(key, keys) ?? 'Try { from: 10%, to: 90%, by: cpu_load }.';
    return { ok: false, fault: { code: 'UNKNOWN_KEY', message, hint, path: [key], part: 'key' } };
  }
  const from = parsePoint(fields.from);
  if (!from.ok) return inside(from, 'from');
  const to = parsePoint(fields.to);
  if (!to.ok) return inside(to, 'to');
  const { by, between = usual } = fields;
  if (typeof by !== 'string' || by.trim() === '' || by.length > expressionMax) {
    const message = `Expected a signal or an expression; got ${show(by)}.`;
    return inside(fault('INVALID_SIGNAL', message, 'Try "by: cpu_load".'), 'by');
  }
  if (!isRange(between)) {
    const message = `Expected two different numbers, such as [0, 1]; got ${show(between)}.`;
    return inside(fault('INVALID_RANGE', message, 'Try "between: [0, 200]".'), 'between');
  }
  return read({ from: from.value, to: to.value, by, between });
}

/** The same for editors; `point` is one end. */
export function sideChainJson(point: object): Readonly<Record<string, unknown>> {
  return {
    type: 'object',
    description: 'A side-chain: a signal modulates the intensity at every tick.',
    properties: {
      from: point,
      to: point,
      by: {
        type: 'string',
        maxLength: expressionMax,
        description: 'A signal, or an expression.',
      },
      between: {
        type: 'array',
        items: { type: 'number' },
        minItems: 2,
        maxItems: 2,
        description: 'Values that mean `from` and `to`. Default: [0, 1].',
      },
    },
    required: ['from', 'to', 'by'],
    additionalProperties: false,
  };
}

/** What the signal asks; null where it is not told, and nothing changes. */
export function modulated(chain: SideChain, value: number | boolean | null): number | null {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return null;
  const [low, high] = chain.between;
  const share = typeof value === 'boolean' ? Number(value) : (value - low) / (high - low);
  return chain.from + (chain.to - chain.from) * Math.min(1, Math.max(0, share));
}

/** Whether the way from one dose to another is worth telling. */
export function isWorthTelling(chain: SideChain, before: number, after: number): boolean {
  const way = Math.abs(chain.to - chain.from);
  const atEnd = after === chain.from || after === chain.to;
  return before !== after && (atEnd || Math.abs(after - before) >= way * modulationMin);
}

function isRange(value: unknown): value is readonly [number, number] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((bound) => typeof bound === 'number' && Number.isFinite(bound)) &&
    value[0] !== value[1]
  );
}

function inside(reading: Reading<never>, key: string): Reading<never> {
  return reading.ok ? reading : { ok: false, fault: { ...reading.fault, path: [key] } };
}
