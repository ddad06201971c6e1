/**
 * Goal: the catalogue has every statechart there is, under the name of its file.
 * Method: the files of `machines/`.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import {
  isMachineName,
  machineNames,
  machineOf,
  purposes,
} from '../../../machines/charts/catalogue.ts';

const folder = fileURLToPath(new URL('../../../machines', import.meta.url));

it('has every machine, by the name of its file, which is its id', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .flatMap((path) => /([\w-]+)\.machine\.ts$/.exec(path)?.[1] ?? [])
    .sort();
  expect([...machineNames].sort()).toEqual(files);
  expect(machineNames.map((name) => machineOf(name).id)).toEqual(machineNames);
});

it('says what each is for', () => {
  for (const name of machineNames) expect(purposes[name]).toMatch(/^[A-Z].{10,90}\.$/);
});

it('knows no others, not even those that every object has', () => {
  expect(isMachineName('pane')).toBe(true);
  expect(isMachineName('constructor')).toBe(false);
  expect(() => machineOf('panes' as 'pane')).toThrow(
    new RangeError(
      'Expected one of conductor, track, clip, input, target, constraint, expectation, recovery, pane, injection, focus, ' +
        'resize, storm, link, session, detector, safe-mode, got panes.',
    ),
  );
});
