/**
 * What is generated, compared with what is there: files that are missing or not what would be
 * written, and files in a generated folder that nothing generates any more.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Generated {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Findings {
  readonly stale: readonly Generated[];
  /** Paths. */
  readonly orphans: readonly string[];
}

/**
 * Looks and writes nothing. `folders` are the generated ones, inner folders included; `kept` are
 * files in them that are made by something else, and by what.
 */
export function compareGenerated(
  root: string,
  generated: readonly Generated[],
  folders: readonly string[],
  kept: Readonly<Record<string, string>>,
): Findings {
  const wanted = new Set(generated.map(({ path }) => path));
  return {
    stale: generated.filter(({ path, text }) => {
      const file = `${root}${path}`;
      return !existsSync(file) || readFileSync(file, 'utf8') !== text;
    }),
    orphans: folders
      .flatMap((folder) => filesIn(root, folder))
      .filter((path) => !wanted.has(path) && kept[path] === undefined),
  };
}

/** Writes what is stale, removes what is orphaned. */
export function renewGenerated(root: string, { stale, orphans }: Findings): void {
  for (const { path, text } of stale) {
    mkdirSync(dirname(`${root}${path}`), { recursive: true });
    writeFileSync(`${root}${path}`, text);
  }
  for (const path of orphans) rmSync(`${root}${path}`);
}

function filesIn(root: string, folder: string): readonly string[] {
  if (!existsSync(`${root}${folder}`)) return [];
  return readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length))
    .map((path) => path.replaceAll('\\', '/').replaceAll('//', '/'))
    .sort();
}
