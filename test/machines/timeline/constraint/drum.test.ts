/**
 * Goal: the bottleneck is named from pressure, with evidence, not by chance, and not where the
 * system tells nothing.
 * Method: hand-made samples through the fold.
 */
import { expect, test } from 'vitest';
import type { HostSample, TreeSample } from '../../../../machines/hands/samples.ts';
import {
  beatDrum,
  bottleneckIn,
  type DrumState,
  silentDrum,
} from '../../../../machines/timeline/constraint/drum.ts';

const host: HostSample = {
  cpuLoad: 0.5,
  memoryUsed: 0.2,
  cpuPressure: 0.1,
  memoryPressure: 0,
  ioPressure: 0.02,
};
const tree: TreeSample = {
  cpu: 0.1,
  rssBytes: 1,
  readBytesPerS: 0,
  writeBytesPerS: 0,
  threads: 1,
  fds: 1,
  processes: 1,
};
const silent: HostSample = {
  ...host,
  cpuPressure: null,
  memoryPressure: null,
  ioPressure: null,
};

function beats(samples: readonly (readonly [HostSample | null, TreeSample | null])[]) {
  let state: DrumState = silentDrum;
  return samples.map(([at, target]) => {
    const beat = beatDrum(state, at, target);
    state = beat.state;
    return beat;
  });
}

test.each([
  ['nothing much', { cpu: 0.3, memory: 0.01, disk: 0.1 }, null],
  ['cores', { cpu: 0.9, memory: 0.01, disk: 0.1 }, 'cpu'],
  ['the disk, though cores are busy too', { cpu: 0.9, memory: 0.01, disk: 0.4 }, 'disk'],
  ['memory, which explains the disk', { cpu: 0.9, memory: 0.3, disk: 0.5 }, 'memory'],
  ['what is not told is nothing', { cpu: null, memory: null, disk: null }, null],
] as const)('%s', (_name, figures, expected) => expect(bottleneckIn(figures)).toBe(expected));

test('a program alone on a core is bound by it, though it never waits', () => {
  const busy = { ...tree, cpu: 1, pressure: { cpu: 0, memory: 0, io: 0 } };
  const found = beats([
    [host, busy],
    [host, busy],
    [host, busy],
  ]);
  expect(found.map(({ state }) => state.named)).toEqual([null, null, 'cpu']);
  expect(found.map(({ isNew }) => isNew)).toEqual([false, false, true]);
  expect(found[2]).toMatchObject({ source: 'target', figures: { cpu: 1, memory: 0, disk: 0 } });
});

test('the group of the target counts before the host', () => {
  const own = { ...tree, pressure: { cpu: 0.1, memory: 0, io: 0.8 } };
  expect(beats([[host, own]])[0]).toMatchObject({ source: 'target', figures: { disk: 0.8 } });
  expect(beats([[host, tree]])[0]).toMatchObject({ source: 'host', figures: { disk: 0.02 } });
  const partly = { ...tree, cpu: 0.25, pressure: { cpu: null, memory: null, io: 0.8 } };
  expect(beats([[host, partly]])[0]?.figures).toEqual({ cpu: 0.25, memory: null, disk: 0.8 });
});

test('where the system tells no pressure nothing is named', () => {
  const busy = { ...tree, cpu: 2 };
  const found = beats(Array.from({ length: 9 }, () => [silent, busy] as const));
  expect(found.at(-1)).toMatchObject({ source: 'none', state: { named: null } });
  expect(beats([[null, null]])[0]?.source).toBe('none');
});

test('one tick alone names nothing, and takes nothing back', () => {
  const calm = { ...tree, pressure: { cpu: 0, memory: 0, io: 0 } };
  const loud = { ...tree, pressure: { cpu: 0, memory: 0, io: 1 } };
  const names = (signs: string) =>
    beats([...signs].map((sign) => [host, sign === '1' ? loud : calm] as const)).map(
      ({ state }) => state.named ?? '-',
    );
  expect(names('0000')).toEqual(['-', '-', '-', '-']);
  expect(names('111110111').at(-1)).toBe('disk');
  expect(new Set(names('111110111').slice(3))).toEqual(new Set(['disk']));
  expect(names('1111000000').at(-1)).toBe('-');
});
