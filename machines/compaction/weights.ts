/**
 * What every kind of evidence weighs, and from where on it counts: one table each, with the reasons.
 * Weights add up, to at most 1. What is not structural can never reach the confirmation threshold,
 * neither by this table (0.65 in all) nor by the weigher's own rule.
 *
 * @spec kernel 9.3 9.4
 */

export interface Weight {
  readonly weight: number;
  /** Structural evidence is a line in its exact place; only with it may a sum confirm. */
  readonly structural: boolean;
  readonly reason: string;
}

export const weights = {
  'live-line': {
    weight: 0.7,
    structural: true,
    reason: 'High: exact column, glyph and phrase, right above a composer that is unmistakable.',
  },
  'live-line.loose': {
    weight: 0.6,
    structural: true,
    reason: 'The same above a bare prompt, such as shells have: it takes one more sign.',
  },
  'live-line.guessed': {
    weight: 0.6,
    structural: true,
    reason: 'The same for a program that nobody described: its phrases are a guess.',
  },
  'live-line.guessed-loose': {
    weight: 0.4,
    structural: true,
    reason: 'Guessed, and above a bare prompt.',
  },
  tail: {
    weight: 0.1,
    structural: true,
    reason: 'A clock or a key in brackets: quotations seldom end with one.',
  },
  companion: {
    weight: 0.1,
    structural: true,
    reason: 'A bar or its own words below the line.',
  },
  moving: {
    weight: 0.2,
    structural: true,
    reason: 'Glyph, clock or bar changed lately: what was printed once cannot move.',
  },
  lexical: {
    weight: 0.3,
    structural: false,
    reason: 'Medium: words of compaction in a line of work that is not the exact one.',
  },
  burst: {
    weight: 0.2,
    structural: false,
    reason: 'Medium: the screen keeps changing and no quiet composer came back.',
  },
  uncaused: {
    weight: 0.15,
    structural: false,
    reason: 'Medium: nobody had asked the program for anything lately.',
  },
} as const satisfies Readonly<Record<string, Weight>>;

export type SignalName = keyof typeof weights;

export const thresholds = {
  suspect: { value: 0.5, reason: 'Words alone (0.3) are less; words and one more sign reach it.' },
  confirm: {
    value: 0.7,
    reason: 'An exact line in its place reaches it; all the rest together not.',
  },
  /** Evidence that once confirmed may fall by so much before it counts as weak. */
  hysteresis: { value: 0.1, reason: 'A clock that is redrawn must not make the verdict flap.' },
} as const;

/** Times in milliseconds; those of section 9.4 are in the machine. */
export const times = {
  redrawGap: {
    ms: 40,
    reason: 'A line that is erased and written again within two frames was never gone.',
  },
  blindGap: {
    ms: 250,
    reason: 'Nothing to be seen for so long is a redraw; longer, and a suspicion weakens.',
  },
  markerHold: { ms: 120, reason: 'The end marker stands, and the line did not come back.' },
  quietHold: {
    ms: 1_000,
    reason: 'The composer is quiet so long: programs pause between two kinds of work.',
  },
  looseQuietHold: { ms: 3_000, reason: 'A bare prompt must be quiet for longer.' },
  moved: { ms: 3_000, reason: 'Clocks tick once a second; three missed ticks are a standstill.' },
  burst: { ms: 2_000, reason: 'Output must last so long to be a burst.' },
  burstGap: { ms: 1_000, reason: 'A pause this long ends a burst.' },
  uncaused: { ms: 10_000, reason: 'A request explains what happens in the ten seconds after it.' },
  repeat: { ms: 10_000, reason: 'The window in which suspicions of an exact line are counted.' },
  stall: { ms: 30_000, reason: 'No movement for so long is told as a stall; it opens nothing.' },
} as const;

/** So many suspicions of an exact line within the window confirm. */
export const repeatedHits = 3;
