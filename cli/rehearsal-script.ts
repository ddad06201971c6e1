/**
 * The script of a rehearsal from the words of its options: `12s`, `20s=3`, `30s..40s`,
 * `cpu_load=0.9@10s..20s`. Every problem at once.
 *
 * @spec timeline phase 2
 */
import { constants } from 'node:os';
import type { PaneScript, Span } from '../actors/hands/scripted-panes.ts';
import {
  neverSilent,
  type ScriptedSignal,
  scriptableNames,
} from '../actors/hands/scripted-signals.ts';
import { type Problem, type Result, refuse, succeed } from '../machines/kernel/problem.ts';
import { parseDuration } from '../machines/timeline/duration.ts';
import { builtInSignals, type SignalDeclaration } from '../machines/timeline/expression/signals.ts';
import { didYouMean, slipsBetween } from '../machines/timeline/suggest.ts';
import type { Fate } from '../runtime/host/rehearsed-target.ts';

export interface RehearsalWords {
  readonly crashAt: readonly string[];
  readonly exitAt: readonly string[];
  readonly hangAt: readonly string[];
  readonly signal: readonly string[];
  readonly compactAt: readonly string[];
  readonly deafAt: readonly string[];
}

export interface RehearsalScript {
  readonly fates: readonly Fate[];
  readonly signals: readonly ScriptedSignal[];
  readonly pane: PaneScript;
}

/** Words beyond these make no rehearsal that anyone could follow. */
export const scriptWordsMax = 1_000;
const usualCrash = 'SIGSEGV';

type Read<Value> = { readonly value: Value } | { readonly problem: Problem };

/** `declared` are all signals of the timeline; null where it could not be read. */
export function readScript(
  words: RehearsalWords,
  declared: readonly SignalDeclaration[] | null,
): Result<RehearsalScript> {
  const fates: readonly Read<Fate>[] = [
    ...words.crashAt.map(readCrash),
    ...words.exitAt.map(readExit),
    ...words.hangAt.map(readHang),
  ];
  const signals = words.signal.map((text) => readSignal(text, declared));
  const compactions = words.compactAt.map((text) => readSpan('--compact-at', text));
  const deaf = words.deafAt.map((text) => readSpan('--deaf-at', text));
  const all = [...fates, ...signals, ...compactions, ...deaf];
  const count = all.length;
  const problems = [
    ...(count > scriptWordsMax ? [tooMany(count)] : []),
    ...all.flatMap((read) => ('problem' in read ? [read.problem] : [])),
  ];
  if (problems.length > 0) return refuse(problems);
  return succeed({
    fates: valuesOf(fates),
    signals: valuesOf(signals),
    pane: { compactions: valuesOf(compactions), deaf: valuesOf(deaf) },
  });
}

function valuesOf<Value>(all: readonly Read<Value>[]): readonly Value[] {
  return all.flatMap((read) => ('value' in read ? [read.value] : []));
}

/** `30s`, or `30s..40s`. */
function readSpan(option: string, text: string): Read<Span> {
  const span = spanOf(text);
  if (span !== null) return { value: span };
  const law = 'a moment or a span, as in 30s or 30s..40s';
  return wrong(option, law, text, `Try ${option} 30s..40s.`);
}

/** `12s`, or `12s=SIGABRT`. */
function readCrash(text: string): Read<Fate> {
  const [at = '', signal = usualCrash] = splitOnce(text, '=');
  const atMs = momentOf(at);
  if (atMs === null || !Object.hasOwn(constants.signals, signal)) {
    return wrong(
      '--crash-at',
      'a moment and a signal of this system, as in 12s or 12s=SIGABRT',
      text,
      'Try --crash-at 12s.',
    );
  }
  return { value: { kind: 'crash', atMs, signal } };
}

/** `20s`, or `20s=3`: the exit status. */
function readExit(text: string): Read<Fate> {
  const [at = '', status = '0'] = splitOnce(text, '=');
  const atMs = momentOf(at);
  const code = /^\d{1,3}$/.test(status) ? Number(status) : 256;
  if (atMs === null || code > 255) {
    const law = 'a moment and an exit status from 0 to 255, as in 20s or 20s=3';
    return wrong('--exit-at', law, text, 'Try --exit-at 20s=0.');
  }
  return { value: { kind: 'exit', atMs, code } };
}

