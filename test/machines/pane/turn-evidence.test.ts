/**
 * Goal: only a text that left its place together with something that began is evidence; an Enter that
 * was swallowed, output alone, or an empty box alone is none.
 * Method: pairs of screens, before and after a submit, of each kind of program.
 */
import { describe, expect, it } from 'vitest';
import { profiles } from '../../../machines/compaction/profiles.ts';
import type { Screen } from '../../../machines/compaction/screen.ts';
import {
  lineBytesMax,
  markTurn,
  shownOn,
  turnEvidence,
} from '../../../machines/pane/turn-evidence.ts';

const rule = '─'.repeat(40);

function screen(rows: readonly string[], row = rows.length - 1): Screen {
  const column = (rows[row] ?? '').length;
  return { rows, columns: 60, cursor: { row, column }, alternate: false };
}

interface Case {
  readonly text: string;
  /** Before the text is written; the screen before the submit where it is not said. */
  readonly first?: Screen;
  readonly before: Screen;
  readonly after: Screen;
  readonly cli?: 'claude' | 'codex' | 'gemini';
}

function evidence({ text, first, before, after, cli }: Case): string | null {
  const profile = cli === undefined ? null : profiles[cli];
  const shown = first === undefined ? 0 : shownOn(first, text);
  return turnEvidence(markTurn(before, profile, text, shown), after, profile);
}

const claude = (history: readonly string[], box: string, footer = '  ? for shortcuts'): Screen =>
  screen([...history, '', rule, `❯ ${box}`, rule, footer], history.length + 2);
const asked = claude(['● Hello.'], 'fix the parser, please');
const idle = claude(['● Hello.'], '');
const told = ['● Hello.', '', '> fix the parser, please'];

describe('claude', () => {
  const ask = { text: 'fix the parser, please', before: asked, cli: 'claude' } as const;

  it.each([
    ['the box is empty and it works', claude([...told, '✻ Thinking… (2s)'], ''), 'turn_started'],
    ['the text stands in the history', claude(told, ''), 'message_moved'],
    ['something new stands there', claude(['● Hello.', '● Done.'], ''), 'new_output'],
    ['the box is empty, and that is all', idle, null],
    ['the key was swallowed', asked, null],
    ['the key was swallowed in the middle of output', claude([...told, '● x'], ask.text), null],
    ['a part of the text is still there', claude(told, 'fix the parser, please, now'), null],
    ['a dialog covers it', screen(['Do you want to?', '❯ 1. Yes', '  2. No']), null],
  ])('%s', (_, after, wanted) => {
    expect(evidence({ ...ask, after })).toBe(wanted);
  });

  it('is at work: what it prints proves nothing, its queue does', () => {
    const work = ['● Hello.', '✻ Thinking… (2s)'];
    const before = claude(work, 'and the tests');
    const busy = { text: 'and the tests', before, cli: 'claude' } as const;
    const printed = claude(['● Hello.', '● More.', '✻ Thinking… (3s)'], '');
    expect(evidence({ ...busy, after: printed })).toBeNull();
    const queued = claude([...work, '  ❯ and the tests'], '');
    expect(evidence({ ...busy, after: queued })).toBe('message_moved');
  });

  it('shows a long paste as a chip', () => {
    const before = claude(['● Hello.'], '[Pasted text #1 +12 lines]');
    const paste = { text: 'a\nb\nc and the last line', before, cli: 'claude' } as const;
    expect(evidence({ ...paste, after: before })).toBeNull();
    const after = claude(['● Hello.', '> [Pasted text #1 +12 lines]', '✻ Thinking… (1s)'], '');
    expect(evidence({ ...paste, after })).toBe('turn_started');
  });

  it('is at work, and queues a long paste as a chip', () => {
    const chip = '[Pasted text #1 +12 lines]';
    const work = ['● Hello.', '✻ Thinking… (2s)'];
    const ask = {
      text: 'a\nb\nc and the last line',
      before: claude(work, chip),
      cli: 'claude',
    } as const;
    expect(evidence({ ...ask, after: claude([...work, '● More'], '') })).toBeNull();
    expect(evidence({ ...ask, after: claude([...work, `  ❯ ${chip}`], '') })).toBe('message_moved');
  });

  it('has not shown the text when the key was pressed: an empty box says nothing', () => {
    const late = { text: 'fix the parser, please', before: idle, cli: 'claude' } as const;
    expect(evidence({ ...late, after: claude(['● Hello.', '● x'], '') })).toBeNull();
    expect(evidence({ ...late, after: claude(told, '') })).toBe('message_moved');
  });

  it('has been told the same before', () => {
    const first = claude(told, '');
    const before = claude(told, 'fix the parser, please');
    const again = { text: 'fix the parser, please', first, before, cli: 'claude' } as const;
    expect(evidence({ ...again, after: first })).toBeNull();
    const after = claude([...told, '● Yes.', '> fix the parser, please'], '');
    expect(evidence({ ...again, after })).toBe('message_moved');
  });
});

