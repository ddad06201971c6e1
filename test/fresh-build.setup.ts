/**
 * Live tests run what lies in `dist`, so a build older than its source would test yesterday's
 * code. Run by npm (or in CI) that is an error; by hand it is a warning, since you may know.
 */
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const layers = ['machines', 'runtime', 'stressors', 'actors', 'cli'];

export function setup(): void {
  const stale = staleLayers();
  if (stale.length === 0) return;
  const message = `The build is older than its source (${stale.join(', ')}). Try npm run build.`;
  if (process.env.CI || process.env.npm_lifecycle_event) throw new Error(message);
  process.stderr.write(`${message}\n`);
}

function staleLayers(): readonly string[] {
  return layers.filter((layer) => {
    const newest = Math.max(0, ...sources(layer).map(modifiedMs));
    return newest > modifiedMs(`${root}dist/.tsbuildinfo/${layer}.tsbuildinfo`);
  });
}

function sources(layer: string): readonly string[] {
  return readdirSync(`${root}${layer}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${root}${layer}/${file}`);
}

function modifiedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}
