/**
 * Goal: only the exact words of a witness are a testimony. Method: true ones, near misses and hostile
 * lines.
 */
import { expect, it } from 'vitest';
import {
  fromHook,
  fromOsc,
  fromTranscriptLine,
  outranks,
} from '../../../machines/compaction/authority.ts';

it.each([
  [{ hook_event_name: 'PreCompact', trigger: 'auto' }, 'started'],
  [{ hook_event_name: 'PostCompact' }, 'ended'],
  [{ hook_event_name: 'SessionStart', source: 'compact' }, 'ended'],
  [{ hook_event_name: 'SessionStart', source: 'startup' }, undefined],
  [{ hook_event_name: 'Stop' }, undefined],
  ['PreCompact', undefined],
  [null, undefined],
])('hears %j', (input, said) => {
  expect(fromHook(input)?.said).toBe(said);
});

it.each([
  ['{"type":"system","subtype":"compact_boundary","compactMetadata":{"trigger":"auto"}}', 'ended'],
  ['{"type":"user","message":{"content":"compact_boundary"}}', undefined],
  ['{"type":"system","subtype":"compact_boundary"', undefined],
  [`{"type":"system","subtype":"compact_boundary","x":"${'x'.repeat(70_000)}"}`, undefined],
])('reads a line of the transcript', (line, said) => {
  expect(fromTranscriptLine(line)?.said).toBe(said);
});

it('hears an OSC only in the words of the profile', () => {
  const words = { code: 7770, started: 'on', ended: 'off' };
  expect(fromOsc('7770;on', words)?.said).toBe('started');
  expect(fromOsc('7770;off', words)?.said).toBe('ended');
  expect(fromOsc('7770;on;', words)).toBeNull();
  expect(fromOsc('0;on', words)).toBeNull();
  expect(fromOsc('7770;on', undefined)).toBeNull();
});

it('ranks hook and transcript above OSC, and all above the screen', () => {
  expect(outranks('hook', 'osc')).toBe(true);
  expect(outranks('transcript', 'hook')).toBe(false);
  expect(outranks('hook', 'transcript')).toBe(false);
  expect(outranks('osc', 'screen')).toBe(true);
  expect(outranks('screen', 'osc')).toBe(false);
});
