/**
 * Turns looks at the screen into evidence: a pure fold over readings and instants. It says how strong
 * the evidence is now, whether a compaction has ended, and when to be asked again without a new
 * screen. The statechart beside it decides what follows.
 *
 * @spec kernel 9.3 9.4 9.6
 */
import { endOf, type QuietMemory, quietFrom, type ScreenEnd } from './ending.ts';
import type { Profile } from './profile.ts';
import type { LiveLine, Reading } from './reading.ts';
import { type SignalName, thresholds, times, weights } from './weights.ts';

export interface Evidence {
  readonly signal: SignalName;
  /** The rule of the profile, such as `claude.compacting-conversation`. */
  readonly name: string;
  readonly region: 'live block' | 'composer' | 'screen' | 'pane';
  readonly text: string;
  readonly weight: number;
  /** Since when it is seen, in the clock's milliseconds. */
  readonly sinceMs: number;
}

export interface Sighting {
  readonly line: LiveLine;
  readonly sinceMs: number;
  readonly lastMs: number;
  /** Glyph, tail and bar changed last; null while they never did. */
  readonly movedMs: number | null;
  /** The composer is unmistakable. */
  readonly framed: boolean;
}

export interface Memory extends QuietMemory {
  readonly profile: Profile;
  readonly reading: Reading | null;
  readonly sighting: Sighting | null;
  readonly blindSinceMs: number | null;
  readonly lexicalSinceMs: number | null;
  readonly burst: { readonly sinceMs: number; readonly lastMs: number } | null;
  /** The last request of somebody else; null: nobody tells us of requests. */
  readonly causeMs: number | null;
  readonly level: Level;
}

export type Level = 'none' | 'weak' | 'strong';

export interface Weighed {
  readonly memory: Memory;
  readonly level: Level;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** The screen shows that a compaction is over, if one was. */
  readonly end: ScreenEnd | null;
  /** Nothing can be told from the screen now. */
  readonly blind: boolean;
  /** Ask again at this instant; null: nothing will change by time alone. */
  readonly againAtMs: number | null;
}

export function freshMemory(profile: Profile): Memory {
  return {
    profile,
    reading: null,
    sighting: null,
    blindSinceMs: null,
    lexicalSinceMs: null,
    burst: null,
    causeMs: null,
    level: 'none',
    before: null,
    quietSinceMs: null,
    markerSinceMs: null,
  };
}

/** A new look at the screen. */
export function look(known: Memory, reading: Reading, nowMs: number): Memory {
  // Until now the screen was as it was last seen.
  const lasted = known.reading?.sight === 'live' && known.sighting !== null;
  const memory = lasted ? { ...known, sighting: { ...known.sighting, lastMs: nowMs } } : known;
  const sighting = seen(memory, reading, nowMs);
  const { burst } = memory;
  const steady = burst !== null && nowMs - burst.lastMs <= times.burstGap.ms;
  const quiet = reading.sight === 'absent' && reading.busy === null;
  return {
    ...memory,
    ...quietFrom(memory, reading, nowMs),
    reading,
    sighting,
    blindSinceMs: reading.sight === 'unknown' ? (memory.blindSinceMs ?? nowMs) : null,
    lexicalSinceMs: reading.lexical ? (memory.lexicalSinceMs ?? nowMs) : null,
    burst: quiet ? null : { sinceMs: steady ? burst.sinceMs : nowMs, lastMs: nowMs },
  };
}

function seen(memory: Memory, { sight, live, composer }: Reading, nowMs: number): Sighting | null {
  const { sighting } = memory;
  if (sight !== 'live' || live === null) return sighting;
  const known = sighting !== null && stillThere(memory, nowMs);
  if (!known) {
    const framed = composer?.framed ?? false;
    return { line: live, sinceMs: nowMs, lastMs: nowMs, movedMs: null, framed };
  }
  const moved = drawn(sighting.line) !== drawn(live);
  return {
    line: live,
    sinceMs: sighting.sinceMs,
    lastMs: nowMs,
    movedMs: moved ? nowMs : sighting.movedMs,
    framed: composer?.framed ?? false,
  };
}

function drawn({ match, companion }: LiveLine): string {
  return `${match.glyph} ${match.text} ${companion ?? ''}`;
}

/** The line is seen, or was so lately that a redraw explains its absence. */
function stillThere({ sighting, reading, blindSinceMs }: Memory, nowMs: number): boolean {
  if (sighting === null || reading === null) return false;
  if (reading.sight === 'live') return true;
  return nowMs < goneAtMs(sighting, blindSinceMs);
}

function goneAtMs({ lastMs }: Sighting, blindSinceMs: number | null): number {
  return blindSinceMs === null ? lastMs + times.redrawGap.ms : blindSinceMs + times.blindGap.ms;
}

