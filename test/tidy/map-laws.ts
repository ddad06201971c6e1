/**
 * The laws about how files answer each other: ids are file names, tests mirror the tree, and
 * every section of a specification that is named exists, and is kept and tested somewhere.
 */
import ts from 'typescript';
import { allowed } from './code-laws.ts';
import { isSource, type Law, matches, parse, type Text } from './source.ts';
import { triedElsewhere } from './tried-elsewhere.ts';

/** Files under `machines/` and `runtime/` without a test of their own, and who tests them. */
export const unmirrored: Readonly<Record<string, string>> = Object.fromEntries([
  ...['claude', 'codex', 'gemini', 'generic'].map((id) => [
    `machines/compaction/profiles/${id}.ts`,
    'Data: the test of the profiles and the corpus of screens go through all of them.',
  ]),
  ...[
    ...['bus', 'clip', 'condition', 'run', 'sample', 'stressor', 'target', 'track', 'constraint'],
    ...['inject', 'input', 'focus', 'resize', 'pane', 'daemon', 'contract', 'safemode', 'signal'],
    'expectation',
  ].map((family) => [
    `machines/kernel/events/${family}.ts`,
    'A table of event definitions: the test of the registry goes through all of them.',
  ]),
]);

/** Every file that does anything has the test that mirrors it, or is known to be tried elsewhere. */
export const mirrors: Law = (files) => {
  const paths = new Set(files.map(({ path }) => path));
  return files
    .filter(({ path }) => isSource(path))
    .filter(
      ({ path }) =>
        !allowed(path, unmirrored) &&
        !Object.keys(triedElsewhere).some((one) =>
          one.endsWith('/') ? path.startsWith(one) : path === one,
        ),
    )
    .filter((file) => !isTypesOnly(file))
    .filter(({ path }) => !mirrorsOf(path).some((mirror) => paths.has(mirror)))
    .map(({ path }) => `${path}:1  no test: ${mirrorsOf(path)[0]}`);
};

/** The tests that are said to try what has none of its own are there. */
export const trialsExist: Law = (files) => {
  const paths = new Set(files.map(({ path }) => path));
  return Object.entries(triedElsewhere)
    .filter(([, [test]]) => !paths.has(test))
    .map(([path, [test]]) => `${path}:1  is tried by ${test}, which is not there`);
};

/** The test of a file; real processes are tested under `live/`. */
export function mirrorsOf(path: string): readonly string[] {
  const test = path.replace(/\.ts$/, '.test.ts');
  return [`test/${test}`, `test/live/${test}`];
}

