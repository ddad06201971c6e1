/**
 * Where the repository begins, whether a test runs from its source or from what the compiler wrote.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export function projectRoot(): string {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    const path = fileURLToPath(folder);
    if (existsSync(`${path}package.json`)) return path;
    if (path === '/') throw new Error('Expected a package.json above this file.');
  }
}