/** What the evidence weighs at this instant. */
export function weigh(memory: Memory, nowMs: number): Weighed {
  const evidence = evidenceOf(memory, nowMs);
  const sum = evidence.reduce((total, { weight }) => total + weight, 0);
  const confidence = Math.min(1, Math.round(sum * 100) / 100);
  const level = levelOf(memory.level, confidence, evidence);
  const end = stillThere(memory, nowMs) ? null : endOf(memory, nowMs);
  return {
    memory: { ...memory, level },
    level,
    confidence,
    evidence,
    end,
    blind: memory.reading === null || memory.reading.sight === 'unknown',
    againAtMs: nextOf(memory, nowMs),
  };
}

function levelOf(before: Level, confidence: number, evidence: readonly Evidence[]): Level {
  const structural = evidence.some(({ signal }) => weights[signal].structural);
  const kept = before === 'strong' ? thresholds.hysteresis.value : 0;
  if (structural && confidence >= thresholds.confirm.value - kept) return 'strong';
  return confidence >= thresholds.suspect.value ? 'weak' : 'none';
}

function evidenceOf(memory: Memory, nowMs: number): readonly Evidence[] {
  const found: Evidence[] = [];
  const { profile, reading, sighting, burst, causeMs, lexicalSinceMs } = memory;
  const add = (signal: SignalName, rest: Pick<Evidence, 'name' | 'region' | 'text' | 'sinceMs'>) =>
    found.push({ signal, weight: weights[signal].weight, ...rest });
  if (sighting !== null && stillThere(memory, nowMs)) {
    for (const each of lineEvidence(memory, sighting, nowMs)) add(each.signal, each);
  } else if (reading?.lexical && lexicalSinceMs !== null) {
    const { text } = reading.lexical;
    add('lexical', {
      name: `${profile.id}.words`,
      region: 'live block',
      text,
      sinceMs: lexicalSinceMs,
    });
  }
  if (found.length === 0) return found;
  if (burst && isBurst(burst, nowMs)) {
    const lasted = `changing for ${burst.lastMs - burst.sinceMs} ms`;
    add('burst', { name: 'burst', region: 'screen', text: lasted, sinceMs: burst.sinceMs });
  }
  if (causeMs !== null && nowMs - causeMs >= times.uncaused.ms) {
    const text = `no request for ${nowMs - causeMs} ms`;
    add('uncaused', { name: 'uncaused', region: 'pane', text, sinceMs: causeMs });
  }
  return found;
}

function isBurst(burst: { readonly sinceMs: number; readonly lastMs: number }, nowMs: number) {
  const { sinceMs, lastMs } = burst;
  return lastMs - sinceMs >= times.burst.ms && nowMs - lastMs <= times.burstGap.ms;
}

function lineEvidence(
  { profile }: Memory,
  { line, sinceMs, movedMs, framed }: Sighting,
  nowMs: number,
): readonly Omit<Evidence, 'weight'>[] {
  const name = `${profile.id}.${line.formId}`;
  const region = 'live block' as const;
  const { glyph, text, tail } = line.match;
  const moving = movedMs !== null && nowMs - movedMs <= times.moved.ms;
  return [
    { signal: lineSignal(profile, framed), name, region, text: `${glyph} ${text}`, sinceMs },
    ...(tail === '' ? [] : [{ signal: 'tail' as const, name, region, text: tail, sinceMs }]),
    ...(line.companion === null
      ? []
      : [{ signal: 'companion' as const, name, region, text: line.companion, sinceMs }]),
    ...(moving
      ? [{ signal: 'moving' as const, name, region, text: `${glyph} ${tail}`, sinceMs: movedMs }]
      : []),
  ];
}

function lineSignal({ known }: Profile, framed: boolean): SignalName {
  if (known) return framed ? 'live-line' : 'live-line.loose';
  return framed ? 'live-line.guessed' : 'live-line.guessed-loose';
}

/** The next instant at which something changes though the screen does not. */
function nextOf(memory: Memory, nowMs: number): number | null {
  const { sighting, burst, causeMs, blindSinceMs, quietSinceMs, markerSinceMs } = memory;
  const instants = [
    sighting === null ? null : goneAtMs(sighting, blindSinceMs),
    sighting?.movedMs == null ? null : sighting.movedMs + times.moved.ms + 1,
    burst === null ? null : burst.lastMs + times.burstGap.ms + 1,
    causeMs === null ? null : causeMs + times.uncaused.ms,
    quietSinceMs === null ? null : quietSinceMs + times.quietHold.ms,
    quietSinceMs === null ? null : quietSinceMs + times.looseQuietHold.ms,
    markerSinceMs === null ? null : markerSinceMs + times.markerHold.ms,
  ].filter((instant) => instant !== null);
  const later = instants.filter((instant) => instant > nowMs);
  return later.length === 0 ? null : Math.min(...later);
}
