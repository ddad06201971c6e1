/**
 * The laws about what is not code: links in documents, and what the lock file may bring in.
 */
import type { Law, Text } from './source.ts';
import { lineAt } from './source.ts';

/** Relative links of a document lead to a file of the tree, and to a heading in it. */
export function linksResolve(files: readonly Text[], exists: (path: string) => boolean) {
  return files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap((file) => links(file).flatMap((link) => check(file, link, files, exists)));
}

interface Link {
  readonly target: string;
  readonly line: number;
}

function links({ text }: Text): readonly Link[] {
  const blank = (code: string) => code.replace(/[^\n]/g, ' ');
  const prose = text.replace(/^```[\s\S]*?^```/gm, blank).replace(/`[^`\n]*`/g, blank);
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => ({ target: match[1] ?? '', line: lineAt(prose, match.index) }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

function check(
  file: Text,
  { target, line }: Link,
  files: readonly Text[],
  exists: (path: string) => boolean,
): readonly string[] {
  const [relative = '', anchor] = target.split('#');
  const path = relative === '' ? file.path : join(file.path, relative);
  if (!exists(path)) return [`${file.path}:${line}  leads nowhere: ${target}`];
  if (anchor === undefined) return [];
  const text = files.find((one) => one.path === path)?.text ?? '';
  return headings(text).includes(anchor) ? [] : [`${file.path}:${line}  no heading: ${target}`];
}

function join(from: string, relative: string): string {
  return new URL(relative, `file:///${from}`).pathname.slice(1).replace(/\/$/, '');
}

function headings(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

interface Lock {
  readonly packages?: Readonly<
    Record<string, { readonly hasInstallScript?: boolean; readonly resolved?: string }>
  >;
}

/** Nothing we ship or build with runs a script when it is installed, or names a registry. */
export const lockIsClean: Law = (files) =>
  files
    .filter(({ path }) => path === 'package-lock.json')
    .flatMap(({ path, text }) =>
      Object.entries((JSON.parse(text) as Lock).packages ?? {}).flatMap(([name, entry]) => [
        ...(entry.hasInstallScript ? [`${path}:1  has an install script: ${name}`] : []),
        ...(/^https?:/.test(entry.resolved ?? '') ? [`${path}:1  names a registry: ${name}`] : []),
      ]),
    );
