/**
 * Writes what is generated: the schemas, the page of events, the statecharts and their page. With
 * `--check` it writes nothing, and fails when a file is not what would be written, or when nothing
 * generates it any more.
 */
import { fileURLToPath } from 'node:url';
import { schemaText } from '../cli/commands/schema.ts';
import { schemaNames } from '../cli/schemas.ts';
import { chartFiles } from './chart-files.ts';
import { eventsPage } from './events-page.ts';
import { compareGenerated, renewGenerated } from './generated.ts';
import { machinesPage } from './machines-page.ts';
import { signalsPage } from './signals-page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const folders = ['docs/schema', 'docs/reference'];
/** Files in these folders that are made elsewhere, and where. */
const kept = {
  'docs/reference/event-coverage.md': 'test/incidents/event-coverage.test.ts',
  'docs/reference/invariants.md': 'test/sim/kernel/invariants.test.ts',
};

const findings = compareGenerated(
  root,
  [
    ...schemaNames.map((name) => ({ path: `docs/schema/${name}.json`, text: schemaText(name) })),
    { path: 'docs/reference/events.md', text: eventsPage() },
    { path: 'docs/reference/signals.md', text: signalsPage() },
    { path: 'docs/reference/machines.md', text: machinesPage() },
    ...(await chartFiles(root)),
  ],
  folders,
  kept,
);

if (process.argv.includes('--check')) {
  for (const { path } of findings.stale) say(`${path} is not what npm run gen writes.`);
  for (const path of findings.orphans) say(`${path} is written by nothing any more.`);
  if (findings.stale.length + findings.orphans.length > 0) process.exitCode = 1;
} else renewGenerated(root, findings);

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
