/**
 * From a document that kept every law to the model: defaults filled in, ids given, lanes made.
 *
 * @spec timeline phase 1
 */
import { type Axis, axes } from './axis.ts';
import { arrowsOf, startOf } from './condition/causes.ts';
import { graphOf } from './condition/graph.ts';
import { readWish } from './condition/wish-input.ts';
import type { Constraints, Rule } from './constraint/constraint.ts';
import { joined, readCondition } from './constraint/rule-input.ts';
import { type Expectation, expectationScope, usualKind } from './expectation/expectation.ts';
import { scopeOfFile } from './expression/file-scope.ts';
import { compileExpression } from './expression/load.ts';
import { createNeeds } from './expression/needs.ts';
import { type InputEvent, inputRoomMs } from './input/input.ts';
import { inputEventOf, inputLanesOf, placedInputs } from './input/place-inputs.ts';
import type { TimelineInput } from './schema.ts';
import { userSignalsOf } from './signal/user-signal.ts';
import { nodeAt, type Path, type SourceDocument } from './source.ts';
import type { Lane, Limits, Program, TargetPolicy, Timeline, TimelineEvent } from './timeline.ts';

/** What the command line says instead of the file. */
export interface TimelineOverrides {
  /** Replaces the program of the file, with its arguments, directory and variables. */
  readonly program?: string;
  /** Replaces the arguments of the program, whoever named it. */
  readonly args?: readonly string[];
  readonly seed?: number;
}

/** How long the target may take to become ready, and to end after the polite signal. */
const readyWithinMs = 10_000;
const stopGraceMs = 5_000;
const restartsAtMost = 5;

const defaultLimits: Limits = { memory: { percent: 80 }, diskBytes: 2 * 2 ** 30 };

type StressInput = Extract<NonNullable<TimelineInput['tracks']>[number], { axis: Axis }>['events'];

export interface Placed {
  readonly id: string;
  readonly axis: Axis;
  readonly lane: number;
  readonly path: Path;
  readonly input: StressInput[number];
}

export function buildTimeline(
  document: SourceDocument,
  input: TimelineInput,
  program: Program,
  overrides: TimelineOverrides,
  textHash: string,
): Timeline {
  const { placed, lanes } = placeOnLanes(document, input);
  const arrows = arrowsOf(input.chains ?? []);
  const wished = placed.map((event): TimelineEvent => {
    return {
      id: event.id,
      axis: event.axis,
      lane: event.lane,
      startMs: event.input.at ?? 0,
      durationMs: event.input.for,
      intensity: event.input.intensity ?? 'medium',
      args: asWritten(document, [...event.path, 'args'], event.input.args ?? []),
      ...startOf(event.id, event.input, arrows),
      ...(event.input.stop_when === undefined
        ? {}
        : { stop: readWish(event.input.stop_when).wish }),
    };
  });
  const asked = placedInputs(input).map((one) => inputEventOf(one, arrows));
  const inputIds = asked.map(({ id }) => id);
  const ids = { eventIds: [...wished.map(({ id }) => id), ...inputIds], inputIds };
  const nodes = [...wished, ...asked.map((one) => ({ ...one, durationMs: 0 }))];
  const { earliest } = graphOf(nodes, createNeeds(scopeOfFile(input, ids)));
  // What waits is planned at the earliest moment at which it may start.
  const events = wished.map((event) => ({ ...event, startMs: earliest.get(event.id) ?? 0 }));
  const inputs = asked.map((one) => ({ ...one, startMs: earliest.get(one.id) ?? 0 }));
  return {
    program,
    durationMs: input.duration ?? lastEndOf(events, inputs),
    seed: overrides.seed ?? input.seed ?? seedOf(textHash),
    target: targetOf(input.target),
    limits: {
      memory: input.limits?.memory ?? defaultLimits.memory,
      diskBytes: input.limits?.disk ?? defaultLimits.diskBytes,
    },
    lanes: nameLanes(lanes),
    ...(input.signals === undefined ? {} : { signals: userSignalsOf(input.signals) }),
    ...(input.constraints === undefined ? {} : { constraints: constraintsOf(input.constraints) }),
    ...(input.abort_when === undefined ? {} : { abort: readWish(input.abort_when).wish }),
    ...(input.expect === undefined ? {} : { expect: expectationsOf(input, ids) }),
    events,
    ...(inputs.length === 0 ? {} : { inputs, inputLanes: inputLanesOf(input) }),
  };
}

/** An input is given its room, so that it can be let through and verified before the end. */
function lastEndOf(events: readonly TimelineEvent[], inputs: readonly InputEvent[]): number {
  const ends = [
    ...events.map(({ startMs, durationMs }) => startMs + durationMs),
    ...inputs.map(({ startMs }) => startMs + inputRoomMs),
  ];
  return ends.reduce((last, end) => Math.max(last, end), 0);
}

/** The same text gives the same seed, another text another one: the hash's first 32 bits. */
export function seedOf(textHash: string): number {
  return Number.parseInt(textHash.slice(0, 8), 16);
}

/** The program that will run; null where neither the file nor the command line names one. */
export function programOf(
  document: SourceDocument,
  input: TimelineInput['program'],
  overrides: TimelineOverrides,
): Program | null {
  if (overrides.program !== undefined) {
    return { command: overrides.program, args: overrides.args ?? [], env: {} };
  }
  if (input === undefined) return null;
  if (typeof input === 'string') return { command: input, args: overrides.args ?? [], env: {} };
  const written = asWritten(document, ['program', 'args'], input.args ?? []);
  const env = Object.entries(input.env ?? {}).map(([name, value]) => {
    return [name, asWritten(document, ['program', 'env', name], value)] as const;
  });
  return {
    command: input.command,
    args: overrides.args ?? written,
    ...(input.cwd === undefined ? {} : { cwd: input.cwd }),
    env: Object.fromEntries(env),
  };
}

