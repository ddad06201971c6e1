/**
 * The short way to check a payload: most are a few plain values, and for those a look at each is
 * enough, at a tenth of the cost of the schema. What it takes, the schema takes and gives back
 * equal; whatever it is not sure of it leaves to the schema.
 *
 * @spec kernel 2 3
 */
import { ZodObject, type z } from 'zod';

type Payload = Readonly<Record<string, unknown>>;

interface Field {
  readonly key: string;
  readonly mayLack: boolean;
  readonly takes: (value: unknown) => boolean;
}

/** What of a schema is looked at; zod tells more. */
interface Definition {
  readonly type: string;
  /** Of a format that is a schema of its own, such as `z.int()`. */
  readonly check?: string;
  readonly innerType?: { readonly def: Definition };
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
}

interface Check {
  readonly check: string;
  readonly format?: string;
  readonly maximum?: number;
  readonly value?: unknown;
  readonly inclusive?: boolean;
}

const isString = (value: unknown): boolean => typeof value === 'string';
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const isRealNumber = (value: unknown): boolean => Number.isFinite(value);
const isNone = (): boolean => false;

/** A copy of a payload that is right; null when the schema must look. */
export function plainReader(schema: z.ZodType): (payload: Payload) => Payload | null {
  if (!(schema instanceof ZodObject)) return () => null;
  const fields = Object.entries(schema.shape).map(([key, field]) =>
    fieldOf(key, field as unknown as { readonly def: Definition }),
  );
  return (payload) => {
    const copy: Record<string, unknown> = {};
    let left = 0;
    for (let at = 0; at < fields.length; at += 1) {
      const { key, mayLack, takes } = fields[at] as Field;
      const value = payload[key];
      if (value === undefined) {
        if (!mayLack) return null;
        continue;
      }
      if (!takes(value)) return null;
      copy[key] = value;
      left -= 1;
    }
    // A key that is not among the fields, or has no value, is for the schema.
    for (const _ in payload) left += 1;
    return left === 0 ? copy : null;
  };
}

function fieldOf(key: string, { def }: { readonly def: Definition }): Field {
  const inner = def.type === 'optional' ? def.innerType?.def : def;
  return { key, mayLack: def.type === 'optional', takes: inner ? takerOf(inner) : isNone };
}

function takerOf({ type, check, entries, checks = [] }: Definition): (value: unknown) => boolean {
  if (check !== undefined) return isNone;
  if (type === 'number') return numberTaker(checks.map(({ _zod }) => _zod.def));
  if (type === 'string') return textTaker(checks.map(({ _zod }) => _zod.def));
  if (checks.length > 0) return isNone;
  if (type === 'boolean') return isBoolean;
  if (type === 'enum' && entries) {
    const values = new Set<unknown>(Object.values(entries));
    return (value) => values.has(value);
  }
  return isNone;
}

function textTaker(checks: readonly Check[]): (value: unknown) => boolean {
  let most = Number.POSITIVE_INFINITY;
  for (const { check, maximum } of checks) {
    if (check !== 'max_length' || maximum === undefined) return isNone;
    most = Math.min(most, maximum);
  }
  return checks.length === 0
    ? isString
    : (value) => typeof value === 'string' && value.length <= most;
}

function numberTaker(checks: readonly Check[]): (value: unknown) => boolean {
  let least = Number.NEGATIVE_INFINITY;
  let above = Number.NEGATIVE_INFINITY;
  let isWhole = false;
  for (const { check, format, value, inclusive } of checks) {
    if (check === 'number_format' && format === 'safeint') isWhole = true;
    else if (check !== 'greater_than' || typeof value !== 'number') return isNone;
    else if (inclusive) least = Math.max(least, value);
    else above = Math.max(above, value);
  }
  const isNumber = isWhole ? Number.isSafeInteger : isRealNumber;
  return (value) => isNumber(value) && (value as number) >= least && (value as number) > above;
}
