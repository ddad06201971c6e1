/**
 * The closed loop of every axis whose dose is a rate: what was asked so far, less what was
 * measurably taken so far, is the debt to work off. Debt beyond `windupMs` worth of the rate is
 * forgiven in both directions, so a starved stressor does not burst for seconds afterwards.
 *
 * @spec timeline platform strategy
 */
export class Steering {
  private readonly windupMs: number;
  private lastMs: number;
  private lastRate: number;
  private asked = 0;

  /** `rate` is in units a millisecond; it is taken as linear between two calls. */
  constructor(startMs: number, rate: number, windupMs: number) {
    this.lastMs = startMs;
    this.lastRate = rate;
    this.windupMs = windupMs;
  }

  /** The debt in units, given the total taken since the start; negative when ahead. */
  debt(nowMs: number, rate: number, taken: number): number {
    const elapsed = Math.max(0, nowMs - this.lastMs);
    this.asked += ((this.lastRate + rate) / 2) * elapsed;
    this.lastMs = Math.max(this.lastMs, nowMs);
    this.lastRate = rate;
    const most = rate * this.windupMs;
    const debt = Math.min(most, Math.max(-most, this.asked - taken));
    this.asked = taken + debt;
    return debt;
  }
}
