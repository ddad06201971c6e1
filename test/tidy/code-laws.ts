/**
 * The laws about code: clock and chance, lengths, headers, names, unfinished work.
 */
import ts from 'typescript';
import { isSource, type Law, layerOf, lineAt, matches, parse, type Text, walk } from './source.ts';

/** Where a clock or chance may be used directly, and why; a path that ends in `/` is a folder. */
export const clockExceptions: Readonly<Record<string, string>> = {
  'runtime/host/': 'It is the port to time and chance.',
  'runtime/guardian/': 'A process of its own that must outlive the host it watches.',
  'stressors/': 'Processes of their own, which measure themselves.',
};

const clockMembers = ['Date.now', 'performance.now', 'process.hrtime', 'Math.random'];
const clockCalls = ['setTimeout', 'setInterval', 'setImmediate', 'randomUUID', 'randomBytes'];

/** Time and chance come through the Host only. */
export const clockAndChance: Law = (files) =>
  files
    .filter(({ path }) => isSource(path) && !allowed(path, clockExceptions))
    .flatMap((file) => {
      const found: string[] = [];
      walk(parse(file), (node) => {
        const name = clockName(node);
        if (name) found.push(`${place(file, node)}  clock or chance outside the host: ${name}`);
      });
      return found;
    });

function clockName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const name = node.getText();
    return clockMembers.find((member) => name === member || name === `globalThis.${member}`);
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date') {
    return (node.arguments?.length ?? 0) === 0 ? 'new Date()' : undefined;
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    return clockCalls.find((call) => call === (node.expression as ts.Identifier).text);
  }
  return undefined;
}

const fileLinesMax = 300;
const functionLinesMax = 70;

/** A file has at most 300 lines, a function 70; a `describe` block is a chapter, not a function. */
export const lengths: Law = (files) =>
  files
    .filter(({ path }) => path.endsWith('.ts'))
    .flatMap((file) => {
      const lines = file.text.trimEnd().split('\n').length;
      const found = lines > fileLinesMax ? [`${file.path}:1  ${lines} lines`] : [];
      walk(parse(file), (node) => {
        if (!ts.isFunctionLike(node) || isChapter(node)) return;
        const long = node.getText().split('\n').length;
        if (long > functionLinesMax) found.push(`${place(file, node)}  function of ${long} lines`);
      });
      return found;
    });

function isChapter(node: ts.Node): boolean {
  const call = node.parent;
  return ts.isCallExpression(call) && call.expression.getText().startsWith('describe');
}

/** A source file opens with a comment that says what it is. */
export const headers: Law = (files) =>
  files
    .filter(({ path }) => isSource(path) || /^(scripts|test)\/.*\.ts$/.test(path))
    .filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text))
    .map(({ path }) => `${path}:1  no header comment`);

const banned = ['utils', 'util', 'helpers', 'helper', 'common', 'manager', 'service', 'misc'];

/** Names that say nothing, and names that are not kebab-case. */
export const names: Law = (files) =>
  files
    .filter(({ path }) => path.endsWith('.ts'))
    .flatMap(({ path }) => {
      const parts = path.split('/').map((part) => part.replace(/\.ts$/, ''));
      const words = parts.flatMap((part) => part.split(/[.-]/));
      const odd = parts.filter((part) => !/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(part));
      return [
        ...banned.filter((word) => words.includes(word)).map((word) => `${path}:1  named ${word}`),
        ...odd.map((part) => `${path}:1  not kebab-case: ${part}`),
      ];
    });

const unfinished = new RegExp(
  `\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`,
  'g',
);
const skipped = /\b(?:it|test|describe)\.(?:only|todo|fails|skip)\b(?!If)/g;

/** Nothing is left for later, and no test is left out. */
export const finished: Law = (files) =>
  files.flatMap((file) => [
    ...matches(file, unfinished, 'unfinished'),
    ...(file.path.endsWith('.test.ts') ? matches(file, skipped, 'test left out') : []),
  ]);

/** Paths that exist on one machine only. */
const machinePath = /(?<![\w.:/])\/(?:work|Users|home\/\w|root)\/[\w./-]+/g;

export const noMachinePaths: Law = (files) =>
  files.flatMap((file) => matches(file, machinePath, 'path of a machine'));

/** Whether a path is covered by a table of exceptions; a key that ends in `/` is a folder. */
export function allowed(path: string, exceptions: Readonly<Record<string, string>>): boolean {
  return Object.keys(exceptions).some((entry) =>
    entry.endsWith('/') ? path.startsWith(entry) : path === entry,
  );
}

function place(file: Text, node: ts.Node): string {
  return `${file.path}:${lineAt(file.text, node.getStart())}`;
}

/** Exceptions that no longer cover any file. */
export function idleExceptions(
  files: readonly Text[],
  exceptions: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.keys(exceptions).filter(
    (entry) =>
      !files.some(({ path }) => allowed(path, { [entry]: '' }) && layerOf(path) !== 'test'),
  );
}
