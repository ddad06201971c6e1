/**
 * Gemini CLI. The live line is the last item of the history, with a braille spinner and no tail;
 * several messages say in the end that compressing did not help.
 */
import type { ProfileSource } from '../profile.ts';

/** Every braille pattern but the empty one. */
export const braille = Array.from({ length: 255 }, (_, at) =>
  String.fromCodePoint(0x2801 + at),
).join('');

const endings = [
  ['compressed', 'Chat history compressed from * to * tokens.'],
  ['context-compressed', 'Context compressed from *'],
  ['not-beneficial', 'Compression was not beneficial for this history size.'],
  ['not-smaller', 'Chat history compression did not reduce size.*'],
  ['miscounted', 'Could not compress chat history due to a token counting error.'],
  ['empty-summary', 'Chat history compression failed*'],
  ['nothing', 'Nothing to compress.'],
  ['failed', 'Failed to compress chat history*'],
] as const;

export const gemini: ProfileSource = {
  id: 'gemini',
  title: 'Gemini CLI',
  signs: [
    'Chat history compress',
    'Type your message or @path',
    'gemini-',
    'GEMINI.md',
    'no sandbox',
    '(esc to cancel, ',
    '/model Auto',
  ],
  composer: {
    frames: ['box', 'rules', 'bare'],
    prompts: '>!*',
    placeholders: ['Type your message'],
    footerIndentMin: 1,
    footerSigns: ['no sandbox', 'gemini-', 'context left', 'sandbox', '/model', '/docs', '~/'],
  },
  live: [
    {
      id: 'compressing-chat-history',
      // What an answer says is indented by two, also where its beginning has scrolled away.
      columns: [0, 1],
      glyphs: braille,
      // Nothing hangs from it: text right below it is that of a quotation.
      sharedGlyphs: braille,
      phrase: 'Compressing chat history',
    },
  ],
  between: [
    ...[...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'].map((starts) => ({
      starts: `${starts} `,
      columns: [0, 3] as [number, number],
    })),
    { starts: 'Using', columns: [0, 3] },
    { starts: 'Tip: ', columns: [0, 6] },
    { starts: 'Tips: ', columns: [0, 6] },
    { starts: 'Queued ', columns: [0, 4] },
    { starts: '? for shortcuts', columns: [0, 40] },
    { starts: 'accepting edits', columns: [0, 4] },
    { starts: 'auto-accept', columns: [0, 4] },
    { starts: 'Shift+Tab', columns: [0, 4] },
    { starts: 'shift+tab', columns: [0, 4] },
    { starts: 'YOLO', columns: [0, 4] },
    { starts: 'plan ', columns: [0, 4] },
    { starts: 'shell mode', columns: [0, 4] },
    { starts: 'Press ', columns: [0, 40] },
    { starts: 'press ', columns: [0, 40] },
    { starts: '- ', columns: [1, 4] },
    { starts: '☐ ', columns: [1, 8] },
    ...[...'123456789'].flatMap((count) =>
      [' MCP', ' GEMINI.md', ' open file', ' skill', ' context file'].map((noun) => ({
        starts: `${count}${noun}`,
        columns: [0, 4] as [number, number],
      })),
    ),
  ],
  busy: { columns: [0, 3], glyphs: braille, has: [' '] },
  ends: endings.map(([id, phrase]) => ({
    id,
    columns: [0, 3] as [number, number],
    glyphs: '✦ℹ✕',
    phrase,
    rest: 'nothing' as const,
  })),
  words: ['compress', 'compact', 'summariz', 'summaris'],
};
