/**
 * Goal: every screen of the corpus gets its right verdict, the same however it was drawn and cut.
 * Method: each screen is drawn in three ways over an older screen, cut in three, and played with its
 * own profile and with none named: nothing missed, nothing confirmed that is not so.
 */
import { describe, expect, it } from 'vitest';
import { profiles } from '../../machines/compaction/profiles.ts';
import { createScreenTerminal } from '../../runtime/screen/screen-terminal.ts';
import { type CorpusScreen, chunkings, draws, readCorpus } from './corpus.ts';
import { everyProfile, verdictOf } from './verdict.ts';

const corpus = readCorpus();
const encoder = new TextEncoder();

/** What was on the screen before: other words in the same places. */
const earlier = ({ rows }: CorpusScreen) =>
  rows.map((row, at) =>
    at % 3 === 0
      ? row.replace(/[a-z]+/, ({ length }) => 'o'.repeat(length))
      : at % 3 === 1
        ? row
        : '',
  );

function verdicts(screen: CorpusScreen, named: boolean): readonly (readonly [string, string])[] {
  const size = { columns: screen.columns, rows: screen.height };
  const chosen = named ? ([profiles[screen.cli]] as const) : everyProfile;
  return Object.entries(draws).flatMap(([draw, drawn]) =>
    Object.entries(chunkings).map(([chunking, cut]) => {
      const before = earlier(screen);
      const bytes = encoder.encode(`${draws.repaint?.(before, [])}${drawn(screen.rows, before)}`);
      const frames = [{ atMs: 0, chunks: cut(bytes) }];
      return [`${draw}, ${chunking}`, verdictOf(frames, size, chosen).join('; ')] as const;
    }),
  );
}

it('has at least 40 screens, of both kinds and of every program', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(40);
  for (const cli of ['claude', 'codex', 'gemini', 'generic']) {
    const own = corpus.filter((screen) => screen.cli === cli);
    expect(own.some(({ compacting }) => compacting)).toBe(true);
    expect(own.some(({ compacting }) => !compacting)).toBe(true);
  }
});

it.each(corpus.map((screen) => [screen.name, screen] as const))(
  '%s is drawn as it is',
  (_, screen) => {
    const { columns, height: rows } = screen;
    const blank = Array.from({ length: rows - screen.rows.length }, () => '');
    const wanted = [...screen.rows.map((row) => row.trimEnd()), ...blank];
    for (const [draw, drawn] of Object.entries(draws)) {
      const terminal = createScreenTerminal({ columns, rows });
      const before = earlier(screen);
      terminal.write(`${draws.repaint?.(before, [])}${drawn(screen.rows, before)}`);
      expect(
        terminal.read().rows.map((row) => row.trimEnd()),
        draw,
      ).toEqual(wanted);
      terminal.dispose();
    }
  },
);

describe.each([true, false])('with its profile named: %s', (named) => {
  it.each(corpus.map((screen) => [screen.name, screen] as const))('%s', (_, screen) => {
    const found = verdicts(screen, named);
    const compacting = '300 suspected; 1100 started';
    for (const [how, verdict] of found) {
      if (screen.compacting) expect(verdict, `${how}: ${screen.why}`).toBe(compacting);
      else expect(verdict, `${how}: ${screen.why}`).not.toContain('started');
    }
    expect(new Set(found.map(([, verdict]) => verdict)).size).toBe(1);
  });
});
