/**
 * Why a signal has no figure: a code word for programs, and a clause of our own for people. What a
 * source says itself is never repeated; of a server that is refused the error code is told.
 *
 * @spec timeline phase 2
 */

const clauses = {
  'not-told': 'nothing here tells it',
  sampler: 'the sampler could not read it',
  'not-yet': 'it was asked for, and has not answered yet',
  'no-answer': 'its server does not answer as it should',
  'no-series': 'the page has no series of this name and labels',
  'several-series': 'the page has several series of this name and labels',
  'not-a-number': 'what it tells is no number',
  'no-match': 'no line of the output has matched',
  'slow-pattern': 'its pattern takes too long, and is not tried again',
  'no-command': 'its program cannot be started',
  'exit-code': 'its program failed',
  'no-end': 'its program does not end in time',
  'too-long': 'it tells more than is read',
} as const;

export type SilenceCause = keyof typeof clauses;
export const silenceCauses = Object.keys(clauses) as [SilenceCause, ...SilenceCause[]];

export interface Silence {
  readonly cause: SilenceCause;
  /** A status, an error code or a limit, as a clause. */
  readonly detail?: string;
}

export function silenceText({ cause, detail }: Silence): string {
  return `${clauses[cause]}${detail === undefined ? '' : `: ${detail}`}`;
}
