/**
 * Goal: whoever installs the package finds the kernel and the tools to test against it.
 * Method: the names that the package exports, and a kernel on the clock that they give.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createKernel } from '../../embed/kernel.ts';
import { createSeededRandom, createVirtualClock, virtualEpochMs } from '../../embed/testing.ts';

it('lets a kernel live in virtual time', () => {
  const clock = createVirtualClock();
  const kernel = createKernel({ clock, random: createSeededRandom(1) });
  clock.advance(5);
  const { event } = kernel.submit({ type: 'inject.requested', paneId: '1', source: 'test' });
  expect(event?.ts).toBe(virtualEpochMs + 5);
});

it('is exported by the package, one name for each file of embed/', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const files = readdirSync(`${root}embed`).filter((file) => file.endsWith('.ts'));
  const expected = files.map((file) => file.replace(/\.ts$/, ''));
  const { './package.json': own, './machines/*.svg': drawn, ...faces } = exports;
  expect(own).toBe('./package.json');
  expect(drawn).toBe('./docs/reference/machines/*.svg');
  expect(faces).toEqual(
    Object.fromEntries(
      expected.map((name) => [
        `./${name}`,
        { types: `./dist/embed/${name}.d.ts`, default: `./dist/embed/${name}.js` },
      ]),
    ),
  );
});
