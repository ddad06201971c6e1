/**
 * Codex CLI. Its composer has no frame, its history uses the bullet of its spinner, and a block of
 * queued inputs may stand between the live line and the composer.
 */
import type { ProfileSource } from '../profile.ts';

export const codex: ProfileSource = {
  id: 'codex',
  title: 'Codex CLI',
  signs: [
    'Context compacted',
    'Ask Codex',
    'OpenAI Codex',
    'context left',
    'Queued follow-up inputs',
    '• Ran ',
    '• Explored',
    '⏎ send',
  ],
  composer: {
    frames: ['bare'],
    prompts: '›▌',
    bareIsFramed: true,
    placeholders: ['Ask Codex'],
    footerIndentMin: 1,
    footerSigns: ['? for shortcuts', 'context left', '⏎ send', 'tab to queue', 'Context '],
  },
  live: [
    {
      id: 'compacting-context',
      columns: [0, 0],
      glyphs: '◦•',
      sharedGlyphs: '•',
      tailWhenShared: true,
      phrase: 'Compacting context',
    },
  ],
  companions: [{ starts: '└ Making room to continue.', columns: [2, 4] }],
  between: [
    { starts: '└ ', columns: [2, 4] },
    { starts: '• Queued follow-up inputs', columns: [0, 0], child: '↳ ' },
    { starts: '• Messages to be submitted', columns: [0, 0], child: '↳ ' },
    { starts: 'Queued follow-up inputs', columns: [0, 0], child: '↳ ' },
    { starts: '↳ ', columns: [1, 4] },
    { starts: '› /', columns: [0, 0] },
    { starts: '/', columns: [2, 4] },
    { starts: '↑', columns: [0, 0] },
    { starts: '↓', columns: [0, 0] },
  ],
  busy: { columns: [0, 0], glyphs: '◦•', has: ['esc to interrupt)', ' to interrupt)'] },
  ends: [
    {
      id: 'context-compacted',
      columns: [0, 0],
      glyphs: '•',
      phrase: 'Context compacted',
      rest: 'tail',
    },
  ],
  words: ['compact', 'summariz', 'summaris'],
};
