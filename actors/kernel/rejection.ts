/**
 * What a stranger's function gave back may be a promise, and fail later: nobody else would hear.
 *
 * @spec kernel 6
 */

/** Tells when what was given back is a promise that is rejected; anything else is nothing. */
export function whenRejected(answer: unknown, tell: (error: unknown) => void): void {
  if (typeof answer !== 'object' || answer === null || !('then' in answer)) return;
  Promise.resolve(answer).catch(tell);
}