/** Tests whose source is gone. */
export const strayTests: Law = (files) => {
  const paths = new Set(files.map(({ path }) => path));
  return files
    .map(({ path }) => path)
    .filter((path) =>
      /^test\/(machines|runtime|stressors|actors|embed|cli)\/.*\.test\.ts$/.test(path),
    )
    .filter((path) => {
      const source = path.replace(/^test\//, '').replace(/\.test\.ts$/, '');
      return !paths.has(`${source}.ts`) && ![...paths].some((one) => one.startsWith(`${source}/`));
    })
    .map((path) => `${path}:1  tests no file of its name`);
};

/** Nothing in it exists at run time. */
export function isTypesOnly(file: Text): boolean {
  return parse(file).statements.every(
    (statement) =>
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      (ts.isImportDeclaration(statement) && isTypeImport(statement)) ||
      (ts.isExportDeclaration(statement) && statement.isTypeOnly),
  );
}

function isTypeImport(statement: ts.ImportDeclaration): boolean {
  return statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** Where each id of a kind lives: the file of its name must exist and must say it. */
export interface IdKind {
  readonly kind: string;
  readonly folder: string;
  readonly ids: readonly string[];
}

/** Where a thing has an id, the id is the name of its file. */
export function idsAreFileNames(files: readonly Text[], kinds: readonly IdKind[]) {
  return kinds.flatMap(({ kind, folder, ids }) =>
    ids.flatMap((id) => {
      const path = `${folder}/${id}.ts`;
      const file = files.find((one) => one.path === path);
      if (!file) return [`${path}:1  no file for ${kind} ${id}`];
      return file.text.includes(`'${id}'`) ? [] : [`${path}:1  does not name ${kind} '${id}'`];
    }),
  );
}

/** A command is a file under `cli/commands/`, and a door in `cli/` opens it by its name. */
export const commandsAreFiles: Law = (files) => {
  const doors = files
    .filter(({ path }) => /^cli\/[\w-]+\.ts$/.test(path))
    .map(({ text }) => text)
    .join('\n');
  return files
    .map(({ path }) => /^cli\/commands\/([\w-]+)\.ts$/.exec(path)?.[1])
    .filter((verb) => verb !== undefined)
    .filter(
      (verb) =>
        !doors.includes(`.command('${verb}')`) ||
        !doors.includes(`import('./commands/${verb}.ts')`),
    )
    .map((verb) => `cli/commands/${verb}.ts:1  is no command of a door`);
};

/** First words of event types that live in two files, and why. */
export const splitFamilies: Readonly<Record<string, string>> = {
  pty: 'Its size belongs to the steps of a resize, its data and life to the daemon.',
};

/**
 * Event types live in one file by their first word: the file of that name where there is one. A
 * file has events of its own name, and may have those of words too small for a file.
 */
export const eventsAreInTheirFamily: Law = (files) => {
  const types = files.flatMap(eventTypesIn);
  const families = new Set(types.map(({ family }) => family));
  const homes = new Map<string, string>();
  return [
    ...[...families]
      .filter((family) => !types.some((one) => one.family === family && one.word === family))
      .map((family) => `machines/kernel/events/${family}.ts:1  has no event of its own family`),
    ...types.flatMap(({ path, family, word, type }) => {
      const home = families.has(word) ? word : (homes.get(word) ?? family);
      homes.set(word, home);
      return home === family || word in splitFamilies
        ? []
        : [`${path}:1  ${type} is at home in ${home}.ts`];
    }),
  ];
};

function eventTypesIn({ path, text }: Text) {
  const family = /^machines\/kernel\/events\/([\w-]+)\.ts$/.exec(path)?.[1];
  if (family === undefined || family === 'registry' || family === 'definition') return [];
  const types = [...text.matchAll(/^\s*'([\w.]+)': defineEvent\(/gm)].map(([, type = '']) => type);
  return types.map((type) => ({ path, family, type, word: type.slice(0, type.indexOf('.')) }));
}

/**
 * The sections that an `@spec` tag may name: those of the timeline plan, with `language` and
 * `semantics` for what the guide to the language settles, and those of the kernel specification.
 */
export const sections: Readonly<Record<string, readonly string[]>> = {
  timeline: [
    'language',
    'semantics',
    'evidence',
    'backends',
    'terminology',
    'phase 1',
    'phase 2',
    'phase 3',
    'phase 4',
    'data model',
    'execution semantics',
    'platform strategy',
    'reporting',
  ],
  kernel: [
    ...['1', '2', '3', '3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7'],
    ...['4', '4.1', '4.2', '4.3', '4.4', '5', '5.1', '5.2', '5.3', '5.4', '6'],
    ...['7', '7.1', '7.2', '7.3', '7.4', '7.5', '7.6', '7.7', '8', '8.1'],
    ...['9', '9.1', '9.2', '9.3', '9.4', '9.5', '9.6', '9.7', '10', '11'],
  ],
  reliability: ['simulation', 'invariants', 'restarts', 'orphans', 'attacks', 'faults'],
};

/** Sections of the timeline that Phase 1 promises: each must be kept somewhere, and tested. */
export const promised = [
  'terminology',
  'phase 1',
  'execution semantics',
  'platform strategy',
  'reporting',
];

interface Tag {
  readonly path: string;
  readonly spec: string;
  readonly section: string;
}

/** `@spec kernel 6 7.6` and `@spec timeline phase 1, phase 2` each name two sections. */
export function tagsOf({ path, text }: Text): readonly Tag[] {
  return [...text.matchAll(/@spec (\w+) ([^\n*]+)/g)].flatMap(([, spec = '', rest = '']) =>
    rest
      .trim()
      .split(spec === 'kernel' ? /[\s,]+/ : /\s*,\s*/)
      .map((part) => part.replace(`${spec} `, '').toLowerCase())
      .map((section) => ({ path, spec, section })),
  );
}

/** Every tag names a section that exists. */
export const tagsName: Law = (files) =>
  files
    .filter(({ path }) => path.endsWith('.ts') && !path.startsWith('test/tidy'))
    .flatMap(tagsOf)
    .filter(({ spec, section }) => !sections[spec]?.includes(section))
    .map(({ path, spec, section }) => `${path}:1  no such section: ${spec} ${section}`);

/** Sections whose files have no test of their own name, and what tests them. */
export const testedElsewhere: Readonly<Record<string, string>> = {
  'kernel 3.4': 'Tables of events: the test of the registry.',
  'kernel 3.5': 'Tables of events: the test of the registry.',
  'kernel 3.6': 'Tables of events: the test of the registry.',
  'kernel 3.7': 'Tables of events: the test of the registry.',
};

/**
 * Every promised section has a file that keeps it; and of the files that say they keep a section,
 * promised or not, one at least has a test of its own.
 */
export const promisesAreKept: Law = (files) => {
  const paths = new Set(files.map(({ path }) => path));
  const keepers = new Map<string, string[]>(promised.map((one) => [`timeline ${one}`, []]));
  for (const { path, spec, section } of files.filter((one) => isSource(one.path)).flatMap(tagsOf)) {
    const name = `${spec} ${section}`;
    keepers.set(name, [...(keepers.get(name) ?? []), path]);
  }
  return [...keepers].flatMap(([name, kept]) => {
    if (kept.length === 0) return [`${name}: no file keeps it`];
    const tested = kept.some((path) => mirrorsOf(path).some((test) => paths.has(test)));
    return tested || name in testedElsewhere ? [] : [`${name}: no test of a file that keeps it`];
  });
};

/** Only these words may be used for a file's own `@spec`; a stray tag is caught by its shape. */
export const tagShape: Law = (files) =>
  files
    .filter(({ path }) => isSource(path))
    .flatMap((file) => matches(file, /@spec(?! (?:timeline|kernel|reliability) \S)/g, 'bad tag'));
