/**
 * What can be read of a file that breaks laws of the schema, so that one mistake does not hide
 * another: whatever is broken is taken out, or replaced by something harmless in its place, and the
 * rest is judged as it stands. Nothing of this is ever run.
 *
 * @spec timeline language
 */
import type * as z from 'zod/mini';
import type { Problem } from '../kernel/problem.ts';
import { type Finding, findingsOf } from './check-issues.ts';
import { type TimelineInput, timelineSchema } from './schema.ts';
import { type Path, pathText, plainOf, type SourceDocument } from './source.ts';
import { didYouMean } from './suggest.ts';

export interface Readable {
  /** Every law of the schema that the file breaks. */
  readonly findings: readonly Finding[];
  /** The file, or what can be read of it; null where that is nothing. */
  readonly input: TimelineInput | null;
  /** What is not as the file has it. */
  readonly replaced: readonly Path[];
}

/** A value has one fault at a time; more of them than this are for the next check. */
const roundsMax = 64;

/** It waits for nothing in particular, names nobody and breaks no law. */
const someCondition = 'crashes > 1';
/** What stands for a key that may not be missing, or whose absence would say something. */
const harmless = (): Readonly<Record<string, unknown>> => ({
  for: '1ms',
  axis: 'cpu',
  events: [],
  start_when: someCondition,
  stop_when: someCondition,
  abort_when: someCondition,
  if: someCondition,
  until: someCondition,
  action: 'pause',
  bottleneck: 'auto',
  inject: 'text',
  command: 'program',
  url: 'http://127.0.0.1/',
  metric: 'metric',
  target: { restart: 'on-crash' },
  restart: 'on-crash',
  when: 'on-crash',
});
/** What stands for the source of a signal: without one its name would mean nothing. */
const harmlessSource = (): Readonly<Record<string, unknown>> => ({
  http: 'http://127.0.0.1/',
  tcp: 1,
  output: '(?<value>x)',
  command: ['program'],
  prometheus: { url: 'http://127.0.0.1/', metric: 'metric' },
});
/** What stands for an item, by the key of its list, so that the others keep their numbers. */
const harmlessItem = (): Readonly<Record<string, unknown>> => ({
  tracks: { axis: 'cpu', events: [] },
  chains: 'nobody',
  expect: 'crashes == 0',
  any: someCondition,
  all: someCondition,
  args: 'text',
  command: 'text',
});

export function readWhatCanBe(
  document: SourceDocument,
  first: z.core.util.SafeParseResult<TimelineInput>,
): Readable {
  if (first.success) return { findings: [], input: first.data, replaced: [] };
  const findings = [...findingsOf(first.error.issues)];
  const repair = new Repair(plainOf(document.root) as Mapping);
  let found: readonly Finding[] = findings;
  for (let round = 0; round < roundsMax; round += 1) {
    if (!repair.mend(found)) break;
    const parsed = timelineSchema.safeParse(repair.root);
    const { replaced } = repair;
    if (parsed.success) return { findings, input: parsed.data, replaced };
    found = findingsOf(parsed.error.issues);
    findings.push(...found.filter(({ path }) => !replaced.some((one) => isRelated(path, one))));
  }
  return { findings, input: null, replaced: [] };
}

/** Without what is only so because something else could not be read. */
export function onlyTrue(problems: readonly Problem[], { replaced }: Readable): readonly Problem[] {
  if (replaced.length === 0) return problems;
  const gone = replaced.map(pathText);
  const unsure = new Set([
    ...(replaced.some(hidesEvents) ? ['UNKNOWN_EVENT'] : []),
    ...(replaced.some(hidesSignals) ? ['UNKNOWN_SIGNAL'] : []),
  ]);
  return problems.filter(({ code, where }) => {
    const path = where?.path ?? '';
    const isGone = gone.some((text) => isBelow(path, text));
    // A signal from which something was taken has fewer sources than its author wrote.
    const isLess = path.startsWith('signals') && gone.some((text) => isBelow(text, path));
    return !isGone && !isLess && !unsure.has(code);
  });
}

/** Of the texts of two paths: the first is the second, or leads on from it. */
function isBelow(path: string, ancestor: string): boolean {
  return path.startsWith(ancestor) && /^($|[.[])/.test(path.slice(ancestor.length));
}

/** A name that nobody has may be that of an event that could not be read. */
function hidesEvents(path: Path): boolean {
  const key = path.at(-1);
  if (typeof key === 'number') return ['events', 'tracks'].includes(String(path.at(-2)));
  return meant(key, ['id', 'name', 'axis', 'pane', 'events', 'tracks']);
}

function hidesSignals(path: Path): boolean {
  return path.length === 1 && meant(path[0], ['signals']);
}

function meant(key: unknown, words: readonly string[]): boolean {
  return words.includes(String(key)) || didYouMean(String(key), words) !== undefined;
}

/** One leads to the other: what was put there may itself be what is complained about. */
function isRelated(path: Path, other: Path): boolean {
  const [short, long] = path.length < other.length ? [path, other] : [other, path];
  return short.every((step, at) => long[at] === step);
}

type Mapping = Record<string | number, unknown>;

class Repair {
  readonly root: Mapping;
  readonly #done = new Map<string, Path>();

  constructor(root: Mapping) {
    this.root = root;
  }

  get replaced(): readonly Path[] {
    return [...this.#done.values()];
  }

  /** False where nothing is left that could be taken out. */
  mend(findings: readonly Finding[]): boolean {
    return findings.every(({ path, keys }) =>
      keys.length === 0 ? this.#replace(path) : this.#remove(path, keys),
    );
  }

  #remove(path: Path, keys: readonly string[]): boolean {
    const parent = this.#at(path);
    if (parent === undefined) return false;
    for (const key of keys) {
      delete parent[key];
      this.#done.set(pathText([...path, key]), [...path, key]);
    }
    if (path[0] === 'signals' && path.length === 2) parent.tcp ??= 1;
    return true;
  }

  /** What stays broken after that is taken out with whatever it stands in. */
  #replace(path: Path): boolean {
    const key = path.at(-1);
    if (key === undefined) return false;
    const parent = this.#at(path.slice(0, -1));
    const text = pathText(path);
    const other = substituteFor(path, this.root);
    const isDone = this.#done.has(text) || (other === undefined && parent?.[key] === undefined);
    if (parent === undefined || isDone) return this.#replace(path.slice(0, -1));
    this.#done.set(text, path);
    if (other === undefined) delete parent[key];
    else parent[key] = other;
    return true;
  }

  #at(path: Path): Mapping | undefined {
    let node: unknown = this.root;
    for (const step of path) node = isMapping(node) ? node[step] : undefined;
    return isMapping(node) ? node : undefined;
  }
}

function substituteFor(path: Path, root: Mapping): unknown {
  const key = path.at(-1) ?? '';
  const [first] = path;
  if (first === 'signals' && path.length === 2) return { tcp: 1 };
  if (first === 'signals' && path.length === 3) return own(harmlessSource(), String(key));
  if (key === 'pane') return first === 'target' ? {} : '1';
  if (typeof key === 'string') return own(harmless(), key);
  const list = String(path.at(-2));
  if (list !== 'events') return own(harmlessItem(), list);
  if (first === 'events') return { axis: 'cpu', for: '1ms' };
  const track = (root.tracks as readonly unknown[])[Number(path[1])];
  return isMapping(track) && 'pane' in track ? { inject: 'text' } : { for: '1ms' };
}

function own(table: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function isMapping(node: unknown): node is Mapping {
  return typeof node === 'object' && node !== null;
}
