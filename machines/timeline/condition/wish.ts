/**
 * What an event waits for: expressions over signals, what became of other events, and both
 * together; and the chains that lead to it.
 *
 * @spec timeline phase 2
 */

/** How stress ended for the program. */
export const stressOutcomes = ['survived', 'crash', 'exit', 'hang'] as const;
export type StressOutcome = (typeof stressOutcomes)[number];
/** How an input ended: whether it was seen to be taken, and if not, what became of it. */
export const inputOutcomes = ['verified', 'failed', 'dropped', 'outcome_unknown'] as const;
export type InputOutcome = (typeof inputOutcomes)[number];
export const outcomes = [...stressOutcomes, ...inputOutcomes, 'any'] as const;
export type WantedOutcome = (typeof outcomes)[number];
/** How an event ended. An event that was never played ends as `none`. */
export type KnownOutcome = Exclude<WantedOutcome, 'any'> | 'none';

export type Wish = { readonly holdMs: number } & (
  | { readonly is: 'holds'; readonly text: string }
  | { readonly is: 'ended'; readonly eventId: string; readonly outcome: WantedOutcome }
  | { readonly is: 'all' | 'any'; readonly of: readonly Wish[] }
);

/** Ends that must all have come. */
export interface Link {
  readonly from: readonly { readonly eventId: string; readonly outcome: WantedOutcome }[];
}

export interface StartWish {
  /** Offset before which nothing is looked at: the `at` of the file. */
  readonly fromMs: number;
  /** Null: only chains lead here. */
  readonly when: Wish | null;
  /** Any of these; none where no chain leads here. */
  readonly after: readonly Link[];
  /** Offset after which it is given up; null for the end of the run. */
  readonly byMs: number | null;
}

/** As people write it; of alternatives only those that count, where somebody says which do. */
export function wishText(wish: Wish, counts: (part: Wish) => boolean = () => true): string {
  const hold = wish.holdMs > 0 ? ` for ${wish.holdMs / 1_000}s` : '';
  switch (wish.is) {
    case 'holds':
      return `${wish.text}${hold}`;
    case 'ended':
      return `${endText(wish)}${hold}`;
    case 'all':
    case 'any': {
      const joint = wish.is === 'all' ? ' and ' : ' or ';
      const of = wish.is === 'all' ? wish.of : wish.of.filter(counts);
      const text = of.map((one) => partText(wishText(one, counts), of.length)).join(joint);
      return hold === '' || of.length === 1 ? `${text}${hold}` : `(${text})${hold}`;
    }
  }
}

/** In brackets where it could not be told what belongs together. */
function partText(text: string, siblings: number): string {
  const isPlain = !/ (?:and|or|for) |&&|\|\||\?/.test(text);
  return isPlain || siblings === 1 ? text : `(${text})`;
}

export function linkText({ from }: Link): string {
  return from.map((one) => endText(one)).join(' and ');
}

export function endText(end: {
  readonly eventId: string;
  readonly outcome: WantedOutcome;
}): string {
  return `${end.eventId}[${end.outcome}]`;
}

/** Every expression in it. */
export function textsOf(wish: Wish): readonly string[] {
  if (wish.is === 'holds') return [wish.text];
  return wish.is === 'ended' ? [] : wish.of.flatMap(textsOf);
}

/** Every event whose end it waits for. */
export function causesOf(wish: Wish): readonly string[] {
  if (wish.is === 'ended') return [wish.eventId];
  return wish.is === 'holds' ? [] : wish.of.flatMap(causesOf);
}
