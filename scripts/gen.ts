/**
 * Writes what is generated: `docs/schema/*.json` and `docs/reference/events.md`. With `--check` it writes nothing, and fails
 * when a file is not what would be written.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schemaText } from '../cli/commands/schema.ts';
import { schemaNames } from '../cli/schemas.ts';
import { eventsPage } from './events-page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isCheck = process.argv.includes('--check');

const generated = [
  ...schemaNames.map((name) => ({ path: `docs/schema/${name}.json`, text: schemaText(name) })),
  { path: 'docs/reference/events.md', text: eventsPage() },
];

for (const folder of ['schema', 'reference']) {
  mkdirSync(`${root}docs/${folder}`, { recursive: true });
}
const stale = generated.filter(({ path, text }) => {
  const file = `${root}${path}`;
  return !existsSync(file) || readFileSync(file, 'utf8') !== text;
});
for (const { path, text } of stale) {
  if (isCheck) process.stderr.write(`${path} is not what npm run gen writes.\n`);
  else writeFileSync(`${root}${path}`, text);
}
if (isCheck && stale.length > 0) process.exitCode = 1;
