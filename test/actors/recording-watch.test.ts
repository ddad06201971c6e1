/**
 * Goal: whole sessions get the right events, however they were drawn, cut and timed. Method: sessions
 * of several programs as frames, drawn in three ways and cut in three, with resizes, other screens
 * between, and screens of the corpus with changes that must not matter.
 */
import { describe, expect, it } from 'vitest';
import { watchRecording } from '../../actors/recording-watch.ts';
import { type ProfileId, profiles } from '../../machines/compaction/profiles.ts';
import { chunkings, draws, readCorpus } from '../corpus/corpus.ts';
import { everyProfile, type Frame, verdictOf } from '../corpus/verdict.ts';

interface Session {
  readonly cli: ProfileId;
  /** Rows, and how long they stay. */
  readonly frames: readonly (readonly [readonly string[], number])[];
  readonly says: readonly string[];
}

const rule = '─'.repeat(30);
const claude = (...rows: readonly string[]) => [...rows, '', rule, '❯ ', rule, '  ? for shortcuts'];
const codex = (...rows: readonly string[]) => [
  ...[...rows, '', '', '› Ask Codex to do anything', '', '  97% context left'],
];
const gemini = (...rows: readonly string[]) => [
  ...[...rows, '', rule, ' >   Type your message or @path', rule, ' no sandbox   gemini-2.5-pro'],
];
const ticks = (made: (tick: number) => readonly string[], count: number, ms = 1_000) =>
  Array.from({ length: count }, (_, tick) => [made(tick), ms] as const);
const glyphs = [...'·✢*✶✻✽'];
const claudeTick = (tick: number) =>
  claude(
    ...['● Done.', '', '❯ /compact', ''],
    `${glyphs[tick % 6]} Compacting conversation… (${tick}s · ↑ ${tick * 7} tokens)`,
    `  ▰▰▰▱▱▱ ${Math.min(99, tick)}%`,
  );

const sessions: Readonly<Record<string, Session>> = {
  'Claude Code, by command': {
    cli: 'claude',
    frames: [
      [claude('● Done.'), 2_000],
      ...ticks(claudeTick, 10),
      [
        [
          '✻ Conversation compacted (ctrl+o for history)',
          '',
          '❯ /compact',
          ...claude('  ⎿  Compacted (ctrl+o to see full summary)'),
        ],
        5_000,
      ],
    ],
    says: ['2300 suspected', '3100 started', '12120 ended end_marker 9020'],
  },
  'Claude Code, eleven minutes': {
    cli: 'claude',
    frames: [
      ...ticks(claudeTick, 11, 60_000),
      [claude('● Done.', '', '✻ Conversation compacted (ctrl+o for history)'), 2_000],
    ],
    says: ['300 suspected', '1100 started', '660120 ended end_marker 659020'],
  },
  'Claude Code, a dialog and the history in between': {
    cli: 'claude',
    frames: [
      ...ticks(claudeTick, 5),
      [['● Done.', '', rule, ' Select model', '', ' ❯ 1. Default', '   2. Opus'], 60_000],
      [['  Showing detailed transcript · ctrl+o to toggle'], 60_000],
      ...ticks(claudeTick, 5),
      [claude('● Done.', '', '  ⎿  Compaction canceled.'), 5_000],
    ],
    says: ['300 suspected', '1100 started', '131000 ended quiet_composer 129900'],
  },
  'Codex CLI': {
    cli: 'codex',
    frames: [
      ...ticks(
        (tick) =>
          codex(
            '• Ran ls',
            '',
            `${tick % 2 ? '◦' : '•'} Compacting context (${tick}s • esc to interrupt)`,
            '  └ Making room to continue.',
          ),
        13,
      ),
      [
        codex(
          '• Ran ls',
          '',
          '• Context compacted · 13s',
          '',
          '• Working (14s • esc to interrupt)',
        ),
        5_000,
      ],
      [codex('• Ran ls', '', '• Context compacted · 13s', '', '• Done.'), 5_000],
    ],
    says: ['300 suspected', '1100 started', '13120 ended end_marker 12020'],
  },
  'Gemini CLI, to no avail': {
    cli: 'gemini',
    frames: [
      ...ticks(
        (tick) => gemini(' > /compress', '', `${[...'⠋⠙⠹⠸'][tick % 4]} Compressing chat history`),
        15,
        100,
      ),
      [
        gemini(' > /compress', '', '✦ Compression was not beneficial for this history size.'),
        5_000,
      ],
    ],
    says: ['300 suspected', '1100 started', '1620 ended end_marker 520'],
  },
};