/**
 * Tracks are lanes. Events of the flat form play on the first lane of their axis, or on a new
 * one. Whichever of the two lists the file has first counts first.
 */
function placeOnLanes(document: SourceDocument, input: TimelineInput) {
  const placed: Omit<Placed, 'id'>[] = [];
  const lanes: Axis[] = [];
  const placeTracks = (): void => {
    for (const [index, track] of (input.tracks ?? []).entries()) {
      if (!('axis' in track)) continue;
      const lane = lanes.push(track.axis) - 1;
      for (const [at, event] of track.events.entries()) {
        const path = ['tracks', index, 'events', at];
        placed.push({ axis: track.axis, lane, path, input: event });
      }
    }
  };
  const placeFlat = (): void => {
    for (const [at, event] of (input.events ?? []).entries()) {
      const found = lanes.indexOf(event.axis);
      const lane = found === -1 ? lanes.push(event.axis) - 1 : found;
      placed.push({ axis: event.axis, lane, path: ['events', at], input: event });
    }
  };
  const order = [...document.root.entries.keys()];
  const flatFirst = order.indexOf('events') < order.indexOf('tracks');
  for (const place of flatFirst ? [placeFlat, placeTracks] : [placeTracks, placeFlat]) place();
  const ids = giveIds(placed);
  return { placed: placed.map((one, at) => ({ ...one, id: ids[at] ?? '' })), lanes };
}

/** The stress events of the file with their ids, given or made up, and their places. */
export function placedEvents(document: SourceDocument, input: TimelineInput): readonly Placed[] {
  return placeOnLanes(document, input).placed;
}

/**
 * `<axis>-<n>`, where n counts all events of the axis over the whole file. An id that the file
 * gives itself is never taken: the count then moves on to the next free number.
 */
function giveIds(placed: readonly Omit<Placed, 'id'>[]): readonly string[] {
  const explicit = new Set(placed.map(({ input }) => input.id));
  const counts = new Map<Axis, number>();
  return placed.map(({ axis, input }) => {
    let count = (counts.get(axis) ?? 0) + 1;
    if (input.id === undefined) while (explicit.has(`${axis}-${count}`)) count += 1;
    counts.set(axis, count);
    return input.id ?? `${axis}-${count}`;
  });
}

function constraintsOf(input: NonNullable<TimelineInput['constraints']>): Constraints {
  const { bottleneck, subordinate = {} } = input;
  const rules = axes.flatMap((axis): Rule[] => {
    const rule = subordinate[axis];
    if (rule === undefined) return [];
    const { parts, holdMs } = readCondition(rule.if);
    const until = rule.until === undefined ? {} : { until: rule.until };
    return [{ axis, when: joined(parts), holdMs, action: rule.action, ...until }];
  });
  return { bottleneck, rules };
}

function expectationsOf(
  input: TimelineInput,
  ids: { readonly eventIds: readonly string[]; readonly inputIds: readonly string[] },
): readonly Expectation[] {
  const scope = expectationScope(scopeOfFile(input, ids));
  return (input.expect ?? []).map((one): Expectation => {
    if (one.is === 'recovered') return { ...one, when: one.when?.text ?? null };
    const { text } = one.of;
    if (one.is !== 'usual') return { is: one.is, text };
    const compiled = compileExpression(text, scope);
    return { is: compiled.ok ? usualKind(compiled.value) : 'always', text };
  });
}

function nameLanes(lanes: readonly Axis[]): readonly Lane[] {
  return lanes.map((axis, index) => {
    const alike = lanes.filter((other) => other === axis).length;
    const nth = lanes.slice(0, index + 1).filter((other) => other === axis).length;
    return { axis, name: alike === 1 ? axis : `${axis} ${nth}` };
  });
}

function targetOf(input: TimelineInput['target']): TargetPolicy {
  const restart = input?.restart ?? 'never';
  const policy = typeof restart === 'string' ? restart : restart.when;
  const most = typeof restart === 'string' ? undefined : restart.at_most;
  const ready = input?.ready;
  const withinMs = ready?.within ?? readyWithinMs;
  const probe =
    ready?.output !== undefined
      ? { withinMs, output: ready.output }
      : ready?.tcp !== undefined
        ? { withinMs, tcp: ready.tcp }
        : ready?.http !== undefined
          ? { withinMs, http: ready.http }
          : undefined;
  const pane = input?.pane;
  return {
    ...(pane === undefined
      ? {}
      : { pane: { cols: pane.cols ?? 100, rows: pane.rows ?? 30, cli: pane.cli ?? null } }),
    ...(probe === undefined ? {} : { ready: probe }),
    restart: { policy, atMost: policy === 'never' ? 0 : (most ?? restartsAtMost) },
    stop: {
      signal: input?.stop?.signal ?? 'SIGTERM',
      graceMs: input?.stop?.grace ?? stopGraceMs,
    },
    priority: input?.priority ?? 'polite',
  };
}

/** `1.0` and `0x10` are numbers to YAML; as arguments they are what the user typed. */
function asWritten(document: SourceDocument, path: Path, value: string): string;
function asWritten(document: SourceDocument, path: Path, value: readonly string[]): string[];
function asWritten(document: SourceDocument, path: Path, value: string | readonly string[]) {
  if (typeof value !== 'string') {
    return value.map((item, index) => asWritten(document, [...path, index], item));
  }
  const node = nodeAt(document, path);
  return node?.kind === 'scalar' && typeof node.value !== 'string' ? node.text : value;
}
