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
    ['nothing', ['', ''], 'nothing'],
  ])('%s', (_, rows, is) => {
    expect(bottom(rows).is).toBe(is);
  });
});
