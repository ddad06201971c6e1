/**
 * Goal: whoever starts a host hears that it is ready, what is wrong, or that it is lost, and by whose
 * fault. Method: real processes that say a few lines, and a clock of our own for those that do not.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { headWord, loadPatienceMs, startPatienceMs } from '../../cli/head-word.ts';
import { createVirtualClock } from '../../runtime/host/virtual-clock.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function says(lines: readonly object[], then = ''): ChildProcess {
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  const script = `process.stdout.write(${JSON.stringify(`${text}\n`)}, () => { ${then} });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  return child;
}

it('hears that it is ready, and what is wrong', async () => {
  const clock = createVirtualClock();
  const ready = says([{ loading: 'a.mjs' }, { loading: null }, { ready: true }]);
  expect(await headWord(ready, clock)).toEqual({ problems: [], isLost: false });
  const problems = [{ code: 'X', message: 'Expected y, got z.' }];
  expect(await headWord(says([{ problems }]), clock)).toEqual({ problems, isLost: false });
});

it('hears its end, and what is no word of it', async () => {
  const clock = createVirtualClock();
  // One after the other: nobody listens to a second one while the first is waited for.
  for (const start of [() => says([], 'process.exit(3)'), () => says([{ so: 'what' }])]) {
    expect(await headWord(start(), clock)).toMatchObject({
      problems: [{ code: 'HOST_NOT_STARTED' }],
      isLost: true,
    });
  }
});

it('knows the module that spins, and gives it less time than a start', async () => {
  const clock = createVirtualClock();
  const child = says([{ loading: 'spin.mjs' }], 'for (;;);');
  const word = headWord(child, clock);
  await once(child.stdout ?? child, 'data');
  await new Promise((resolve) => setTimeout(resolve, 50));
  clock.advance(loadPatienceMs + 2_000);
  expect(loadPatienceMs + 2_000).toBeLessThan(startPatienceMs);
  expect(await word).toMatchObject({
    problems: [{ code: 'CONTRACT_NOT_LOADED', where: { file: 'spin.mjs' } }],
    isLost: true,
  });
});
