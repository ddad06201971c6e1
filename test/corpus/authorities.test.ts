/**
 * Goal: hooks, transcript and OSC outrank the screen, one of them at a time. Method: they testify
 * while real screens are shown on virtual time.
 */
import { expect, it } from 'vitest';
import { fromHook, fromOsc, fromTranscriptLine } from '../../machines/compaction/authority.ts';
import { profiles } from '../../machines/compaction/profiles.ts';
import { answer, claude, live, marker, stage, started, thinking } from './detector-stage.ts';

const hook = (name: string, source?: string) => {
  const testimony = fromHook({ hook_event_name: name, ...(source ? { source } : {}) });
  if (testimony === null) throw new Error(`Expected ${name} to be a testimony.`);
  return testimony;
};
const boundary = () => {
  const testimony = fromTranscriptLine('{"type":"system","subtype":"compact_boundary"}');
  if (testimony === null) throw new Error('Expected a boundary.');
  return testimony;
};

it('believes a hook at once, whatever the screen shows, and no screen ends it', () => {
  const { detector, said, show, clock } = stage();
  show(claude(answer), 5_000);
  detector.testify(hook('PreCompact'));
  show(claude(answer, thinking), 5_000);
  show(claude(marker), 60_000);
  expect(detector.explain()).toMatchObject({ authority: 'hook', testimony: 'PreCompact' });
  detector.testify(hook('PostCompact'));
  clock.advance(5_000);
  expect(said).toEqual(['5000 started authority_hook', '70000 ended authority_hook 65000']);
  expect(detector.explain()).toMatchObject({ state: 'none', authority: 'screen' });
});

it('does not start again from a line that a hook has ended', () => {
  const { detector, said, show } = stage();
  show(claude(answer, live()), 2_000);
  detector.testify(hook('SessionStart', 'compact'));
  show(claude(answer, live(23)), 3_000);
  show(claude(marker), 3_000);
  expect(said).toEqual([...started, '2000 ended authority_hook 900']);
  show(claude(marker, live(1)), 2_000);
  expect(said.slice(3)).toEqual(['8300 suspected', '9100 started sustained_evidence']);
});

it('tells a compaction that only the transcript witnessed', () => {
  const { detector, said, show } = stage();
  show(claude(answer), 1_000);
  detector.testify(boundary());
  expect(said).toEqual(['1000 started authority_transcript', '1000 ended authority_transcript 0']);
  expect(detector.state()).toBe('cooldown');
});

it('lets no OSC of some output end what a hook has started', () => {
  const { detector, said } = stage(profiles.generic);
  detector.testify(hook('PreCompact'));
  const ended = fromOsc('7770;compaction=ended', profiles.generic.osc);
  if (ended) detector.testify(ended);
  expect(said).toEqual(['0 started authority_hook']);
});
