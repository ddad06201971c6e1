/**
 * Witnesses that outrank the screen: hooks of the program, lines of its transcript, OSC sequences.
 * A pane has one authority at a time: while one of a higher rank holds the word, those below it
 * neither start nor end anything.
 *
 * @spec kernel 9.3
 */
import { z } from 'zod';

export type Authority = 'hook' | 'transcript' | 'osc';
export type Holder = Authority | 'screen';

export interface Testimony {
  readonly authority: Authority;
  readonly said: 'started' | 'ended';
  /** The words themselves, for `explain`. */
  readonly words: string;
}

/** Hooks and transcript come from the program alone; anything that prints can write an OSC. */
const ranks: Readonly<Record<Holder, number>> = { screen: 0, osc: 1, transcript: 2, hook: 2 };

export function outranks(holder: Holder, other: Holder): boolean {
  return ranks[holder] > ranks[other];
}

const hookSchema = z.object({
  hook_event_name: z.string().max(64),
  source: z.string().max(64).optional(),
});

/** What a hook's JSON says: `PreCompact`, `PostCompact`, or a session that starts after one. */
export function fromHook(input: unknown): Testimony | null {
  const parsed = hookSchema.safeParse(input);
  if (!parsed.success) return null;
  const { hook_event_name: name, source } = parsed.data;
  if (name === 'PreCompact') return { authority: 'hook', said: 'started', words: name };
  if (name === 'PostCompact') return { authority: 'hook', said: 'ended', words: name };
  if (name === 'SessionStart' && source === 'compact') {
    return { authority: 'hook', said: 'ended', words: 'SessionStart compact' };
  }
  return null;
}

/** Longer lines of a transcript are messages; the boundary is short. */
const lineMax = 64 * 1024;
const boundarySchema = z.object({
  type: z.literal('system'),
  subtype: z.literal('compact_boundary'),
});

/** A line of the transcript: the boundary is written when the compaction is done. */
export function fromTranscriptLine(line: string): Testimony | null {
  if (line.length > lineMax || !line.includes('compact_boundary')) return null;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!boundarySchema.safeParse(value).success) return null;
  return { authority: 'transcript', said: 'ended', words: 'compact_boundary' };
}

export interface OscWords {
  readonly code: number;
  readonly started: string;
  readonly ended: string;
}

/** `payload` is what stands between `ESC ]` and its end, such as `7770;compaction=started`. */
export function fromOsc(payload: string, words: OscWords | undefined): Testimony | null {
  if (words === undefined) return null;
  const said = (['started', 'ended'] as const).find(
    (each) => payload === `${words.code};${words[each]}`,
  );
  return said === undefined ? null : { authority: 'osc', said, words: payload };
}
