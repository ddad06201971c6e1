/**
 * What strangers hand in besides events: switches, patterns, queries. Each question answers with
 * what is wrong in words, or null, so that nothing wrong is ever done or recorded.
 *
 * @spec kernel 1 6
 */
import { eventTypes, isEventType } from '../../machines/kernel/events/registry.ts';
import { told } from '../../machines/kernel/told.ts';
import { didYouMean } from '../../machines/timeline/suggest.ts';
import { isPaneId, paneIdLaw } from './pane-register.ts';

export function switchProblem(name: string, value: unknown): string | null {
  return typeof value === 'boolean' ? null : `Expected ${name} true or false, got ${told(value)}.`;
}

export function safeModeProblem(state: unknown): string | null {
  if (state === 'on' || state === 'off') return null;
  return `Expected the state "on" or "off", got ${told(state)}.`;
}

/** `inject.*`, `inject.submit.*` and so on: whatever begins a type. */
const families: ReadonlySet<string> = new Set(
  eventTypes.flatMap((type) => {
    const words = type.split('.').slice(0, -1);
    return words.map((_, at) => `${words.slice(0, at + 1).join('.')}.*`);
  }),
);

/** A pattern that no event can ever match is a slip of the finger. */
export function patternProblem(pattern: unknown): string | null {
  if (typeof pattern !== 'string') {
    return `Expected a type, family.* or *, got ${told(pattern)}.`;
  }
  if (pattern === '*' || isEventType(pattern) || families.has(pattern)) return null;
  const hint = didYouMean(pattern, [...eventTypes, ...families]) ?? 'Try * for all.';
  return `Expected a type of the taxonomy, family.* or *, got ${told(pattern)}. ${hint}`;
}

export function handlerProblem(handler: unknown, wanted = 'a handler'): string | null {
  return typeof handler === 'function' ? null : `Expected ${wanted}, got ${told(handler)}.`;
}

export function newPaneProblem(id: unknown, taken: ReadonlyMap<unknown, unknown>): string | null {
  if (!isPaneId(id)) return `Expected ${paneIdLaw}, got ${told(id)}.`;
  return taken.has(id) ? `Expected the id of a new pane, got ${id}, which is taken.` : null;
}

/** Without one a query would mean everything. */
export function idProblem(id: unknown): string | null {
  return typeof id === 'string' ? null : `Expected an id, got ${told(id)}.`;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isTime = (value: unknown): boolean => typeof value === 'number' && !Number.isNaN(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

type Field = readonly [isRight: (value: unknown) => boolean, wanted: string];

const queryFields: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['type', [isText, 'a type, family.* or *']],
  ['types', [Array.isArray, 'a list of types, family.* or *']],
  ['paneId', [isText, 'the id of a pane']],
  ['correlationId', [isText, 'an id']],
  ['since', [isTime, 'wall-clock milliseconds']],
  ['until', [isTime, 'wall-clock milliseconds']],
  ['limit', [isCount, 'a whole number from 0 on']],
]);

export function queryProblem(query: unknown): string | null {
  if (typeof query !== 'object' || query === null || Array.isArray(query)) {
    return `Expected a query, got ${told(query)}.`;
  }
  const asked = query as Readonly<Record<string, unknown>>;
  for (const key in asked) {
    const field = queryFields.get(key);
    if (!field) return unknownKey('a query', key, [...queryFields.keys()]);
    const value = asked[key];
    if (value !== undefined && !field[0](value)) {
      return `Expected ${key} to be ${field[1]}, got ${told(value)}.`;
    }
  }
  const wrong = asked.type === undefined ? null : patternProblem(asked.type);
  if (wrong !== null || asked.types === undefined) return wrong;
  for (const pattern of asked.types as readonly unknown[]) {
    const problem = patternProblem(pattern);
    if (problem !== null) return problem;
  }
  return null;
}

export function unknownKey(of: string, key: string, known: readonly string[]): string {
  const hint = didYouMean(key, known) ?? `Try ${known.join(', ')}.`;
  return `Expected a key of ${of}, got ${told(key)}. ${hint}`;
}
