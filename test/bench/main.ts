/**
 * Runs every benchmark, or those whose names are given, one after the other, prints what they
 * found, and writes it to `bench-results/<name>.json`. A missed aim is told, not an error: these
 * are measurements on whatever machine this is, never a timed test.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { takeArguments } from '../tool-arguments.ts';
import type { Bench, Measurement } from './bench.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const results = fileURLToPath(new URL('../../../bench-results/', import.meta.url));

async function load(): Promise<readonly Bench[]> {
  const files = readdirSync(here).filter((file) => file.endsWith('.bench.js'));
  const modules = await Promise.all(
    files.map((file) => import(`./${file}`) as Promise<{ readonly bench: Bench }>),
  );
  return modules.map(({ bench }) => bench);
}

function machine() {
  const { model = 'unknown' } = cpus()[0] ?? {};
  return {
    node: process.version,
    os: `${process.platform} ${release()}`,
    cpus: cpus().length,
    model,
    memory_bytes: totalmem(),
  };
}

function tell({ name, aim }: Bench, { figures, met, notes }: Measurement): void {
  const verdict = met === null ? 'no peer' : met ? 'met' : 'MISSED';
  process.stdout.write(`${name}: ${verdict}  (${aim})\n`);
  for (const [figure, value] of Object.entries(figures)) {
    process.stdout.write(`  ${figure.padEnd(36)} ${value.toPrecision(4)}\n`);
  }
  for (const note of notes) process.stdout.write(`  ${note}\n`);
}

const benches = await load();
const { names: wanted } = takeArguments({
  usage: `Usage: npm run bench -- [NAME ...]\nNames: ${benches.map(({ name }) => name).join(', ')}`,
  ...{ counts: {}, flags: [], names: benches.map(({ name }) => name) },
});
mkdirSync(results, { recursive: true });
for (const bench of benches) {
  if (wanted.length > 0 && !wanted.includes(bench.name)) continue;
  const measurement = await bench.measure();
  tell(bench, measurement);
  const record = { name: bench.name, aim: bench.aim, machine: machine(), ...measurement };
  writeFileSync(`${results}${bench.name}.json`, `${JSON.stringify(record, null, 2)}\n`);
}
