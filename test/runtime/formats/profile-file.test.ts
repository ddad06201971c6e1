/**
 * Goal: a profile of a user's own is read, or refused with every problem in its place. Method: a
 * small one, and broken ones.
 */
import { expect, it } from 'vitest';
import { profileMaxBytes, readProfile } from '../../../runtime/formats/profile-file.ts';

const small = {
  id: 'mine',
  title: 'My program',
  signs: [],
  composer: { frames: ['box'], prompts: '>', footerIndentMin: 1 },
  live: [{ id: 'tidying', columns: [0, 0], glyphs: '~', phrase: 'Tidying up' }],
  busy: { columns: [0, 0], glyphs: '~', has: ['…'] },
  ends: [],
};
const read = (text: string) =>
  readProfile({ name: 'mine.json', bytes: new TextEncoder().encode(text) });

it('reads a profile', () => {
  expect(read(JSON.stringify(small))).toMatchObject({ ok: true, value: { id: 'mine' } });
});

it('tells every problem with its path', () => {
  const wrong = { ...small, id: '', live: [{ ...small.live[0], columns: [2, 1] }] };
  const result = read(JSON.stringify(wrong));
  expect(result.ok ? [] : result.problems.map(({ where }) => where)).toEqual([
    { file: 'mine.json', path: 'id' },
    { file: 'mine.json', path: 'live.0.columns' },
  ]);
});

it.each([
  ['{', 'PROFILE_NOT_JSON'],
  [' '.repeat(profileMaxBytes + 1), 'FILE_TOO_LARGE'],
])('refuses what is none', (text, code) => {
  expect(read(text)).toMatchObject({ ok: false, problems: [{ code, hint: expect.any(String) }] });
});
