/**
 * Goal: whoever installs the package finds the kernel and the tools to test against it.
 * Method: the names that the package exports, and a kernel on the clock that they give.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createKernel } from '../../../actors/kernel/kernel.ts';
import {
  createSeededRandom,
  createVirtualClock,
  virtualEpochMs,
} from '../../../runtime/host/testing.ts';

it('lets a kernel live in virtual time', () => {
  const clock = createVirtualClock();
  const kernel = createKernel({ clock, random: createSeededRandom(1) });
  clock.advance(5);
  const { event } = kernel.submit({ type: 'inject.requested', paneId: '1', source: 'test' });
  expect(event?.ts).toBe(virtualEpochMs + 5);
});

it('is exported by the package under the names of the docs', () => {
  const file = fileURLToPath(new URL('../../../package.json', import.meta.url));
  const { exports } = JSON.parse(readFileSync(file, 'utf8'));
  expect(exports['./kernel'].default).toBe('./dist/actors/kernel/kernel.js');
  expect(exports['./testing'].default).toBe('./dist/runtime/host/testing.js');
});
