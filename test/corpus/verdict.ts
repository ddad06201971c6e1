/**
 * What the detector says of a drawn screen: each event with its instant.
 */
import { watchRecording } from '../../actors/recording-watch.ts';
import type { Profile } from '../../machines/compaction/profile.ts';
import { profiles } from '../../machines/compaction/profiles.ts';
import type { RecordedEvent } from '../../runtime/formats/cast.ts';

export interface Frame {
  readonly atMs: number;
  readonly chunks: readonly (Uint8Array | string)[];
}

/** Nobody says whose screen it is. */
export const everyProfile = [
  profiles.generic,
  profiles.claude,
  profiles.codex,
  profiles.gemini,
] as const;

export function verdictOf(
  frames: readonly Frame[],
  size: { readonly columns: number; readonly rows: number },
  chosen: readonly [Profile, ...Profile[]],
): readonly string[] {
  const events = frames.flatMap(({ atMs, chunks }) =>
    chunks.map((data): RecordedEvent => ({ atMs, type: 'output', data })),
  );
  const said: string[] = [];
  watchRecording(
    { size, events },
    {
      profiles: chosen,
      onEvent(atMs, { type, payload }) {
        const end = 'endReason' in payload ? ` ${payload.endReason} ${payload.durationMs}` : '';
        said.push(`${atMs} ${type.replace('cli.compaction.', '')}${end}`);
      },
    },
  );
  return said;
}
