/**
 * `npm run timelines`: generated timelines with conditions, chains, constraints, curves and faults,
 * each played twice on the simulated host and judged by the invariants 54 to 60. A seed that fails
 * is told with the command that replays it; with `--count 1` the file and the log are printed. With
 * `--planted` bugs are planted into a copy, and each must be found.
 *
 * @spec reliability simulation
 */
import { loadExpressions } from '../../../machines/timeline/expression/load.ts';
import { takeArguments } from '../../tool-arguments.ts';
import { huntPlanted } from './hunt.ts';
import { inTimeline } from './in-timeline.ts';
import { textOf } from './text.ts';
import { timelineInvariants } from './timeline-check.ts';
import { type Tried, trySeed } from './try-seed.ts';

const failuresShown = 5;

const bugs = inTimeline.map(({ id }) => id);
const { counts, flags, names } = takeArguments({
  usage: [
    'Usage: npm run timelines -- [--count 1000] [--seed 0]',
    '       npm run timelines -- --planted [BUG ...]',
    `Bugs: ${bugs.join(', ')}`,
  ].join('\n'),
  counts: { count: 1, seed: 0 },
  flags: ['planted'],
  names: bugs,
});
const { count = 1_000, seed: first = 0 } = counts;
if (flags.has('planted')) {
  const survivors = await huntPlanted(names);
  process.exit(survivors === 0 ? 0 : 1);
}
await loadExpressions();

const sinceMs = performance.now();
const failed: Tried[] = [];
const tally = { played: 0, refused: 0, events: 0, decisions: 0, skipped: 0, rules: 0 };
const broken = new Map<number, number>(timelineInvariants.map((one) => [one, 0]));
for (let seed = first; seed < first + count; seed += 1) {
  const tried = await trySeed(seed);
  const { played, faults } = tried;
  tally.played += played === null ? 0 : 1;
  tally.refused += played === null ? 1 : 0;
  for (const { type } of played?.events ?? []) {
    tally.events += type === 'clip.started' ? 1 : 0;
    tally.decisions += type.startsWith('condition.m') ? 1 : 0;
    tally.skipped += type === 'clip.skipped' ? 1 : 0;
    tally.rules += type.startsWith('constraint.rule.') ? 1 : 0;
  }
  for (const invariant of new Set(faults.map((one) => one.invariant))) {
    broken.set(invariant, (broken.get(invariant) ?? 0) + 1);
  }
  if (faults.length > 0) failed.push(tried);
  if (count === 1) show(tried);
}
const seconds = (performance.now() - sinceMs) / 1_000;
say(
  `${count} timelines in ${seconds.toFixed(1)} s: ${tally.played} played twice, ${tally.refused} refused`,
  `${tally.events} events started, ${tally.skipped} skipped, ${tally.decisions} conditions decided, ${tally.rules} changes by rules`,
  ...[...broken].map(([invariant, times]) => {
    const checked = invariant === 60 ? tally.played : count;
    return `  ${invariant}  ${checked} checked, ${times === 0 ? 'all keep it' : `${times} break it`}`;
  }),
);
for (const { seed, faults } of failed.slice(0, failuresShown)) {
  say(
    `seed ${seed}; replay it with npm run timelines -- --count 1 --seed ${seed}`,
    ...faults.slice(0, 3).map(({ invariant, what }) => `  (${invariant}) ${what}`),
  );
}
process.exitCode = failed.length === 0 ? 0 : 1;

function show({ model, played, refused, faults }: Tried): void {
  say(textOf(model), JSON.stringify({ fates: model.fates, signals: model.signals }));
  say(JSON.stringify(model.faults), `refused: ${refused.join(' ')}`);
  for (const { type, payload } of played?.events ?? []) {
    if (/^(sample|stressor\.measured|constraint\.drum|target\.output)/.test(type)) continue;
    say(`${String(payload.atMs ?? '').padStart(9)}  ${type}  ${JSON.stringify(payload)}`);
  }
  say(...faults.map(({ invariant, what }) => `(${invariant}) ${what}`));
}

function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
