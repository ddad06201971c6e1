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
