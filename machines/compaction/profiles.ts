/**
 * The profiles that come with Ambush, by their id.
 */
import { type Profile, profileSchema } from './profile.ts';
import { claude } from './profiles/claude.ts';
import { codex } from './profiles/codex.ts';
import { gemini } from './profiles/gemini.ts';
import { generic } from './profiles/generic.ts';

export const profileIds = ['claude', 'codex', 'gemini', 'generic'] as const;
export type ProfileId = (typeof profileIds)[number];

export const profiles: Readonly<Record<ProfileId, Profile>> = {
  claude: profileSchema.parse(claude),
  codex: profileSchema.parse(codex),
  gemini: profileSchema.parse(gemini),
  generic: profileSchema.parse(generic),
};
