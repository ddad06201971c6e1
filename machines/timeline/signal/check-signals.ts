/**
 * The laws of signals: one source each, names that expressions can tell from all others, patterns
 * that can be read and name their figure.
 *
 * @spec timeline phase 2
 */
import type { Problem } from '../../kernel/problem.ts';
import { paneSignals } from '../expression/pane-signals.ts';
import { builtInSignals, windowFunctions } from '../expression/signals.ts';
import type { TimelineInput } from '../schema.ts';
import { oneOf, showText } from '../show.ts';
import { type Path, placeOf, type SourceDocument } from '../source.ts';
import {
  everyMaxMs,
  everyMinMs,
  type SignalInput,
  signalSources,
  signalsMax,
} from './user-signal.ts';

/** Words of the language of expressions, and what CEL keeps for itself. */
const takenNames: ReadonlySet<string> = new Set([
  ...[...builtInSignals, ...paneSignals].map(({ name }) => name),
  ...windowFunctions,
  ...['and', 'or', 'not', 'in', 'true', 'false', 'null', 'event', 'pane', 'target', 'within'],
  ...['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let'],
  ...['loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
]);

type Say = (path: Path, part: 'key' | 'value', code: string, message: string, hint: string) => void;

export function signalProblems(document: SourceDocument, input: TimelineInput): Problem[] {
  const problems: Problem[] = [];
  const say: Say = (path, part, code, message, hint) => {
    problems.push({ code, message, where: placeOf(document, path, part), hint });
  };
  const entries = Object.entries(input.signals ?? {});
  if (entries.length > signalsMax) {
    const message = `Expected at most ${signalsMax} signals; got ${entries.length}.`;
    say(['signals'], 'key', 'TOO_MANY_SIGNALS', message, 'Keep those that a condition asks for.');
  }
  for (const [name, signal] of entries) {
    judgeName(['signals', name], name, say);
    judgeSignal(['signals', name], signal, say);
  }
  return problems;
}

function judgeName(path: Path, name: string, say: Say): void {
  if (!takenNames.has(name)) return;
  const message = `Expected a name that means nothing yet; got ${showText(name)}.`;
  say(path, 'key', 'NAME_TAKEN', message, `Try "my_${name.replaceAll(/^_+|_+$/g, '')}".`);
}

function judgeSignal(path: Path, signal: SignalInput, say: Say): void {
  const told = signalSources.filter((source) => signal[source] !== undefined);
  if (told.length !== 1) {
    const message = `Expected one of ${oneOf(signalSources)}; got ${told.length === 0 ? 'none' : told.join(' and ')}.`;
    say(path, 'key', 'SIGNAL_SOURCE', message, 'Try { http: "http://127.0.0.1:8080/" }.');
  }
  const { every, output, command, prometheus } = signal;
  if (every !== undefined && (every < everyMinMs || every > everyMaxMs)) {
    const message = `Expected a length of time from 100ms to 1h; got ${every} ms.`;
    say([...path, 'every'], 'value', 'INVALID_EVERY', message, 'Try "500ms".');
  }
  if (output !== undefined) judgePattern([...path, 'output'], output, say);
  if (command !== undefined && (command[0] ?? '').trim() === '') {
    const message = 'Expected a program and its arguments; got no program.';
    say([...path, 'command'], 'value', 'EMPTY_COMMAND', message, 'Try [cat, queue-length.txt].');
  }
  if (prometheus !== undefined && !/^[A-Za-z_:][A-Za-z0-9_:]*$/.test(prometheus.metric)) {
    const message = `Expected the name of a metric; got ${showText(prometheus.metric)}.`;
    const hint = 'Labels have a key of their own: labels: { queue: mail }.';
    say([...path, 'prometheus', 'metric'], 'value', 'INVALID_NAME', message, hint);
  }
}

function judgePattern(path: Path, pattern: string, say: Say): void {
  const hint = "Try 'queue=(?<value>\\d+)'.";
  try {
    // An empty alternative makes it match, so that its groups can be seen.
    const groups = new RegExp(`${pattern}|`, 'u').exec('')?.groups;
    if (groups !== undefined && 'value' in groups) return;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, '') : String(error);
    const message = `Expected a regular expression; got ${showText(pattern)}: ${reason}.`;
    say(path, 'value', 'INVALID_PATTERN', message, hint);
    return;
  }
  const message = `Expected a group named "value"; got ${showText(pattern)}.`;
  say(path, 'value', 'PATTERN_WITHOUT_VALUE', message, hint);
}
