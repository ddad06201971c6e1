/**
 * A user's own detector profile: a JSON file, every problem of which is told with its path.
 *
 * @spec kernel 9.3
 */
import { type Profile, profileSchema } from '../../machines/compaction/profile.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import type { Source } from './source-file.ts';

/** The profiles that come with Ambush have 2 to 10 KB. */
export const profileMaxBytes = 256 * 1024;

export function readProfile({ name, bytes }: Source): Result<Profile> {
  const where = { file: name };
  if (bytes.length > profileMaxBytes) {
    return refuse([
      {
        code: 'FILE_TOO_LARGE',
        message: `Expected a profile of at most ${profileMaxBytes / 1024} KiB, got a larger file.`,
        where,
        hint: 'Try a profile with fewer rules.',
      },
    ]);
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return refuse([
      {
        code: 'PROFILE_NOT_JSON',
        message: `Expected a profile as JSON; ${said}.`,
        where,
        hint: 'Try a file that a JSON parser reads: UTF-8, without comments or trailing commas.',
      },
    ]);
  }
  const parsed = profileSchema.safeParse(value);
  if (parsed.success) return succeed(parsed.data);
  return refuse(
    parsed.error.issues.map(
      ({ path, message }): Problem => ({
        code: 'PROFILE_SHAPE',
        message: `${message}.`.replace(/\.\.$/, '.'),
        where: { ...where, path: path.map(String).join('.') },
        hint: 'Try the shape of the profiles that come with Ambush.',
      }),
    ),
  );
}
