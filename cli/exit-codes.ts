/**
 * What the exit status of `ambush` says.
 *
 * @spec timeline execution semantics
 */
export const exitCodes = {
  pass: 0,
  weakness: 1,
  invalidInput: 2,
  inconclusive: 3,
  internalError: 4,
  aborted: 5,
  notRestored: 6,
  interrupted: 130,
  terminated: 143,
} as const;

/** The three answers of a run, and how it was ended. */
export interface RunEnd {
  readonly status: 'completed' | 'aborted' | 'interrupted' | 'errored';
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly cleanup: 'clean' | 'leftovers';
  /** Status of the signal that interrupted it, if one did. */
  readonly signalStatus: number | null;
  /** The caller wants the report only: a run that finished counts as a success. */
  readonly exitZero: boolean;
}

/** What concerns the host comes before what concerns the run, and that before the verdict. */
export function exitCodeOf({ status, verdict, cleanup, signalStatus, exitZero }: RunEnd): number {
  if (cleanup === 'leftovers') return exitCodes.notRestored;
  if (status === 'errored') return exitCodes.internalError;
  if (status === 'interrupted') return signalStatus ?? exitCodes.interrupted;
  if (status === 'aborted') return exitCodes.aborted;
  if (exitZero || verdict === 'pass') return exitCodes.pass;
  return verdict === 'fail' ? exitCodes.weakness : exitCodes.inconclusive;
}