/** `30s`, or `30s..40s`. */
function readHang(text: string): Read<Fate> {
  const span = readSpan('--hang-at', text);
  if ('problem' in span) return span;
  return { value: { kind: 'hang', atMs: span.value.fromMs, untilMs: span.value.untilMs } };
}

/** `cpu_load=0.9`, `cpu_load=90%@10s`, `latency_ms=250@10s..20s`, `latency_ms=none@10s`. */
function readSignal(
  text: string,
  declared: readonly SignalDeclaration[] | null,
): Read<ScriptedSignal> {
  const [name = '', rest] = splitOnce(text, '=');
  const [figure = '', when] = splitOnce(rest ?? '', '@');
  const value = figure === silence ? null : figureOf(figure);
  const span = when === undefined ? { fromMs: 0, untilMs: Infinity } : spanOf(when);
  const isFigure = value !== null || figure === silence;
  if (rest === undefined || !isFigure || span === null) {
    const law = 'a signal with a value and a span, as in cpu_load=0.9@10s..20s';
    return wrong('--signal', law, text, 'Try --signal cpu_load=0.9@10s..20s.');
  }
  const fault = nameFault(name, declared);
  if (fault !== null) return fault;
  if (value === null && neverSilent.includes(name)) {
    const law = `a figure of ${name}, which a living program always has`;
    return wrong('--signal', law, figure, `Try --signal ${name}=0.`);
  }
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } =
    declared?.find((signal) => signal.name === name) ?? {};
  if (value !== null && (value < min || value > max)) {
    const law = `${name} from ${min} ${Number.isFinite(max) ? `to ${max}` : 'on'}`;
    return wrong('--signal', law, figure, 'A share is 0.9, or 90%.');
  }
  return { value: { name, value, ...span } };
}

/** Signals of a timeline that could not be read are not known: only a near miss is told then. */
function nameFault(
  name: string,
  declared: readonly SignalDeclaration[] | null,
): { problem: Problem } | null {
  const own = (declared ?? []).map((signal) => signal.name).filter((one) => !builtInNames.has(one));
  const known = [...scriptableNames, ...own];
  if (known.includes(name)) return null;
  const near = didYouMean(name, known);
  const isSlip = known.some((one) => slipsBetween(name, one) === 1) || builtInNames.has(name);
  if (declared === null && !isSlip) return null;
  return wrong(
    '--signal',
    `a signal that a script can set (${known.join(', ')})`,
    name,
    near ??
      (builtInNames.has(name)
        ? 'What follows from the run, such as crashes, comes of --crash-at.'
        : 'Signals of your own are declared under "signals" in the timeline.'),
  );
}

const builtInNames: ReadonlySet<string> = new Set(builtInSignals.map(({ name }) => name));
/** What a script says of a signal without a figure. */
const silence = 'none';

/** `90%` is 0.9. */
function figureOf(text: string): number | null {
  if (!/^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?%?$/i.test(text)) return null;
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  return Number.isFinite(value) ? value : null;
}

/** `10s..20s`; `10s` and `10s..` have no end. */
function spanOf(text: string): Span | null {
  const [from = '', until = ''] = splitOnce(text, '..');
  const fromMs = momentOf(from);
  const untilMs = until === '' ? Infinity : momentOf(until);
  return fromMs === null || untilMs === null || untilMs <= fromMs ? null : { fromMs, untilMs };
}

function momentOf(text: string): number | null {
  const bare = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
  const reading = parseDuration(bare, 'zero-allowed');
  return reading.ok ? reading.value : null;
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}

function wrong(option: string, law: string, got: string, hint: string): { problem: Problem } {
  const message = `Expected ${law}; got ${JSON.stringify(got.slice(0, 80))}.`;
  return { problem: { code: 'INVALID_SCRIPT', message, where: { path: option }, hint } };
}

function tooMany(count: number): Problem {
  return {
    code: 'INVALID_SCRIPT',
    message: `Expected a script of at most ${scriptWordsMax} words; got ${count}.`,
    where: { path: '--signal' },
    hint: 'Rehearse a part of it.',
  };
}
