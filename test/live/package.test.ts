/**
 * Goal: what is published works for whoever installs it: types and programs of every export, the
 * command with its charts, and nothing besides.
 * Method: the package is packed as npm packs it and unpacked beside links to its dependencies; a
 * consumer is type-checked strictly in `nodenext` and run with plain Node.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { machineNames } from '../../machines/charts/catalogue.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const consumer = `
import { type CompactionEvent, profiles, type TerminalWatch, watchTerminal } from 'ambush/detector';
import { createKernel, type Envelope, type Kernel, type Verdict } from 'ambush/kernel';
import { exportMachine, type LinkEvent, machineNames, machineOf, needsOf } from 'ambush/machines';
import { createSeededRandom, createVirtualClock, type Driver, probesOf, tourOf, walkProbes, walkTour } from 'ambush/testing';
import { createActor } from 'xstate';

const clock = createVirtualClock();
const kernel: Kernel = createKernel({ clock, random: createSeededRandom(1), panes: ['1'] });
const heard: Envelope[] = [];
kernel.on('inject.*', (event) => heard.push(event));
kernel.on('focus.locked', (event) => void event.payload.owner?.toUpperCase());
const verdict: Verdict = kernel.submit({ type: 'inject.requested', paneId: '1', source: 'me' });

const link = createActor(machineOf('link'), { clock });
const effects: string[] = [];
link.on('markLost', ({ type }) => effects.push(type));
const lost: LinkEvent = { type: 'lost' };
link.start();
link.send(lost);
// @ts-expect-error: no event of this machine
const wrong: LinkEvent = { type: 'found' };

const events: CompactionEvent[] = [];
const watch: TerminalWatch = watchTerminal({ clock, profiles: [profiles.claude], onEvent: (event) => events.push(event) });
watch.hook({ hook_event_name: 'PreCompact' });

const driver: Driver<ReturnType<typeof createActor<ReturnType<typeof machineOf<'link'>>>>> = {
  start: () => createActor(machineOf('link'), { clock: createVirtualClock() }).start(),
  act: async (actor, { event }) => actor.send(event as LinkEvent),
  look: (actor) => ({ state: [String(actor.getSnapshot().value)] }),
};
const tour = tourOf(machineOf('link'));
console.log(JSON.stringify({
  decision: verdict.decision,
  heard: heard.map(({ type }) => type),
  effects,
  wrong: wrong.type,
  events: events.map(({ type }) => type),
  machines: machineNames.length,
  config: JSON.parse(exportMachine('pane', 'json')).id,
  needs: needsOf(machineOf('link')).delays,
  steps: tour.flat().length,
  differences: [...(await walkTour(tour, driver)), ...(await walkProbes(probesOf(machineOf('link')), driver))],
}));
`;

let folder = '';
let packed: readonly string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambush-package-'));
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  const npm = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename, files }] = JSON.parse(
    execFileSync('npm', npm, { cwd: root, encoding: 'utf8' }),
  );
  packed = files.map(({ path }: { readonly path: string }) => path);
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
  execFileSync('mv', [join(folder, 'package'), join(modules, 'ambush')]);
  for (const name of [...Object.keys(own.dependencies), '@types/node', 'undici-types']) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'consumer.ts'), consumer);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('has types that a strict consumer can use, and programs that do what they say', () => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  // Types of XState itself do not pass a check of libraries; attw follows every import of ours.
  const strict = ['--strict', '--skipLibCheck', '--module', 'nodenext'];
  const target = ['--target', 'es2023', '--types', 'node', 'consumer.ts'];
  const run = (...words: readonly string[]) =>
    execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
  expect(run(tsc, ...strict, ...target)).toBe('');
  expect(JSON.parse(run('consumer.js'))).toEqual({
    decision: 'allowed',
    heard: ['inject.requested'],
    effects: ['markLost'],
    wrong: 'found',
    events: ['cli.compaction.started'],
    machines: machineNames.length,
    config: 'pane',
    needs: { recoveryLimit: 60_000 },
    steps: 5,
    differences: [],
  });
});

it('brings the command, and the charts that it prints', () => {
  const ambush = join(folder, 'node_modules/ambush/dist/bin/ambush.js');
  const words = [ambush, 'machine', 'export', 'pane', '--format', 'svg'];
  const chart = execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
  const kept = join(root, 'docs/reference/machines/pane.svg');
  expect(chart).toBe(readFileSync(kept, 'utf8'));
  const script = "process.stdout.write(import.meta.resolve('ambush/machines/pane.svg'))";
  const url = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(readFileSync(fileURLToPath(url), 'utf8')).toBe(chart);
});

it('brings nothing of ours that nobody needs', () => {
  const folders = [...new Set(packed.map((path) => path.split('/').slice(0, 2).join('/')))].sort();
  expect(folders.filter((path) => !path.startsWith('dist/'))).toEqual([
    'LICENSE',
    'README.md',
    'docs/examples',
    'docs/reference',
    'docs/schema',
    'package.json',
  ]);
  expect(folders.filter((path) => /^dist\/(test|scripts|\.)/.test(path))).toEqual([]);
});
