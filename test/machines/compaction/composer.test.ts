/**
 * Goal: the composer is found in each of its looks, and nothing else is taken for it. Method: bottoms
 * of real screens.
 */
import { describe, expect, it } from 'vitest';
import { findBottom } from '../../../machines/compaction/composer.ts';
import { profiles } from '../../../machines/compaction/profiles.ts';

const rule = '─'.repeat(30);
const box = (...text: readonly string[]) => [
  `╭${'─'.repeat(28)}╮`,
  ...text.map((row) => `│${row.padEnd(28)}│`),
  `╰${'─'.repeat(28)}╯`,
];
const bottom = (rows: readonly string[], cli: 'claude' | 'codex' | 'gemini' = 'claude') =>
  findBottom(rows, profiles[cli]);

describe('a composer', () => {
  it.each([
    ['between lines', ['● a', '', rule, '❯ ', rule, '  ? for shortcuts'], 'rules', 2, true],
    ['with text', [rule, '❯ one', '', '  two', rule], 'rules', 0, true],
    ['in a box', ['● a', ...box(' > ', '   two'), '  hint'], 'box', 1, true],
    ['a bare prompt', ['● a', '', '❯ '], 'bare', 2, false],
    ['a bare prompt with its own status line', ['❯ ', '', '  ? for shortcuts'], 'bare', 0, true],
    ['a status line in the first column', [rule, '❯ ', rule, '? for shortcuts'], 'rules', 0, true],
  ])('%s', (_, rows, frame, top, framed) => {
    expect(bottom(rows)).toMatchObject({ is: 'composer', composer: { frame, top, framed } });
  });

  it.each([
    ['what is typed is no question', [rule, '❯ 1. Yes', rule], 'rules', 0, 2],
    ['a label in the lines of the box', ['╭─ a ─╮', '│ >   │', '╰─ b ─╯'], 'box', 0, 2],
    ['a blank row above the text', box('', ' > two'), 'box', 0, 3],
    ['the command that is typed now', ['● a', '', '❯ cat notes.txt'], 'bare', 2, 2],
    ['text to the end of the screen', ['● a', '', '❯ one', '  two'], 'bare', 2, 3],
    ['the longest footer', [rule, '❯ ', rule, ...Array(24).fill('  menu')], 'rules', 0, 2],
    ['indented a little', [rule, '  ❯ a', rule], 'rules', 0, 2],
  ])('%s', (_, rows, frame, first, last) => {
    const composer = { frame, top: first, bottom: last };
    expect(bottom(rows)).toMatchObject({ is: 'composer', composer });
  });

  it.each([
    ['❯ Try "edit app.ts"', true],
    ['> Try "edit app.ts"', true],
    ['  > Try "edit app.ts"', true],
    ['❯ say Try "edit app.ts"', false],
    ['❯ edit Try "', false],
  ])('without a frame is known by its placeholder: %j', (row, framed) => {
    expect(bottom(['● a', '', row])).toMatchObject({ composer: { frame: 'bare', framed } });
  });

  it('keeps what is written between the sides of its box', () => {
    const found = bottom(box('> a│b', ' and | so on'));
    expect(found).toMatchObject({ composer: { text: ['> a│b', 'and | so on'] } });
  });

  it('of Codex has no frame', () => {
    const rows = ['• a', '', '› Ask Codex', '  more', '', '  97% context left'];
    expect(bottom(rows, 'codex')).toMatchObject({
      composer: { frame: 'bare', top: 2, bottom: 3, framed: true, signed: true },
    });
  });

  it('of Gemini may stand between half blocks', () => {
    const rows = ['✦ a', '▀'.repeat(30), ' >   Type your message', '▄'.repeat(30), ' ~/work'];
    expect(bottom(rows, 'gemini')).toMatchObject({ composer: { frame: 'rules', top: 1 } });
  });
});

describe('no composer', () => {
  it.each([
    ['a question between lines', [rule, '❯ 1. Yes', '  2. No', rule], 'dialog'],
    ['a question in a box', box(' Proceed?', ' ❯ 1. Yes', '   2. No'), 'dialog'],
    ['a question without a frame', ['Proceed?', ' ❯ 1. Yes', '   2. No'], 'dialog'],
    ['text below the lines', [rule, '❯ ', rule, 'output'], 'nothing'],
    ['lines without a prompt', [rule, 'text', rule], 'nothing'],
    ['a quotation', ['> a', ''], 'nothing'],
    ['a shell that printed a file', ['~/work ❯ cat a.log', 'text', '❯ '], 'nothing'],
    ['a command without a file', ['~/work ❯ less', 'text', '❯ '], 'nothing'],
    ['an indented placeholder', ['● a', '   > Try "edit app.ts"'], 'nothing'],
    ['a placeholder without a prompt', ['● a', '- Try "edit app.ts"'], 'nothing'],
    ['a glyph that is part of a word', [rule, '❯x', rule], 'nothing'],
    ['a prompt far from the line', [rule, '   ❯ a', rule], 'nothing'],
    ['text below the box', [...box(' > '), 'output'], 'nothing'],
    ['a box in the history', ['  ╭───╮', '  │ > │', '  ╰───╯'], 'nothing'],
    ['a box that goes on beside', ['╭───╮ a', '│ > │ b', '╰───╯ c'], 'nothing'],
    ['a box without a top', ['● a', '│ >   │', '╰─────╯'], 'nothing'],
    ['a footer beyond all menus', [rule, '❯ ', rule, ...Array(25).fill('  menu')], 'nothing'],
    ['the first option alone', ['Proceed?', ' ❯ 1. Yes', 'text'], 'nothing'],
    ['the second option alone', ['Proceed?', 'text', '   2. No'], 'nothing'],
    ['numbers in prose', ['see 1. Yes', 'and 2. No'], 'nothing'],
    ['nothing', ['', ''], 'nothing'],
  ])('%s', (_, rows, is) => {
    expect(bottom(rows).is).toBe(is);
  });
});

it('tells the row of the first option', () => {
  expect(bottom(['Proceed?', ' ❯  1. Yes', '   2. No'])).toEqual({ is: 'dialog', row: 1 });
  expect(bottom([' ❯ 1. Yes', '   2. No'])).toEqual({ is: 'dialog', row: 0 });
});
