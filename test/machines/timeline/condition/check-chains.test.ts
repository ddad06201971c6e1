/**
 * Goal: a chain that could never run is told at its place, inside the text.
 * Method: files with one fault each, and files without; `chains` itself is still reserved.
 */
import { expect, it } from 'vitest';
import { complaints, judge } from '../documents.ts';

const events = ['a', 'b', 'c'].map((id) => `{ id: ${id}, axis: cpu, at: 0, for: 1 }`).join(', ');
const found = (chains: string) => complaints(`program: p\nchains: ${chains}\nevents: [${events}]`);

it.each([
  ['[a -> b -> c]', []],
  ['["a[crash] -> b", "a[exit] -> c"]', []],
  ['["a -> [b, c]"]', []],
  ['["[a, b[ survived ]] -> c"]', []],
  ['[a -> b, a -> b, b -> c, a -> c]', []],
  ['[a]', ['INVALID_CHAIN chains[0] 2:10']],
  ['[a -> ]', ['INVALID_CHAIN chains[0] 2:14']],
  ['["a -> b, c"]', ['INVALID_CHAIN chains[0] 2:16', 'INVALID_CHAIN chains[0] 2:19']],
  ['["a -> b[crash]"]', ['INVALID_CHAIN chains[0] 2:16']],
  ['["a[crsh] -> b"]', ['UNKNOWN_OUTCOME chains[0] 2:13']],
  ['[a -> d]', ['UNKNOWN_EVENT chains[0] 2:15']],
  ['["a -> [b, d]"]', ['UNKNOWN_EVENT chains[0] 2:20']],
  ['[a -> a]', ['CHAIN_CYCLE chains[0] 2:15']],
  ['[a -> b, b -> c, c -> a]', ['CHAIN_CYCLE chains[2] 2:31']],
  ['[a -> b -> a, c -> c]', ['CHAIN_CYCLE chains[0] 2:20', 'CHAIN_CYCLE chains[1] 2:28']],
])('%s', (chains, problems) => {
  expect(found(chains)).toEqual(problems);
});

it('prints the cycle, and what was meant', () => {
  const judged = judge(
    `program: p\nchains: [spike -> climb]\nevents:\n` +
      `  - { id: spike, axis: cpu, at: 0, for: 1, start_when: { event: climb } }\n` +
      `  - { id: climb, axis: disk, at: 0, for: 1, start_when: { event: spikee } }`,
  );
  const told = judged.ok ? [] : judged.problems.map(({ message, hint }) => `${message} ${hint}`);
  expect(told).toContainEqual(expect.stringMatching(/"spike" -> "climb" -> "spike"/));
  expect(told).toContainEqual(expect.stringMatching(/got "spikee"\. Did you mean "spike"\?/));
});

it('knows ids that were made up, and finds long circles soon', () => {
  const many = Array.from({ length: 900 }, (_, at) => `cpu-${at + 1}`);
  const list = many.map(() => '{ axis: cpu, at: 0, for: 1 }').join(', ');
  const text = many.map((id, at) => `${id} -> ${many[(at + 1) % many.length]}`).join(', ');
  expect(complaints(`program: p\nchains: [${text}]\nevents: [${list}]`)).toEqual([
    expect.stringMatching(/^CHAIN_CYCLE chains\[899\]/),
  ]);
});
