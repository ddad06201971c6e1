/**
 * Goal: what starts and what ends a compaction, and when, in the words of sections 9.4 to 9.7. Method:
 * real screens are shown to the detector on virtual time, frame by frame; the whole sequence of
 * events is compared, each with its instant.
 */
import { expect, it } from 'vitest';
import { profiles } from '../../machines/compaction/profiles.ts';
import {
  answer,
  claude,
  composer,
  dialog,
  live,
  marker,
  stage,
  started,
  thinking,
} from '../corpus/detector-stage.ts';

it('is suspected after 300 ms and confirmed 800 ms later, not a millisecond before', () => {
  const { said, show, clock, detector } = stage();
  show(claude(answer, live()), 299);
  expect(said).toEqual([]);
  clock.advance(1);
  expect(said).toEqual(['300 suspected']);
  clock.advance(799);
  expect(said).toEqual(['300 suspected']);
  clock.advance(1);
  expect(said).toEqual(started);
  expect(detector.state()).toBe('confirmed');
});

it('carries the payloads of section 9.7', () => {
  const { events, show } = stage();
  show(claude(answer, live()), 2_000);
  show(claude(answer, marker), 500);
  expect(events).toEqual([
    {
      type: 'cli.compaction.suspected',
      payload: {
        confidence: 0.8,
        detectorVersion: '1',
        signals: [
          { signal: 'live-line', name: 'claude.compacting-conversation', weight: 0.7 },
          { signal: 'tail', name: 'claude.compacting-conversation', weight: 0.1 },
        ],
      },
    },
    {
      type: 'cli.compaction.started',
      payload: {
        confidence: 0.8,
        detectorVersion: '1',
        transitionReason: 'sustained_evidence',
      },
    },
    {
      type: 'cli.compaction.ended',
      payload: { durationMs: 1_020, endReason: 'end_marker' },
    },
  ]);
});

it('forgets a line that was there too briefly', () => {
  const { said, show } = stage();
  show(claude(answer, live()), 200);
  show(claude(answer), 2_000);
  show(claude(answer, live()), 700);
  show(claude(answer), 2_000);
  expect(said).toEqual(['2500 suspected', '2940 ended unfounded 440']);
});

it('is confirmed by the third suspicion of an exact line within ten seconds', () => {
  const { said, show } = stage();
  for (let round = 0; round < 3; round += 1) {
    show(claude(answer, live()), 500);
    show(claude(answer), 1_000);
  }
  expect(said.slice(0, 6)).toEqual([
    '300 suspected',
    '540 ended unfounded 240',
    '1800 suspected',
    '2040 ended unfounded 240',
    '3300 suspected',
    '3300 started repeated_suspicion',
  ]);
});

it('does not mind that the line is erased and written again', () => {
  const { said, show } = stage();
  for (let tick = 0; tick < 30; tick += 1) {
    show(claude(answer, live(tick)), 80);
    show([...answer], 3);
    show(claude(answer), 15);
  }
  expect(said).toEqual(started);
});

it('ends by a marker that was not there before, though work goes on', () => {
  const { said, show } = stage();
  show(claude(marker, answer, live()), 2_000);
  show(claude(marker, answer, thinking), 60_000);
  expect(said).toEqual(started);
  show(claude(marker, thinking), 1_000);
  expect(said).toEqual([...started, '62120 ended end_marker 61020']);
});

it('ends by a composer that stays quiet for a second, as after an interruption', () => {
  const { said, show } = stage();
  show(claude(answer, live()), 2_000);
  show(claude(answer), 999);
  expect(said).toEqual(started);
  show(claude(answer, live()), 500);
  show(claude(answer), 3_000);
  expect(said).toEqual([...started, '4499 ended quiet_composer 3399']);
});

it.each([
  ['a lone prompt', ['❯ ']],
  ['a lone prompt below other text', ['some text', '', '❯ ']],
  ['an empty screen', ['']],
  ['a question', [...answer, '', ...live(), '', ...dialog]],
  ['a question that covers the line', [...answer, '', ...dialog]],
  ['output without end', ['a', 'b', 'c']],
  ['another kind of work', claude(answer, thinking)],
  ['a status line that says how to interrupt', [...claude(answer), '  esc to interrupt']],
])('is not ended by %s', (_, rows) => {
  const { said, show, detector } = stage();
  show(claude(answer, live()), 2_000);
  show(rows, 15 * 60_000);
  expect(said).toEqual(started);
  expect(detector.state()).toBe('confirmed');
});