describe.each(Object.entries(sessions))('%s', (_, { cli, frames, says }) => {
  const ways = Object.keys(draws).flatMap((draw) =>
    Object.keys(chunkings).map((cut) => [draw, cut]),
  );
  it.each(ways)('%s, %s', (draw = '', cut = '') => {
    let atMs = 0;
    let before: readonly string[] = [];
    const played: Frame[] = frames.map(([rows, ms]) => {
      const bytes = new TextEncoder().encode(draws[draw]?.(rows, before));
      const frame = { atMs, chunks: chunkings[cut]?.(bytes) ?? [] };
      before = rows;
      atMs += ms;
      return frame;
    });
    const size = { columns: 80, rows: 24 };
    expect(verdictOf(played, size, [profiles[cli]])).toEqual(says);
    if (cut === 'whole') expect(verdictOf(played, size, everyProfile)).toEqual(says);
  });
});

it('follows a terminal that is resized, and a program that draws anew', () => {
  const said: string[] = [];
  const narrow = [
    '● Done.',
    '',
    '✻ Compacting conversation… (9s · ↓',
    '  1k tokens)',
    '',
    '─'.repeat(36),
    '❯ ',
    '─'.repeat(36),
  ];
  const drawn = (rows: readonly string[]) => draws.repaint?.(rows, []) ?? '';
  watchRecording(
    {
      size: { columns: 80, rows: 24 },
      events: [
        { atMs: 0, type: 'output', data: drawn(claudeTick(1)) },
        { atMs: 900, type: 'resize', columns: 36, rows: 24 },
        { atMs: 905, type: 'output', data: drawn(narrow) },
        { atMs: 4_000, type: 'resize', columns: 120, rows: 10 },
        { atMs: 4_005, type: 'output', data: drawn(claudeTick(5)) },
      ],
    },
    { profiles: [profiles.claude], onEvent: (atMs, { type }) => said.push(`${atMs} ${type}`) },
  );
  expect(said).toEqual(['300 cli.compaction.suspected', '1100 cli.compaction.started']);
});

it('hears an OSC only where the profile says so', () => {
  const play = (cli: ProfileId) =>
    verdictOf(
      [{ atMs: 10, chunks: ['\u001b]7770;compaction=started\u0007'] }],
      { columns: 80, rows: 24 },
      [profiles[cli]],
    );
  expect(play('generic')).toEqual(['10 started']);
  expect(play('claude')).toEqual([]);
});

/** Changes of a screen that say nothing about compaction. */
const changes: Readonly<Record<string, (rows: readonly string[]) => readonly string[]>> = {
  'more history above': (rows) => ['● More.', '', ...rows],
  'a blank row above': (rows) => ['', ...rows],
  'trailing spaces': (rows) => rows.map((row) => `${row}   `),
  'spaces that do not break': (rows) => rows.map((row) => row.replace(/^(❯|›|>) /, '$1\u00a0')),
  'another status line': (rows) => [...rows, '  [Opus] ~/work'],
};

describe.each(Object.entries(changes))('%s changes no verdict', (_, change) => {
  it.each(readCorpus().map((screen) => [screen.name, screen] as const))('%s', (_name, screen) => {
    const size = { columns: screen.columns + 4, rows: screen.height + 4 };
    const play = (rows: readonly string[]) =>
      verdictOf([{ atMs: 0, chunks: [draws.repaint?.(rows, []) ?? ''] }], size, [
        profiles[screen.cli],
      ]);
    const confirmed = play(change(screen.rows)).some((said) => said.includes('started'));
    expect(confirmed).toBe(screen.compacting);
  });
});
