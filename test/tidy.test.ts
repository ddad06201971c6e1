/**
 * The laws of the house that no linter knows. Each law is tried twice: on the tree, where it must
 * find nothing, and on a planted violation, where it must find something; a law that cannot fail
 * is no law.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { axes } from '../machines/timeline/axis.ts';
import {
  clockAndChance,
  clockExceptions,
  finished,
  headers,
  idleExceptions,
  lengths,
  names,
  noMachinePaths,
} from './tidy/code-laws.ts';
import {
  commandsAreFiles,
  eventsAreInTheirFamily,
  idsAreFileNames,
  mirrors,
  promised,
  promisesAreKept,
  strayTests,
  tagShape,
  tagsName,
  tagsOf,
  testedElsewhere,
  trialsExist,
  unmirrored,
} from './tidy/map-laws.ts';
import { linksResolve, lockIsClean } from './tidy/paper-laws.ts';
import type { Law, Text } from './tidy/source.ts';
import { triedElsewhere } from './tidy/tried-elsewhere.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const ignored = /^(node_modules|dist|coverage|reports|bench-results|\.git|\.ambush)$/;
const readable = /(\.(ts|mjs|cjs|md|json|ya?ml)|LICENSE|\.ci\/run)$/;

function readTree(folder = ''): readonly Text[] {
  return readdirSync(`${root}${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return ignored.test(entry.name) ? [] : readTree(`${path}/`);
    if (!entry.isFile() || !readable.test(path)) return [];
    return [{ path, text: readFileSync(`${root}${path}`, 'utf8') }];
  });
}

const tree = readTree();
const kinds = [{ kind: 'axis', folder: 'stressors', ids: axes }];
const ids: Law = (files) => idsAreFileNames(files, kinds);
const links: Law = (files) =>
  linksResolve(files, (path) => path === 'here.md' || existsSync(`${root}${path}`));

const header = '/** What it is. */\n';
const file = (path: string, text: string): Text => ({ path, text });
const word = (...parts: readonly string[]) => parts.join('');

/** Law, and files that break it. */
const laws: Readonly<Record<string, readonly [Law, ...Text[]]>> = {
  'clock and chance come through the host only': [
    clockAndChance,
    file('actors/a.ts', 'const now = Date.now();'),
    file('cli/a.ts', 'setTimeout(() => {}, 5);'),
    file('runtime/bus/a.ts', 'const a = [1].map(Math.random);'),
    file('machines/a.ts', 'const a = new Date();'),
    file('cli/b.ts', 'const a = process.hrtime.bigint();'),
  ],
  'files have at most 300 lines, functions 70': [
    lengths,
    file('cli/a.ts', 'x;\n'.repeat(301)),
    file('cli/b.ts', `function f() {\n${'x;\n'.repeat(70)}}`),
    file('cli/c.ts', `const f = () => {\n${'x;\n'.repeat(70)}};`),
  ],
  'every file opens with what it is': [
    headers,
    file('cli/a.ts', 'export const a = 1;'),
    file('cli/b.ts', '// no\nexport const a = 1;'),
  ],
  'names say something, in kebab-case': [
    names,
    file('cli/utils.ts', ''),
    file('cli/text-helpers.ts', ''),
    file('runtime/common/a.ts', ''),
    file('cli/camelCase.ts', ''),
  ],
  'nothing is left for later, no test is left out': [
    finished,
    file('cli/a.ts', `// ${word('TO', 'DO')}: later`),
    file('docs/a.md', `${word('FIX', 'ME')} later`),
    file('test/a.test.ts', word('it', '.only("x", () => {})')),
    file('test/b.test.ts', word('describe', '.skip("x", () => {})')),
  ],
  'no path of one machine': [
    noMachinePaths,
    file('docs/a.md', `see ${word('/wo', 'rk/thing/a')}`),
    file('cli/a.ts', `'${word('/ro', 'ot/x.ts')}'`),
  ],
  'every file that does anything is mirrored by a test': [
    mirrors,
    file('actors/hands/a.ts', 'export const a = 1;'),
    file('cli/render/a.ts', 'export const a = 1;'),
    file('stressors/a.ts', 'export const a = 1;'),
    file('machines/timeline/a.ts', 'export const a = 1;'),
    file('runtime/a.ts', 'export interface A {}\nexport function f() {}'),
  ],
  'what has no test of its own is tried where it is said to be': [
    trialsExist,
    file('test/sim/renamed.test.ts', ''),
  ],
  'tests mirror a file or folder': [strayTests, file('test/cli/gone.test.ts', '')],
  'ids are file names': [
    ids,
    file('stressors/cpu.ts', "export const axis = 'memory';"),
    file('stressors/processor.ts', "export const axis = 'cpu';"),
  ],
  'commands are file names': [
    commandsAreFiles,
    file('cli/commands/unheard.ts', 'export function runUnheard() {}'),
  ],
  'event families are file names': [
    eventsAreInTheirFamily,
    file('machines/kernel/events/clip.ts', "'target.started': defineEvent({"),
  ],
  'spec tags name a section': [
    tagsName,
    file('cli/a.ts', '/** @spec timeline phase 9\n */'),
    file('cli/b.ts', '/** @spec kernel 5.2 12.1\n */'),
  ],
  'spec tags have their shape': [tagShape, file('cli/a.ts', '/** @spec timline x */')],
  'every promised section is kept and tested': [
    promisesAreKept,
    file('machines/timeline/a.ts', `/**\n * @spec timeline ${promised.join(', ')}\n */`),
    file('cli/b.ts', '/**\n * @spec kernel 9.4\n */'),
    file('cli/a.ts', '/** Keeps nothing. */'),
  ],
  'links lead somewhere': [
    links,
    file('here.md', 'see [this](docs/nowhere.md)'),
    file('here.md', '# One\nsee [this](#two)'),
  ],
  'the lock file brings no install script and names no registry': [
    lockIsClean,
    file('package-lock.json', '{"packages":{"a":{"hasInstallScript":true}}}'),
    file('package-lock.json', '{"packages":{"a":{"resolved":"https://r.example/a.tgz"}}}'),
  ],
};

