/**
 * Goal: live lines for a person at a terminal, plain lines for everybody else, nothing when quiet.
 * Method: the same envelopes on screens of different surroundings, on a virtual clock.
 */
import { expect, it } from 'vitest';
import type { Io } from '../../../cli/io.ts';
import { openScreen } from '../../../cli/render/screen.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { plan, said } from './fixtures.ts';

function show(env: Io['env'], isTTY: boolean, quiet = false): string {
  let text = '';
  const output = {
    isTTY,
    columns: 80,
    write(part: string) {
      text += part;
    },
  };
  const readStdin = () => Promise.resolve(new Uint8Array());
  const io: Io = { stdout: output, stderr: output, readStdin, env, cwd: '/' };
  const clock = createVirtualClock();
  const screen = openScreen({ io, clock, plan, quiet });
  for (const event of said) {
    screen.hear(event);
    clock.advance(50);
  }
  screen.note('stopping');
  screen.close();
  return text;
}

const esc = '\u001b[';
const crash = 'crashed by SIGSEGV (core dumped) during hold';

it.each([
  ['a pipe', {}, false],
  ['continuous integration', { CI: 'true' }, true],
  ['a terminal that cannot', { TERM: 'dumb' }, true],
])('%s gets plain lines', (_who, env, isTTY) => {
  const text = show({ NO_COLOR: '1', ...env }, isTTY);
  expect(text).not.toContain(esc);
  expect(text).toContain('  +0.0s  spike-1  cpu heavy started (skew 0.3 ms)\n');
  expect(text).toContain(crash);
  expect(text).toMatch(/\nstopping\n$/);
});

it('colours the plain lines of a terminal unless asked not to', () => {
  expect(show({ CI: '1' }, true)).toContain(`${esc}31m`);
  expect(show({ CI: '1', NO_COLOR: '1' }, true)).not.toContain(esc);
  expect(show({}, false)).not.toContain(esc);
});

it('a terminal gets live lines, crashes stay above them, and the cursor comes back', () => {
  const text = show({ NO_COLOR: '1', CI: 'false' }, true);
  expect(text).toContain(`${esc}?25l`);
  expect(text.lastIndexOf(`${esc}?25h`)).toBeGreaterThan(text.lastIndexOf(`${esc}?25l`));
  expect(text).toContain(`${crash}${esc}K\n${esc}?7lambush`);
  expect(text).not.toContain('skew');
  expect(text).not.toContain(`${esc}3`);
});

it('quiet is quiet', () => {
  expect(show({}, true, true)).toBe('');
});
