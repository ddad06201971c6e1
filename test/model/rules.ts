/**
 * The rules of a machine as a person wrote them down, read from the specification and not from
 * the machine: `test/golden/tours/<machine>.rules.md`. One heading per rule, below it the law it
 * keeps as a quotation, then a table `from | event | to | effects`; and at the end the waits.
 */
import type { Outcome } from '../../machines/tour/walker.ts';

export interface Row {
  readonly rule: string;
  /** A state, or `region.state` of a parallel machine. */
  readonly from: string;
  readonly letter: string;
  readonly to: string;
  readonly effects: readonly string[];
}

/** While a state lasts, this event is due after this time, and forgotten when it is left. */
export interface WaitRow {
  readonly state: string;
  readonly letter: string;
  readonly afterMs: number;
}

export interface RuleTable {
  readonly initial: readonly string[];
  readonly rules: ReadonlySet<string>;
  readonly rows: readonly Row[];
  readonly waits: readonly WaitRow[];
}

const stays = '=';

export function parseRules(text: string): RuleTable {
  const initial = /^Starts in: (.+)\.$/m.exec(text)?.[1]?.split(/, /) ?? [];
  const chapters = text.split(/^## /m).slice(1);
  const rows = chapters
    .filter((chapter) => !chapter.startsWith('Waits'))
    .flatMap((chapter) => {
      const rule = chapter.slice(0, chapter.indexOf('\n')).trim();
      if (!/^> \S/m.test(chapter)) throw new Error(`Expected a law for rule ${rule}, got none.`);
      return cellsOf(chapter).map(([from = '', letter = '', to = '', effects = '']) => ({
        rule,
        from,
        letter,
        to: to === stays ? from : to,
        effects: effects === '' ? [] : effects.split(/, /),
      }));
    });
  const waits = chapters
    .filter((chapter) => chapter.startsWith('Waits'))
    .flatMap((chapter) =>
      cellsOf(chapter).map(([state = '', letter = '', afterMs = '']) => ({
        state,
        letter,
        afterMs: Number(afterMs),
      })),
    );
  const twice = rows.find(
    (row, index) =>
      rows.findIndex(({ from, letter }) => from === row.from && letter === row.letter) !== index,
  );
  if (twice) throw new Error(`Expected one row for ${twice.from} ${twice.letter}, got two.`);
  return { initial, rules: new Set(rows.map(({ rule }) => rule)), rows, waits };
}

/** The cells of the table rows below the two header lines. */
function cellsOf(chapter: string): readonly (readonly string[])[] {
  return chapter
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What the table says of an event in a state; nothing changes where it is silent. */
export function expectStep(table: RuleTable, parts: readonly string[], letter: string): Outcome {
  const rows = parts.map((part) => rowOf(table, part, letter));
  const next = parts.map((part, index) => rows[index]?.to ?? part);
  const found = rows.flatMap((row) => row ?? []);
  return {
    parts: next,
    effects: found.flatMap(({ effects }) => effects),
    rules: found.map(({ rule }) => rule),
    timers: timersOf(table, next),
  };
}

export function rowOf(table: RuleTable, part: string, letter: string): Row | undefined {
  return table.rows.find((row) => row.from === part && row.letter === letter);
}

export function timersOf(table: RuleTable, parts: readonly string[]): readonly number[] {
  return table.waits
    .filter(({ state }) => parts.includes(state))
    .map(({ afterMs }) => afterMs)
    .sort((a, b) => a - b);
}
