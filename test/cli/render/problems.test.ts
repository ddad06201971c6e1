/**
 * Goal: the wording of every problem is known and changes only on purpose.
 * Method: many bad files, in the order of the language, as one golden file.
 */
import { expect, it } from 'vitest';
import { plain } from '../../../cli/render/palette.ts';
import { problemsCount, problemsJson, problemsText } from '../../../cli/render/problems.ts';
import { readTimeline } from '../../../runtime/formats/read-timeline.ts';
import { wholeLanguage } from '../../machines/timeline/documents.ts';
import { attacks } from '../../runtime/formats/attacks.ts';
import { keptIo } from '../commands/io.ts';

const ok = 'events: [{ axis: cpu, at: 0, for: 1 }]';
const event = (rest: string) => `program: node\nevents: [{ ${rest} }]`;
const target = (rest: string) => `program: node\ntarget: { ${rest} }\n${ok}`;

const badFiles: readonly (readonly [name: string, text: string, file?: string])[] = [
  ['the whole language', wholeLanguage],
  ['nothing at all', ''],
  ['a list', '- a'],
  [
    'wrong keys at every level',
    `program: { command: node, arg: [] }\nsede: 1\ntarget: { redy: {}, stop: { signl: a } }\nlimits: { mem: 1 }\ntracks: [{ axis: cpu, evnts: [], events: [{ at: 0, for: 1, intensty: x }] }]`,
  ],
  ['words from elsewhere', event('axis: cpu, start: 0, duration: 1s, level: heavy, name: a')],
  ['nothing to run and no stress', 'duration: 5s'],
  ['a missing program', `program: ./gone\n${ok}`],
  ['a line of shell', `program: "x; rm -rf ~"\n${ok}`],
  ['a directory as program', `program: /\n${ok}`],
  ['no command', `program: { args: [a] }\n${ok}`],
  [
    'a bad directory and bad variables',
    `program: { command: node, cwd: ./gone, env: { "A=B": 1 } }\n${ok}`,
  ],
  ['unknown words', event('axis: cppu, at: 0, for: 1, intensity: hevy')],
  ['words without neighbours', event('axis: banana, at: 0, for: 1, intensity: banana')],
  [
    'durations',
    `program: node\nduration: 25h\nevents:\n${['nan', '.nan', 'inf', '-5s', '0s', '2 min', '30m1h', 'soon', '0.1ms'].map((d) => `  - { axis: cpu, at: 0, for: ${d} }\n`).join('')}`,
  ],
  [
    'intensities',
    `program: node\nevents:\n${['60', '0.6', '0%', '120%', '{ from: 1%, too: 2% }', '{ from: 0%, to: 0% }', '{ from: 1%, to: 2%, shape: saw }', '[1]'].map((i) => `  - { axis: cpu, at: 0, for: 1, intensity: ${i} }\n`).join('')}`,
  ],
  [
    'events past the end',
    `program: node\nduration: 1m\nevents:\n  - { axis: cpu, at: 50s, for: 20s }\n  - { axis: cpu, at: 2m, for: 1s }`,
  ],
  [
    'the same id twice',
    `program: node\nevents:\n  - { id: a, axis: cpu, at: 0, for: 1 }\n  - { id: a, axis: cpu, at: 0, for: 1 }`,
  ],
  [
    'odd ids',
    `program: node\nevents:\n  - { id: "", axis: cpu, at: 0, for: 1 }\n  - { id: "a\\u202eb", axis: cpu, at: 0, for: 1 }\n  - { id: "a\\0", axis: cpu, at: 0, for: 1 }\n  - { id: [a], axis: cpu, at: 0, for: 1 }`,
  ],
  ['probes', target('ready: { output: a, tcp: 99999 }')],
  ['no probe', target('ready: { within: 0s }')],
  ['a probe elsewhere', target('ready: { http: "http://example.org/" }')],
  ['a probe that is no URL', target('ready: { http: "127.0.0.1" }')],
  ['signals', target('stop: { signal: SIGTREM, grace: -1 }')],
  ['restarts', target('restart: on-crsh, at_most: 5, priority: high')],
  ['restarts at length', target('restart: { policy: on-crash, at_most: 0 }')],
  ['restarts as a list', target('restart: [on-crash]')],
  ['limits', `program: node\nlimits: { memory: 2G, disk: 90% }\n${ok}`],
  ['seeds', `program: node\nseed: 1.5\n${ok}`],
  ['lists and mappings mixed up', 'program: node\ntracks: { axis: cpu }\nevents: 5\nlimits: [1]'],
  ['empty items', 'program: node\ntracks:\n  -\n  - 5\nevents:\n  -'],
  [
    'conditions',
    event(
      'axis: cpu, for: 1, start_when: { a > 1, b > 1 }, stop_when: { event: a, outcome: boom }',
    ),
  ],
  ['a list as a condition', event('axis: cpu, at: 0, for: 1, start_when: [a]')],
  [
    'keys that are refused',
    `program: node\nprogram: node\n__proto__: { a: 1 }\n<<: { a: 1 }\n? [a]\n: 1\n${ok}`,
  ],
  ['slips of YAML', 'program: node\nevents: [{ axis: cpu\n'],
  ['a tab', 'program: node\n\tduration: 1s\n'],
  ['slips of JSON', "{ 'program': 'node' }", 't.json'],
  ['a comma too many', '{ "program": "node", }', 't.json'],
  ['an unknown alias', 'program: *node'],
  ['NUL', 'program: no\0de'],
  [
    'a name that steers the terminal',
    event('axis: "\\e[31mcpu", at: 0, for: 1'),
    'a\u001b[31m.yaml',
  ],
  ...attacks.map(([name, text]) => [name, text] as const),
];

function problemsOf(text: string, name: string) {
  const around = keptIo('', '/');
  const read = readTimeline({ name, bytes: new TextEncoder().encode(text) }, {}, around);
  return read.ok ? [] : read.problems;
}

it('words every problem', async () => {
  const words = badFiles.map(([name, text, file = 't.yaml']) => {
    const problems = problemsOf(text, file);
    expect(problems, name).not.toEqual([]);
    return `# ${name}\n\n${problemsText(problems, plain)}`;
  });
  await expect(words.join('\n')).toMatchFileSnapshot('../../golden/problems.txt');
});

it('lets nothing through that steers a terminal', () => {
  for (const [, text, file = 't.yaml'] of badFiles) {
    expect(problemsText(problemsOf(text, file), plain)).not.toMatch(/[^\P{C}\n]/u);
  }
});

it('counts, and has every key in data', () => {
  expect(problemsCount(problemsOf('- a', 't'))).toBe('1 problem. Nothing was started.\n');
  expect(problemsCount([])).toBe('0 problems. Nothing was started.\n');
  const bare = { code: 'A', message: 'Expected b.' };
  expect(JSON.parse(problemsJson([bare]))).toEqual({
    problems: [{ ...bare, file: null, path: null, line: null, column: null, hint: null }],
  });
});