it('is not ended by silence, and tells the stall', () => {
  const { said, show, detector, clock } = stage();
  show(claude(answer, live()), 20_000);
  expect(detector.explain().stalledMs).toBeNull();
  clock.advance(20 * 60_000);
  expect(said).toEqual(started);
  expect(detector.explain().stalledMs).toBe(20 * 60_000 + 20_000 - 1_100);
});

it('stays confirmed for eleven minutes of ticking, and then ends', () => {
  const { said, show, detector } = stage();
  for (let second = 0; second < 660; second += 1) show(claude(answer, live(second)), 1_000);
  expect(said).toEqual(started);
  expect(detector.explain().stalledMs).toBeNull();
  show(claude(answer, marker), 1_000);
  expect(said).toEqual([...started, '660120 ended end_marker 659020']);
});

it('cools down for 1.5 s, and says so at once when it begins again meanwhile', () => {
  const { said, show, detector, clock } = stage();
  show(claude(answer, live()), 2_000);
  show(claude(marker), 1_000);
  expect(detector.state()).toBe('cooldown');
  show(claude(marker, live()), 800);
  expect(said.slice(2)).toEqual([
    '2120 ended end_marker 1020',
    '3000 suspected',
    '3800 started sustained_evidence',
  ]);
  show(claude(answer), 1_000);
  clock.advance(1_499);
  expect(detector.state()).toBe('cooldown');
  clock.advance(1);
  expect(detector.state()).toBe('none');
});

it('only suspects words that are not exactly the line, however long they stay', () => {
  const { said, show, detector } = stage();
  for (let tick = 0; tick < 100; tick += 1) {
    show(claude(answer, [`✻ Summarizing conversation… (${tick}s)`]), 300);
  }
  expect(said).toEqual(['2400 suspected']);
  expect(detector.explain().evidence.map(({ signal }) => signal)).toEqual(['lexical', 'burst']);
});

it('weighs that nobody asked, if it is told of requests', () => {
  const { detector, show, clock } = stage();
  detector.cause();
  show(claude(answer, ['✻ Summarizing conversation… (1s)']), 9_000);
  const signals = () => detector.explain().evidence.map(({ signal }) => signal);
  expect(signals()).toEqual(['lexical']);
  clock.advance(2_000);
  expect(signals()).toEqual(['lexical', 'uncaused']);
});

it('knows a program by its screen, and a stranger by none', () => {
  const { generic, claude: ofClaude, codex, gemini } = profiles;
  const { detector, show } = stage(generic, ofClaude, codex, gemini);
  show(['$ ls', 'a  b', '$ ']);
  expect(detector.explain().profile).toBe('generic');
  show([...answer, '  ⎿  Read 3 lines (ctrl+o to expand)', ...composer]);
  expect(detector.explain().profile).toBe('claude');
  show(['• Ran ls', '', '› Ask Codex to do anything', '', '  97% context left']);
  expect(detector.explain().profile).toBe('codex');
});

it('explains: rule, region, matched text, weight and age', () => {
  const { detector, show, clock } = stage();
  show(claude(answer, live(21)), 1_000);
  show(claude(answer, live(22)), 500);
  clock.advance(100);
  expect(detector.explain()).toEqual({
    state: 'confirmed',
    profile: 'claude',
    authority: 'screen',
    testimony: null,
    sight: 'live',
    because: '',
    confidence: 1,
    stalledMs: null,
    evidence: [
      {
        signal: 'live-line',
        name: 'claude.compacting-conversation',
        region: 'live block',
        text: '✻ Compacting conversation… (22s · ↓ 1.5k tokens)',
        weight: 0.7,
        ageMs: 1_600,
      },
      {
        signal: 'tail',
        name: 'claude.compacting-conversation',
        region: 'live block',
        text: '(22s · ↓ 1.5k tokens)',
        weight: 0.1,
        ageMs: 1_600,
      },
      {
        signal: 'moving',
        name: 'claude.compacting-conversation',
        region: 'live block',
        text: '✻ (22s · ↓ 1.5k tokens)',
        weight: 0.2,
        ageMs: 600,
      },
    ],
  });
});
