/**
 * The script of a rehearsal from the words of its options: `12s`, `20s=3`, `30s..40s`,
 * `cpu_load=0.9@10s..20s`. Every problem at once.
 *
 * @spec timeline phase 2
 */
import { constants } from 'node:os';
import {
  type ScriptableName,
  type ScriptedSignal,
  scriptableNames,
} from '../actors/hands/scripted-signals.ts';
import { type Problem, type Result, refuse, succeed } from '../machines/kernel/problem.ts';
import { parseDuration } from '../machines/timeline/duration.ts';
import { builtInSignals } from '../machines/timeline/expression/signals.ts';
import { didYouMean } from '../machines/timeline/suggest.ts';
import type { Fate } from '../runtime/host/rehearsed-target.ts';

export interface RehearsalWords {
  readonly crashAt: readonly string[];
  readonly exitAt: readonly string[];
  readonly hangAt: readonly string[];
  readonly signal: readonly string[];
}

export interface RehearsalScript {
  readonly fates: readonly Fate[];
  readonly signals: readonly ScriptedSignal[];
}

/** Words beyond these make no rehearsal that anyone could follow. */
export const scriptWordsMax = 1_000;
const usualCrash = 'SIGSEGV';

type Read<Value> = { readonly value: Value } | { readonly problem: Problem };

export function readScript(words: RehearsalWords): Result<RehearsalScript> {
  const fates: readonly Read<Fate>[] = [
    ...words.crashAt.map(readCrash),
    ...words.exitAt.map(readExit),
    ...words.hangAt.map(readHang),
  ];
  const signals = words.signal.map(readSignal);
  const count = fates.length + signals.length;
  const problems = [
    ...(count > scriptWordsMax ? [tooMany(count)] : []),
    ...[...fates, ...signals].flatMap((read) => ('problem' in read ? [read.problem] : [])),
  ];
  if (problems.length > 0) return refuse(problems);
  return succeed({
    fates: fates.flatMap((read) => ('value' in read ? [read.value] : [])),
    signals: signals.flatMap((read) => ('value' in read ? [read.value] : [])),
  });
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
  const span = spanOf(text);
  if (span === null) {
    const law = 'a moment or a span, as in 30s or 30s..40s';
    return wrong('--hang-at', law, text, 'Try --hang-at 30s..40s.');
  }
  return { value: { kind: 'hang', atMs: span.fromMs, untilMs: span.untilMs } };
}

/** `cpu_load=0.9`, `cpu_load=90%@10s`, `cpu_load=0.9@10s..20s`. */
function readSignal(text: string): Read<ScriptedSignal> {
  const [name = '', rest] = splitOnce(text, '=');
  const [figure = '', when] = splitOnce(rest ?? '', '@');
  const value = figureOf(figure);
  const span = when === undefined ? { fromMs: 0, untilMs: Infinity } : spanOf(when);
  if (rest === undefined || value === null || span === null) {
    const law = 'a signal with a value and a span, as in cpu_load=0.9@10s..20s';
    return wrong('--signal', law, text, 'Try --signal cpu_load=0.9@10s..20s.');
  }
  if (!isScriptable(name)) {
    const near = didYouMean(name, scriptableNames);
    return wrong(
      '--signal',
      `a signal that a script can set (${scriptableNames.join(', ')})`,
      name,
      near ?? 'What follows from the run, such as crashes, comes of --crash-at.',
    );
  }
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = rangeOf(name);
  if (value < min || value > max) {
    const law = `${name} from ${min} ${Number.isFinite(max) ? `to ${max}` : 'on'}`;
    return wrong('--signal', law, figure, 'A share is 0.9, or 90%.');
  }
  return { value: { name, value, ...span } };
}

function rangeOf(name: ScriptableName): { readonly min?: number; readonly max?: number } {
  return builtInSignals.find((signal) => signal.name === name) ?? {};
}

function isScriptable(name: string): name is ScriptableName {
  return (scriptableNames as readonly string[]).includes(name);
}

/** `90%` is 0.9. */
function figureOf(text: string): number | null {
  if (!/^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?%?$/i.test(text)) return null;
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  return Number.isFinite(value) ? value : null;
}

/** `10s..20s`; `10s` and `10s..` have no end. */
function spanOf(text: string): { readonly fromMs: number; readonly untilMs: number } | null {
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
