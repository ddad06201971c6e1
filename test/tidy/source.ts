/**
 * What a law of the house is: a pure function from texts to findings, so that each can be tried
 * on a planted violation as well as on the tree.
 */
import ts from 'typescript';

export interface Text {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Findings read `path:line  what is wrong`. */
export type Law = (files: readonly Text[]) => readonly string[];

export const layers = ['machines', 'runtime', 'stressors', 'actors', 'embed', 'cli', 'studio'];

export function layerOf(path: string): string {
  return path.split('/')[0] ?? '';
}

export function isSource(path: string): boolean {
  return path.endsWith('.ts') && layers.includes(layerOf(path));
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

export function parse({ path, text }: Text): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** One finding per match of the pattern, which must have the flag `g`. */
export function matches(file: Text, pattern: RegExp, what: string): readonly string[] {
  return [...file.text.matchAll(pattern)].map(
    (match) => `${file.path}:${lineAt(file.text, match.index)}  ${what}: ${match[0].trim()}`,
  );
}