describe.each(Object.entries(laws))('%s', (_name, [law, ...planted]) => {
  it('holds in the tree', () => {
    expect(law(tree)).toEqual([]);
  });

  it.each(planted)('finds the planted violation in $path', (violation) => {
    expect(law([violation])).not.toEqual([]);
  });
});

describe('the laws spare what is right', () => {
  const right: readonly (readonly [Law, readonly Text[]])[] = [
    [clockAndChance, [file('actors/a.ts', 'host.clock.setTimeout(f, 5); // Date.now()')]],
    [clockAndChance, [file('runtime/host/clock.ts', 'performance.now();')]],
    [lengths, [file('test/a.ts', `describe('x', () => {\n${'x;\n'.repeat(90)}});`)]],
    [headers, [file('cli/a.ts', `#!/usr/bin/env node\n${header}`)]],
    [mirrors, [file('machines/a.ts', "import type { A } from './b.ts';\nexport type B = A;")]],
    [mirrors, [file('machines/a.ts', 'export const a = 1;'), file('test/machines/a.test.ts', 'x')]],
    [tagsName, [file('cli/a.ts', '/** @spec kernel 6 7.6\n */')]],
    [links, [file('here.md', '# A b\n[x](#a-b) [y](https://e.example) `[z](q)`\n')]],
  ];

  it.each(right)('%o', (law, files) => {
    expect(law(files)).toEqual([]);
  });
});

describe('event families', () => {
  const events = (family: string, ...types: readonly string[]) =>
    file(
      `machines/kernel/events/${family}.ts`,
      types.map((type) => `  '${type}': defineEvent({`).join('\n'),
    );

  it.each([
    ['the file of another family', [events('run', 'run.a', 'track.b'), events('track', 'track.a')]],
    ['two files', [events('run', 'run.a', 'fit.b'), events('track', 'track.a', 'fit.c')]],
  ])('are not in %s', (_name, files) => {
    expect(eventsAreInTheirFamily(files)).toHaveLength(1);
  });

  it('may have small words beside them', () => {
    const right = [events('run', 'run.a', 'fit.b', 'fit.c'), events('track', 'track.a')];
    expect(eventsAreInTheirFamily(right)).toEqual([]);
  });
});

describe('exceptions', () => {
  it('for untested sections are still needed', () => {
    const named = new Set(tree.flatMap(tagsOf).map(({ spec, section }) => `${spec} ${section}`));
    expect(Object.keys(testedElsewhere).filter((section) => !named.has(section))).toEqual([]);
  });

  it('are all still needed', () => {
    const alone = Object.fromEntries(Object.keys(triedElsewhere).map((path) => [path, '']));
    expect(idleExceptions(tree, { ...clockExceptions, ...unmirrored, ...alone })).toEqual([]);
  });
});