describe('codex and gemini', () => {
  it('begin their turns', () => {
    const codex = (history: readonly string[], box: string) =>
      screen([...history, '', `› ${box}`, '', '  ? for shortcuts'], history.length + 1);
    const work = codex(['• Hi', '', '› do it now', '', '◦ Working (1s • esc to interrupt)'], '');
    const ask = { text: 'do it now', before: codex(['• Hi'], 'do it now'), cli: 'codex' } as const;
    expect(evidence({ ...ask, after: work })).toBe('turn_started');
    const box = (text: string) => [
      '╭──────────────────────────╮',
      `│ > ${text} │`,
      '╰──────────────────────────╯',
    ];
    const gemini = (history: readonly string[], text: string) =>
      screen([...history, '', ...box(text), '  ~/x  no sandbox  gemini-2'], history.length + 2);
    const placed = gemini(
      ['✦ Hi', '', '> do it now', '⠋ Thinking (esc to cancel, 1s)'],
      'Type your message',
    );
    const asks = {
      text: 'do it now',
      before: gemini(['✦ Hi'], 'do it now'),
      cli: 'gemini',
    } as const;
    expect(evidence({ ...asks, after: placed })).toBe('turn_started');
  });
});

describe('any other program', () => {
  const shell = { text: 'echo hello', before: screen(['$ echo hello']) };

  it.each([
    ['the line stands above the cursor', screen(['$ echo hello', 'hello', '$']), 'line_entered'],
    ['it does nothing', shell.before, null],
    ['it prints, and the line is still there', screen(['tick', '$ echo hello']), null],
    ['it cleared the screen', screen(['$'], 0), 'new_output'],
    ['the same line, scrolled', screen(['$ echo hello', '$'], 1), 'line_entered'],
  ])('%s', (_, after, wanted) => {
    expect(evidence({ ...shell, after })).toBe(wanted);
  });

  it('shows no text, such as a password: its cursor moves on', () => {
    const secret = { text: 'hunter22', before: screen(['Password:']) };
    expect(evidence({ ...secret, after: screen(['Password:', '']) })).toBe('prompt_moved');
    expect(evidence({ ...secret, after: secret.before })).toBeNull();
  });

  it('shows a text late: half of it is no evidence', () => {
    const late = { text: 'echo hello', before: screen(['$']) };
    expect(evidence({ ...late, after: screen(['$ echo']) })).toBeNull();
    expect(evidence({ ...late, after: screen(['$ echo hello']) })).toBeNull();
    expect(evidence({ ...late, after: screen(['$ echo hello', 'hello', '$']) })).toBe(
      'line_entered',
    );
  });

  it('has a text that is wrapped over rows', () => {
    const text = 'echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbb ccc';
    const rows = [`$ ${text.slice(0, 58)}`, text.slice(58)];
    const wrapped = { text, before: screen(rows) };
    expect(evidence({ ...wrapped, after: screen(rows) })).toBeNull();
    expect(evidence({ ...wrapped, after: screen([...rows, '$']) })).toBe('line_entered');
  });

  it('is told hardly anything: only that the cursor moved', () => {
    expect(
      evidence({ text: 'y', before: screen(['Sure? y']), after: screen(['Sure? y', '']) }),
    ).toBe('prompt_moved');
    expect(
      evidence({ text: 'y', before: screen(['Sure? y']), after: screen(['Sure? y']) }),
    ).toBeNull();
  });
});

describe('a text longer than a line of a terminal', () => {
  const before = screen(['zzzzzzzz'], 0);
  const answered = screen(['zzzzzzzz', 'zzzzzzzz', '$ ']);

  it.each([
    ['z'.repeat(lineBytesMax - 1), 'prompt_moved'],
    ['z'.repeat(lineBytesMax), null],
    ['漢'.repeat(lineBytesMax / 3 - 1), 'prompt_moved'],
    ['漢'.repeat(lineBytesMax / 3), null],
  ])('is proven by itself only', (text, wanted) => {
    expect(evidence({ text, before, after: answered })).toBe(wanted);
  });

  it('that stands there with its end was taken whole', () => {
    const text = `${'z'.repeat(lineBytesMax)}END`;
    const typed = screen(['zzzz', `${'z'.repeat(40)}END`]);
    const after = screen(['zzzz', `${'z'.repeat(40)}END`, '$ ']);
    expect(evidence({ text, before: typed, after })).toBe('line_entered');
  });
});
