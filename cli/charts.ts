/**
 * Where the drawn charts are: files of the package, laid out when it was built.
 *
 * @spec timeline phase 1
 */
import { fileURLToPath } from 'node:url';
import type { MachineName } from '../machines/charts/catalogue.ts';

/** Path of the SVG; `from` is the URL of the module that asks, in `dist/bin`, `dist/cli` or `cli`. */
export function drawnChart(name: MachineName, from: string = import.meta.url): string {
  const root = from.endsWith('.ts') ? '../' : '../../';
  return fileURLToPath(new URL(`${root}docs/reference/machines/${name}.svg`, from));
}
