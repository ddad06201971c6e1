/**
 * Goal: the documents say what is so. Method: tables that repeat a figure of the code are rendered
 * from it again and compared.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { axes, type DoseTable } from '../machines/timeline/axis.ts';
import { doseTables } from '../stressors/doses.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

const per = { absolute: '', 'per-cpu': ' per core', 'share-of-memory': ' of memory' } as const;

function amount(value: number, { unit, scale }: DoseTable): string {
  if (scale === 'share-of-memory') return `${Number((value * 100).toFixed(1))} %`;
  if (unit === 'percent') return `${value} %`;
  if (unit === 'bytes/s') return `${value / 2 ** 20} MiB/s`;
  return String(value);
}

function row(table: DoseTable): string {
  const levels = [table.light, table.medium, table.heavy, table.extreme, table.full];
  const unit = table.unit === 'threads' ? `threads${per[table.scale]}` : what[table.axis];
  const cells = [table.axis, unit, ...levels.map((value) => amount(value, table))];
  return `| ${cells.join(' | ')} |`;
}

const what = {
  cpu: 'share of all cores',
  memory: 'share of memory',
  disk: 'bytes that reach the disk',
  network: 'bytes over loopback',
  concurrency: 'threads',
  time: 'share of time paused',
} as const;

describe('docs/guides/stressors.md', () => {
  it('gives the doses that the stressors have', () => {
    const table = [
      '| axis | dose | light | medium | heavy | extreme | full |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      ...axes.map((axis) => row(doseTables[axis])),
    ].join('\n');
    const doc = read('docs/guides/stressors.md');
    const shown = doc.slice(doc.indexOf('| axis |'), doc.indexOf('\n\n- **cpu**'));
    expect(shown).toBe(table);
  });
});

describe('README.md', () => {
  const readme = read('README.md');

  it('begins with the two commands that continuous integration runs', () => {
    const shown = [...readme.matchAll(/^npm ci && npm \w+/gm)].map(([command]) => command);
    const run = [...read('.ci/run').matchAll(/^npm ci && npm \w+/gm)].map(([command]) => command);
    expect(shown).toEqual(['npm ci && npm start', 'npm ci && npm test']);
    expect(run).toEqual(shown);
  });

  it('shows the timeline of the example that npm start runs', () => {
    const file = read('docs/examples/slow-server/timeline.yaml');
    expect(readme).toContain(file.trimEnd());
  });
});
