/**
 * Goal: a terminal is watched as it is written to: chunks of one moment are one look, witnesses are
 * heard, and nothing happens after the end.
 * Method: the screens of Claude Code in virtual time, in whole and in single bytes.
 */
import { describe, expect, it } from 'vitest';
import { createTerminalWatch } from '../../actors/terminal-watch.ts';
import { profiles } from '../../machines/compaction/profiles.ts';
import { createVirtualClock } from '../../runtime/host/virtual-clock.ts';

const rule = '─'.repeat(40);
const screen = (...history: readonly string[]) =>
  `\u001b[2J\u001b[H${[...history, '', rule, '❯ ', rule, '  ? for shortcuts'].join('\r\n')}`;
const compacting = screen('● Done.', '', '✻ Compacting conversation… (22s · ↓ 1.5k tokens)');

function stage() {
  const clock = createVirtualClock();
  const said: string[] = [];
  const answers: string[] = [];
  const watch = createTerminalWatch({
    clock,
    columns: 80,
    rows: 24,
    profiles: [profiles.generic, profiles.claude],
    lookMs: 50,
    onEvent: ({ type, payload }) =>
      said.push(`${clock.now()} ${type} ${'endReason' in payload ? payload.endReason : ''}`.trim()),
    onAnswer: (answer) => answers.push(answer),
  });
  return { clock, said, answers, watch };
}

describe('what is written', () => {
  it('is looked at a little later, once', () => {
    const { clock, said, watch } = stage();
    for (const byte of new TextEncoder().encode(compacting)) {
      watch.write(Uint8Array.of(byte));
    }
    expect(watch.explain().sight).toBe('unknown');
    clock.advance(49);
    expect(watch.explain().sight).toBe('unknown');
    clock.advance(1);
    expect(watch.explain().profile).toBe('claude');
    clock.advance(2_000);
    expect(said).toEqual(['350 cli.compaction.suspected', '1150 cli.compaction.started']);
    expect(watch.state()).toBe('confirmed');
  });

  it('is looked at now, when somebody wants to know now', () => {
    const { clock, said, watch } = stage();
    watch.write(compacting);
    watch.look();
    clock.advance(1_100);
    expect(said.map((line) => line.split(' ')[0])).toEqual(['300', '1100']);
  });

  it('is answered from a fixed table', () => {
    const { answers, watch } = stage();
    watch.write('\u001b[6n');
    expect(answers).toEqual(['\u001b[1;1R']);
  });
});

describe('witnesses', () => {
  it('start and end without a screen, and what says nothing is told so', () => {
    const { clock, said, watch } = stage();
    expect(watch.hook({ hook_event_name: 'Stop' })).toBe(false);
    expect(watch.hook({ hook_event_name: 'PreCompact' })).toBe(true);
    expect(watch.state()).toBe('confirmed');
    clock.advance(700_000);
    expect(watch.transcript('{"type":"user"}')).toBe(false);
    expect(watch.transcript('{"type":"system","subtype":"compact_boundary"}')).toBe(true);
    expect(said).toEqual([
      '0 cli.compaction.started',
      '700000 cli.compaction.ended authority_transcript',
    ]);
  });
});

it('a resize is a change, and after the end nothing happens', () => {
  const { clock, said, watch } = stage();
  watch.write(compacting);
  watch.resize(60, 30);
  watch.stop();
  clock.advance(10_000);
  expect(said).toEqual([]);
});
