/**
 * Goal: whoever of head, daemon and guardian is killed at whatever moment, a second later nothing
 * of the run is left; a head that outlives its hands says so in a report and ends with status 4;
 * the log is readable; and the next start is clean. Method: a share of the 100 kills of
 * `npm run kills`, at moments of their own.
 *
 * @spec reliability orphans
 */
import { expect, it } from 'vitest';
import { killInHost } from '../../kills/host-trial.ts';
import { inBatches, planKills } from '../../kills/plan.ts';
import { kill, startAgain } from '../../kills/trial.ts';

const seed = 4;

it.runIf(process.platform === 'linux')(
  'nothing is left of a run, whoever is killed',
  { timeout: 90_000 },
  async () => {
    const trials = await inBatches(planKills('run', seed, 12), kill);
    expect(trials.filter(({ faults }) => faults.length > 0)).toEqual([]);
    // The trials would prove nothing if no run had come to its stress, or all had.
    const stressed = trials.filter(({ reached }) => reached.includes('clip.started'));
    expect(stressed.length).toBeGreaterThan(0);
    expect(stressed.length).toBeLessThan(trials.length);
    expect(startAgain()).toEqual({ status: 0, err: '' });
  },
);

it.runIf(process.platform === 'linux')(
  'nothing is left of the hands of a host, whoever is killed, and the next one starts',
  { timeout: 90_000 },
  async () => {
    const trials = await inBatches(planKills('host', seed, 6), killInHost);
    expect(trials.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(trials.some(({ reached }) => reached.includes('pane opened'))).toBe(true);
  },
);
