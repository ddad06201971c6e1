/**
 * `ambush detect FILE`: plays a recording through the compaction detector in virtual time, and prints
 * its events, one JSON object a line.
 *
 * @spec kernel 9 9.7
 */
import type { CompactionEvent, Explanation } from '../../actors/detector.actor.ts';
import { type WatchOptions, watchRecording } from '../../actors/recording-watch.ts';
import type { Profile } from '../../machines/compaction/profile.ts';
import { type ProfileId, profileIds, profiles } from '../../machines/compaction/profiles.ts';
import { type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import { didYouMean } from '../../machines/timeline/suggest.ts';
import { type Recording, readRecording } from '../../runtime/formats/cast.ts';
import { profileMaxBytes, readProfile } from '../../runtime/formats/profile-file.ts';
import { readSource } from '../../runtime/formats/source-file.ts';
import { listProblems } from '../complaint.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Io, stdinBytesMax } from '../io.ts';

export interface DetectOptions {
  readonly file: string;
  /** One of the profiles that come with Ambush; without it the screen tells. */
  readonly cli?: string;
  /** File of a profile of the user's own. */
  readonly profile?: string;
  readonly cols?: number;
  readonly rows?: number;
  readonly json: boolean;
  readonly explain: boolean;
}

/** A day of a busy terminal. */
const recordingMaxBytes = 256 * 1024 * 1024;

/** Returns the exit status: 0, or 2 with the problems on standard output. */
export async function runDetect(options: DetectOptions, io: Io): Promise<number> {
  const recording = await recordingOf(options, io);
  const chosen = await profilesOf(options, io);
  if (!recording.ok || !chosen.ok) {
    const found = [recording, chosen].flatMap((result) => (result.ok ? [] : result.problems));
    return listProblems(found, options.json, io);
  }
  const print = (line: Readonly<Record<string, unknown>>) =>
    io.stdout.write(`${JSON.stringify(line)}\n`);
  const watch: WatchOptions = {
    profiles: chosen.value,
    ...(options.cols === undefined ? {} : { columns: options.cols }),
    ...(options.rows === undefined ? {} : { rows: options.rows }),
    onEvent: (atMs, event, explain) =>
      print(options.explain ? { ...shown(atMs, event), why: why(explain()) } : shown(atMs, event)),
  };
  const { endedMs, explanation } = watchRecording(recording.value, watch);
  if (options.explain) print({ at_ms: endedMs, type: 'explain', why: why(explanation) });
  return exitCodes.pass;
}

function shown(atMs: number, { type, payload }: CompactionEvent) {
  return { at_ms: atMs, type, payload };
}

function why(explanation: Explanation) {
  const { evidence, stalledMs, ...rest } = explanation;
  return {
    ...rest,
    stalled_ms: stalledMs,
    evidence: evidence.map(({ name, ageMs, ...each }) => ({ rule: name, ...each, age_ms: ageMs })),
  };
}

async function recordingOf({ file }: DetectOptions, io: Io): Promise<Result<Recording>> {
  const source = await readSource(file, io, { noun: 'recording', maxBytes: recordingMaxBytes });
  if (!source.ok) return source;
  const most = file === '-' ? stdinBytesMax : recordingMaxBytes;
  if (source.value.bytes.length <= most) return readRecording(source.value);
  const message = `Expected at most ${most / 1024 / 1024} MiB, got more.`;
  const hint = file === '-' ? 'Try a file instead of standard input.' : 'Try a part of it.';
  return refuse([{ code: 'FILE_TOO_LARGE', message, where: { file }, hint }]);
}

/** The first profile reads what no other recognises. */
async function profilesOf(
  { cli, profile }: DetectOptions,
  io: Io,
): Promise<Result<readonly [Profile, ...Profile[]]>> {
  if (profile !== undefined) {
    const wanted = { noun: 'profile', maxBytes: profileMaxBytes };
    const source = await readSource(profile, io, wanted);
    if (!source.ok) return source;
    const read = readProfile(source.value);
    return read.ok ? succeed([read.value]) : read;
  }
  if (cli === undefined) {
    const { generic, claude, codex, gemini } = profiles;
    return succeed([generic, claude, codex, gemini]);
  }
  if (isProfileId(cli)) return succeed([profiles[cli]]);
  const message = `Expected a CLI (${profileIds.join(', ')}), got ${JSON.stringify(cli)}.`;
  const hint = didYouMean(cli, profileIds) ?? 'Try --profile FILE with one of your own.';
  return refuse([{ code: 'UNKNOWN_CLI', message, where: { path: '--cli' }, hint }]);
}

function isProfileId(text: string): text is ProfileId {
  return profileIds.some((id) => id === text);
}
