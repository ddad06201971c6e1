/**
 * The version of the package, from its own file: one folder above the source, and above `dist/bin`
 * or `dist/cli`, two.
 */
import { readFileSync } from 'node:fs';

export function versionOf(): string {
  const path = import.meta.url.endsWith('.ts') ? '../package.json' : '../../package.json';
  const found: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
  const known = typeof found === 'object' && found !== null && 'version' in found;
  return known ? String(found.version) : 'unknown';
}
