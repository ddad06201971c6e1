/**
 * The files of every chart: `<name>.json`, `<name>.mmd` and `<name>.svg`. A layout takes up to a
 * second, so an SVG is stamped with what it was drawn from and with its own text: one that fits
 * both is kept as it is.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  type MachineName,
  machineNames,
  machineOf,
  purposes,
} from '../machines/charts/catalogue.ts';
import { exportMachine } from '../machines/charts/export.ts';
import { drawChart } from './chart-drawing.ts';
import { layoutOf } from './chart-layout.ts';
import type { Generated } from './generated.ts';

export const chartsFolder = 'docs/reference/machines';

/** `root` ends with a slash. */
export async function chartFiles(root: string): Promise<readonly Generated[]> {
  const files: Generated[] = [];
  const programs = hashOf(programTexts(root));
  for (const name of machineNames) {
    const place = `${chartsFolder}/${name}`;
    const json = exportMachine(name, 'json');
    const drawnFrom = hashOf([programs, json, purposes[name]]);
    files.push(
      { path: `${place}.json`, text: json },
      { path: `${place}.mmd`, text: exportMachine(name, 'mermaid') },
      { path: `${place}.svg`, text: await svgOf(name, `${root}${place}.svg`, drawnFrom) },
    );
  }
  return files;
}

/** The SVG of a machine as it is drawn now. */
export async function freshSvg(name: MachineName): Promise<string> {
  return drawChart(await layoutOf(machineOf(name)), { name, purpose: purposes[name] });
}

async function svgOf(name: MachineName, file: string, drawnFrom: string): Promise<string> {
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const body = kept.replace(stampPattern, '');
  if (kept === stamped(body, drawnFrom)) return kept;
  return stamped(await freshSvg(name), drawnFrom);
}

const stampPattern = /<!-- drawn from \w+, text \w+ -->\n$/;

function stamped(body: string, drawnFrom: string): string {
  return `${body}<!-- drawn from ${drawnFrom}, text ${hashOf([body])} -->\n`;
}

/** All that decides how a chart looks besides the machine: these programs, and ELK. */
function programTexts(root: string): readonly string[] {
  const programs = ['labels', 'layout', 'sizes', 'drawing'].map((name) => `chart-${name}`);
  const { version } = createRequire(import.meta.url)('elkjs/package.json');
  return [
    String(version),
    ...programs.map((name) => readFileSync(`${root}scripts/${name}.ts`, 'utf8')),
  ];
}

function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:${text}`);
  return hash.digest('hex').slice(0, 16);
}
