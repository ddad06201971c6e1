/**
 * A program that nobody described. It is trusted less: the line alone is a suspicion, and it takes
 * a framed composer and a running clock, or a line that moves, to confirm.
 */
import type { ProfileSource } from '../profile.ts';
import { braille } from './gemini.ts';

const spinners = `·✢*✶✻✽✳◐◓◑◒◴◷◶◵⏳⌛${braille}`;

const phrases = [
  'Compacting conversation',
  'Compacting context',
  'Compacting history',
  'Compacting',
  'Summarizing conversation',
  'Compressing chat history',
  'Compressing context',
  'Compressing conversation',
];

export const generic: ProfileSource = {
  id: 'generic',
  title: 'any program',
  known: false,
  signs: [],
  composer: {
    frames: ['rules', 'box', 'bare'],
    prompts: '❯›>',
    footerIndentMin: 1,
    footerSigns: ['? for shortcuts', 'context left'],
  },
  live: phrases.flatMap((phrase) =>
    ['', '…', '...'].map((dots, at) => ({
      id: `${phrase.toLowerCase().replaceAll(' ', '-')}${['', '.dots', '.three-dots'][at]}`,
      columns: [0, 2] as [number, number],
      glyphs: spinners,
      phrase: `${phrase}${dots}`,
    })),
  ),
  between: [
    { starts: '⎿ ', columns: [1, 4] },
    { starts: '└ ', columns: [1, 4] },
    { starts: 'Tip: ', columns: [1, 6] },
  ],
  busy: { columns: [0, 2], glyphs: spinners, has: ['…', '...', ' to interrupt', ' to cancel'] },
  ends: [
    {
      id: 'compacted',
      columns: [0, 4],
      glyphs: '•✻✦✓✔⎿',
      phrase: 'Context compacted',
      rest: 'tail',
    },
    {
      id: 'conversation-compacted',
      columns: [0, 4],
      glyphs: '•✻✦✓✔⎿',
      phrase: 'Conversation compacted',
      rest: 'tail',
    },
  ],
  words: ['compact', 'compress', 'summariz', 'summaris'],
  osc: { code: 7770, started: 'compaction=started', ended: 'compaction=ended' },
};
