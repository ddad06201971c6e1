/**
 * Checks who imports whom, by the rules of `.dependency-cruiser.cjs`, and asserts that every
 * source file was seen: a tool that finds no modules finds no violations either.
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = ['machines', 'runtime', 'stressors', 'actors', 'embed', 'cli', 'scripts', 'test'];

interface RuleFile extends Pick<ICruiseOptions, 'doNotFollow'> {
  readonly forbidden: NonNullable<ICruiseOptions['ruleSet']>['forbidden'];
  readonly options: ICruiseOptions;
}

async function findings(): Promise<readonly string[]> {
  process.chdir(root);
  const rules = createRequire(import.meta.url)(`${root}.dependency-cruiser.cjs`) as RuleFile;
  const { output } = await cruise(folders, {
    ...rules.options,
    ruleSet: { forbidden: rules.forbidden ?? [] },
    validate: true,
  });
  const { modules, summary } = output as ICruiseResult;
  const seen = new Set(modules.map((module) => module.source));
  const unseen = sourceFiles().filter((file) => !seen.has(file));
  return [
    ...summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    ...unseen.map((file) => `not seen: ${file}`),
  ];
}

function sourceFiles(): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
  );
}

const found = await findings();
for (const line of found) process.stdout.write(`${line}\n`);
process.stdout.write(`dependencies: ${sourceFiles().length} modules, ${found.length} findings\n`);
process.exitCode = found.length === 0 ? 0 : 1;
