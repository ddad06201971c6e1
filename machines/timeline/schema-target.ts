/**
 * How the program under test is named, started, watched, started again and ended.
 *
 * @spec timeline language
 */
import { cliWord } from './input/schema-input.ts';
import { fault, type Reading, read } from './reading.ts';
import { dictionary, either, list, maybe, shape, value } from './schema-forms.ts';
import { argument, length, moment, parseText, text, whole, word } from './schema-values.ts';
import { oneOf, show } from './show.ts';
import { didYouMean } from './suggest.ts';

const command = text('a program, as a path such as ./my-program or a name on PATH', './my-program');

export const program = either(
  'a program: a path, a name on PATH, or a mapping of command, args, cwd, env',
  command,
  shape('the program', {
    command,
    args: maybe(list('arguments', argument), 'Arguments, one per item; never split or expanded.'),
    cwd: maybe(
      text('a directory', './data'),
      'Working directory of the program; default: the current one.',
    ),
    env: maybe(
      dictionary('environment variables', argument),
      'Variables added to the inherited environment.',
    ),
  }),
);

/** Signals that can end a program and exist on every Unix. */
export const stopSignals = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGABRT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGALRM',
  'SIGKILL',
] as const;

const stopSignal = value({
  expects: `a signal (${oneOf(stopSignals)})`,
  example: 'SIGTERM',
  json: { type: 'string', enum: [...stopSignals] },
  read: (input): Reading<string> => {
    const typed = typeof input === 'string' ? input.trim().toUpperCase() : '';
    const found = stopSignals.find((name) => name === typed || name === `SIG${typed}`);
    if (found !== undefined) return read(found);
    const named = typed.startsWith('SIG') ? typed : `SIG${typed}`;
    const hint = typed === '' ? undefined : didYouMean(named, stopSignals);
    const message = `Expected a signal (${oneOf(stopSignals)}); got ${show(input)}.`;
    return fault('UNKNOWN_SIGNAL', message, hint ?? 'Try "SIGTERM".');
  },
});

const loopbackUrl =
  /^http:\/\/(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::(\d{1,5}))?(?:[/?][^\s\\]*)?$/i;

export const httpProbe = value({
  expects: 'a URL on this machine such as http://127.0.0.1:8080/',
  example: '"http://127.0.0.1:8080/"',
  json: {
    type: 'string',
    pattern:
      '^\\s*[hH][tT][tT][pP]://(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d{1,5})?([/?].*)?$',
  },
  read: parseLoopbackUrl,
});

/** Probes never leave this machine. */
export function parseLoopbackUrl(input: unknown): Reading<string> {
  const asText = parseText(input, 'a URL such as http://127.0.0.1:8080/', 2_048);
  if (!asText.ok) return asText;
  const url = asText.value.trim();
  const match = loopbackUrl.exec(url);
  const hint = 'Try "http://127.0.0.1:8080/".';
  if (match === null) {
    const law = /^http:\/\//i.test(url)
      ? 'a URL on this machine (127.0.0.1, localhost or [::1])'
      : 'a URL that begins with http://';
    const code = /^http:\/\/[^\s/?#]/i.test(url) ? 'NOT_LOOPBACK' : 'INVALID_URL';
    return fault(code, `Expected ${law}; got ${show(url)}.`, hint);
  }
  const parts = (match[1] ?? '').split('.');
  if (parts.length === 4 && parts.some((part) => Number(part) > 255)) {
    return fault(
      'INVALID_URL',
      `Expected an address of numbers up to 255; got ${show(url)}.`,
      hint,
    );
  }
  if (match[2] !== undefined && (Number(match[2]) < 1 || Number(match[2]) > 65_535)) {
    return fault('INVALID_PORT', `Expected a port from 1 to 65535; got ${show(url)}.`, hint);
  }
  return read(url);
}

export const probes = ['output', 'tcp', 'http'] as const;

const ready = shape(
  'a readiness probe',
  {
    output: maybe(
      text('text that the program prints', '"listening on"', 512),
      'Text that appears in its output.',
    ),
    tcp: maybe(
      whole('a port from 1 to 65535', 8080, { min: 1, max: 65_535, code: 'INVALID_PORT' }),
      'A port of this machine that accepts connections.',
    ),
    http: maybe(httpProbe, 'A URL of this machine that answers with a status below 400.'),
    within: maybe(length, 'How long it may take to become ready.', { default: '10s' }),
  },
  {
    description: 'When the program counts as ready; the timeline starts then. One probe.',
    oneOf: probes.map((probe) => ({ required: [probe] })),
  },
);

const restartWord = word(['never', 'on-crash', 'always'], 'UNKNOWN_RESTART', 'on-crash');

export const restartsMax = 1_000;

const restart = either(
  'never, on-crash, always, or { when: on-crash, at_most: 5 }',
  restartWord,
  shape('the restart policy', {
    when: restartWord,
    at_most: maybe(
      whole('a number of restarts from 1 to 1000', 5, {
        min: 1,
        max: restartsMax,
        code: 'INVALID_COUNT',
      }),
      'Most restarts in one run.',
      { default: 5 },
    ),
  }),
);

const pane = shape('a pane', {
  cols: maybe(
    whole('a width from 10 to 1000', 100, { min: 10, max: 1_000, code: 'INVALID_COUNT' }),
    'Columns.',
    { default: 100 },
  ),
  rows: maybe(
    whole('a height from 4 to 1000', 30, { min: 4, max: 1_000, code: 'INVALID_COUNT' }),
    'Rows.',
    { default: 30 },
  ),
  cli: maybe(cliWord, 'Whose screen it shows; default: found from the screen.'),
});

const priorityWord = word(['polite', 'normal'], 'UNKNOWN_PRIORITY', 'polite');

export const target = shape('the target', {
  pane: maybe(pane, 'Runs the program in a real terminal, pane "1"; default: plain pipes.'),
  ready: maybe(ready, 'When the program counts as ready. One of output, tcp, http.'),
  restart: maybe(restart, 'Whether an ended program is started again.', { default: 'never' }),
  stop: maybe(
    shape('how the target is stopped', {
      signal: maybe(stopSignal, 'The polite signal.', { default: 'SIGTERM' }),
      grace: maybe(moment, 'How long to wait before SIGKILL.', { default: '5s' }),
    }),
    'How the program is ended when the run is over.',
  ),
  priority: maybe(
    priorityWord,
    'polite: program and stressors both at nice +10; normal: both at 0.',
    { default: 'polite' },
  ),
});
