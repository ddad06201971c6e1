/**
 * Goal: a profile of a user's own is checked whole. Method: the smallest profile, and each of its
 * values wrong in turn.
 */
import { expect, it } from 'vitest';
import { type ProfileSource, profileSchema } from '../../../machines/compaction/profile.ts';

const small: ProfileSource = {
  id: 'mine',
  title: 'My program',
  signs: [],
  composer: { frames: ['box'], prompts: '>', footerIndentMin: 1 },
  live: [{ id: 'tidying', columns: [0, 0], glyphs: '~', phrase: 'Tidying up' }],
  busy: { columns: [0, 0], glyphs: '~', has: ['…'] },
  ends: [],
};

it('fills in what may be left out', () => {
  const profile = profileSchema.parse(small);
  expect(profile.known).toBe(true);
  expect(profile.live[0]).toMatchObject({ rest: 'tail', sharedGlyphs: '', tailWhenShared: false });
  expect(profile.between).toEqual([]);
});

it.each([
  ['an id with spaces', { id: 'my own' }],
  ['no live line', { live: [] }],
  ['an unknown key', { pattern: '.*' }],
  ['columns that go back', { live: [{ ...small.live[0], columns: [3, 1] }] }],
  ['an unknown frame', { composer: { ...small.composer, frames: ['circle'] } }],
  ['a text that is too long', { title: 'x'.repeat(201) }],
])('refuses %s', (_, change) => {
  expect(profileSchema.safeParse({ ...small, ...change }).success).toBe(false);
});
