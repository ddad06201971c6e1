/**
 * Goal: a program is known by its composer and its words. Method: screens of each, and of none.
 */
import { expect, it } from 'vitest';
import { profiles } from '../../../machines/compaction/profiles.ts';
import { recognise } from '../../../machines/compaction/recognise.ts';

const { claude, codex, gemini, generic } = profiles;
const rule = '─'.repeat(40);
const whose = (rows: readonly string[], current = generic) =>
  recognise(
    { rows, columns: 80, cursor: { row: 0, column: 0 }, alternate: false },
    [claude, codex, gemini],
    current,
    generic,
  ).profile.id;

it.each([
  [['● Read(a)', '  ⎿  Read 3 lines', '', rule, '❯ ', rule], 'claude'],
  [['✻ Compacting conversation…', '', rule, '❯ ', rule], 'claude'],
  [['• Ran ls', '', '› Ask Codex to do anything', '', '  97% context left'], 'codex'],
  [['✦ a', rule, ' >   Type your message or @path', rule, ' no sandbox  gemini-2.5-pro'], 'gemini'],
  [['$ ls', 'a  b', '$ '], 'generic'],
])('%j', (rows, id) => {
  expect(whose(rows)).toBe(id);
});

it('stays with a program that shows nothing of its own for a while', () => {
  expect(whose([' Do you want to proceed?', ' ❯ 1. Yes', '   2. No'], claude)).toBe('claude');
  expect(whose([''], codex)).toBe('codex');
});
