/**
 * Goal: every form of a chain is read, with each id at its place in the text.
 * Method: texts as in the seed; faults are tried through whole files in check-chains.test.ts.
 */
import { expect, it } from 'vitest';
import { readChain } from '../../../../machines/timeline/condition/chain.ts';

const steps = (text: string) => {
  const chain = readChain(text);
  if (!chain.ok) return chain.faults.map(({ code, offset }) => `${code} ${offset}`);
  return chain.steps.map((step) =>
    step.map(({ id, outcome, offset }) => `${id}:${outcome}@${offset}`).join(' '),
  );
};

it.each([
  ['a -> b -> c', ['a:any@0', 'b:any@5', 'c:any@10']],
  ['a[crash]->b', ['a:crash@0', 'b:any@10']],
  ['a -> [b, c]', ['a:any@0', 'b:any@6 c:any@9']],
  ['[a[exit], two words] -> c', ['a:exit@1 two words:any@10', 'c:any@24']],
  ['a -> [] -> b', ['INVALID_CHAIN 6']],
  ['a[] -> b', ['UNKNOWN_OUTCOME 2']],
])('%s', (text, read) => {
  expect(steps(text)).toEqual(read);
});
