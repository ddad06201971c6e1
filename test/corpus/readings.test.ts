/**
 * Goal: every screen of the corpus is read for the right reason, not only with the right verdict.
 * Method: the rows go to the rules as they are, without a terminal; by its own profile a screen is
 * live exactly when it shows a compaction, and all that each profile sees in it, and whose screen
 * nobody named it is taken for, reads as the golden file does. `UPDATE_GOLDEN=1` writes the file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { profiles } from '../../machines/compaction/profiles.ts';
import { type Reading, readScreen } from '../../machines/compaction/reading.ts';
import { recognise } from '../../machines/compaction/recognise.ts';
import type { Screen } from '../../machines/compaction/screen.ts';
import { type CorpusScreen, readCorpus } from './corpus.ts';

const { generic, ...named } = profiles;
const corpus = readCorpus();

function screenOf({ rows, columns, height }: CorpusScreen): Screen {
  const blank = Array.from({ length: height - rows.length }, () => '');
  return { rows: [...rows, ...blank], columns, cursor: { row: 0, column: 0 }, alternate: false };
}

/** One line per thing seen; what is not there is not told. */
function* told(reading: Reading): Generator<string> {
  const { sight, because, live, composer, busy, lexical, markers } = reading;
  const counts = `${reading.historyRows} rows of history, ${reading.rowsBelowMarker} below an end`;
  yield `${sight}${because && ` (${because})`}, ${counts}`;
  if (live) {
    const { row, height, glyph, tail, text } = live.match;
    yield `line ${live.formId} ${row}+${height} "${glyph}" ${text} | ${tail} | ${live.companion}`;
  }
  if (composer) {
    const { frame, top, bottom, framed, signed, text } = composer;
    const traits = `${framed ? ' framed' : ''}${signed ? ' signed' : ''}`;
    yield `composer ${frame} ${top}-${bottom}${traits} ${JSON.stringify(text)}`;
  }
  const others = [
    ...markers.map((marker) => ['end', marker] as const),
    ...(busy ? [['busy', busy] as const] : []),
    ...(lexical ? [['words', lexical] as const] : []),
  ];
  for (const [kind, { formId, row, text }] of others) yield `${kind} ${formId} ${row} ${text}`;
}

function print(corpusScreen: CorpusScreen): string {
  const screen = screenOf(corpusScreen);
  const known = Object.values(named);
  const lines = [...known, generic].flatMap((profile) =>
    [...told(readScreen(screen, profile))].map((line) => `  ${profile.id}: ${line}`),
  );
  const taken = [generic, ...known].map(
    (current) => recognise(screen, known, current, generic).profile.id,
  );
  return [corpusScreen.name, ...lines, `  taken for: ${taken.join(' ')}`, ''].join('\n');
}

const golden = fileURLToPath(new URL('../golden/readings.txt', import.meta.url));
if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, corpus.map(print).join('\n'));
const wanted = new Map(
  readFileSync(golden, 'utf8')
    .split('\n\n')
    .map((part) => [part.split('\n', 1)[0], `${part.trimEnd()}\n`]),
);

it.each(corpus.map((screen) => [screen.name, screen] as const))('%s', (name, screen) => {
  const { sight } = readScreen(screenOf(screen), profiles[screen.cli]);
  // What the generic profile guesses is weighed afterwards; the others know their own line.
  if (screen.cli !== 'generic') expect(sight === 'live', screen.why).toBe(screen.compacting);
  else if (screen.compacting) expect(sight, screen.why).toBe('live');
  expect(print(screen)).toBe(wanted.get(name));
});
