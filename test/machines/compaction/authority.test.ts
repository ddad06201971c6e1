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
  [{ hook_event_name: 'PreCompact', trigger: 'auto' }, 'started', 'PreCompact'],
  [{ hook_event_name: 'PostCompact' }, 'ended', 'PostCompact'],
  [{ hook_event_name: 'SessionStart', source: 'compact' }, 'ended', 'SessionStart compact'],
])('hears the hook %j', (input, said, words) => {
  expect(fromHook(input)).toEqual({ authority: 'hook', said, words });
});

it.each([
  { hook_event_name: 'SessionStart', source: 'startup' },
  { hook_event_name: 'SessionStart' },
  { hook_event_name: 'Stop' },
  { hook_event_name: 'Stop', source: 'compact' },
  { hook_event_name: 'PreCompact', source: 'x'.repeat(65) },
  'PreCompact',
  null,
])('does not hear %j', (input) => {
  expect(fromHook(input)).toBeNull();
});

/** A line of exactly so many characters. */
function boundaryOf(length: number): string {
  const [head, tail] = ['{"type":"system","subtype":"compact_boundary","x":"', '"}'];
  return `${head}${'x'.repeat(length - head.length - tail.length)}${tail}`;
}

it.each([
  '{"type":"system","subtype":"compact_boundary","compactMetadata":{"trigger":"auto"}}',
  boundaryOf(64 * 1024),
])('reads the boundary in a line of the transcript', (line) => {
  const testimony = { authority: 'transcript', said: 'ended', words: 'compact_boundary' };
  expect(fromTranscriptLine(line)).toEqual(testimony);
});

it.each([
  '{"type":"user","message":{"content":"compact_boundary"}}',
  '{"type":"user","subtype":"compact_boundary"}',
  '{"type":"system","subtype":"compact_boundary"',
  'compact_boundary',
  boundaryOf(64 * 1024 + 1),
])('reads no boundary in another line', (line) => {
  expect(fromTranscriptLine(line)).toBeNull();
});

it('hears an OSC only in the words of the profile', () => {
  const words = { code: 7770, started: 'on', ended: 'off' };
  const hears = (payload: string) => fromOsc(payload, words);
  expect(hears('7770;on')).toEqual({ authority: 'osc', said: 'started', words: '7770;on' });
  expect(hears('7770;off')).toEqual({ authority: 'osc', said: 'ended', words: '7770;off' });
  expect(hears('7770;on;')).toBeNull();
  expect(hears('0;on')).toBeNull();
  expect(fromOsc('7770;on', undefined)).toBeNull();
});

it('ranks hook and transcript above OSC, and all above the screen', () => {
  expect(outranks('hook', 'osc')).toBe(true);
  expect(outranks('transcript', 'hook')).toBe(false);
  expect(outranks('hook', 'transcript')).toBe(false);
  expect(outranks('osc', 'screen')).toBe(true);
  expect(outranks('screen', 'osc')).toBe(false);
});
