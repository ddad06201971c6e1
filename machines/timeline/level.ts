/**
 * How hard an event is, as one point of the axis's scale: a named level or a share.
 *
 * @spec timeline terminology
 */

export const levels = ['light', 'medium', 'heavy', 'extreme'] as const;
export type Level = (typeof levels)[number];

/** A share of the axis's full scale, in percent: more than 0, at most 100. */
export interface Percent {
  readonly percent: number;
}
