/**
 * Goal: the target is paused for the asked share and always left continued.
 * Method: a victim process is looked at from outside by its state, and how the event ends is
 * varied: by itself, by stop, by the death of the parent's end of the pipe.
 */
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canLook, nowMs, Stressor, stateOf, wait } from './rig.ts';

describe.runIf(canLook)('pauses (needs /proc)', () => {
  let stressor: Stressor;
  let victim: ReturnType<typeof spawn>;
  beforeEach(async () => {
    stressor = new Stressor();
    victim = spawn(process.execPath, ['-e', 'setInterval(() => {}, 5)'], { stdio: 'ignore' });
    await stressor.hear('ready');
  });
  afterEach(async () => {
    victim.kill('SIGKILL');
    await stressor.close();
  });
  const pid = (): number => victim.pid ?? 0;

  /** Share of looks that found the victim stopped. */
  async function stoppedShare(lengthMs: number): Promise<number> {
    const until = nowMs() + lengthMs;
    let [stopped, looks] = [0, 0];
    for (; nowMs() < until; looks += 1) {
      if (stateOf(pid()) === 'T') stopped += 1;
      await wait(4);
    }
    return stopped / looks;
  }

  test('more intensity is more pause, and at the end it runs', async () => {
    const shares: number[] = [];
    for (const dose of [15, 60]) {
      stressor.arm({ axis: 'time', dose, lengthMs: 1100, pids: [pid()] });
      await stressor.hear('started');
      shares.push(await stoppedShare(900));
      const { dose: account } = await stressor.hear('ended');
      expect(Math.abs(account.delivered - dose)).toBeLessThan(dose / 2);
      expect(stateOf(pid())).not.toBe('T');
    }
    expect(shares[1]).toBeGreaterThan((shares[0] ?? 1) * 1.5);
  });

  test.each([
    ['stop', () => stressor.send({ do: 'stop' })],
    ['SIGTERM', () => stressor.child.kill('SIGTERM')],
    ['the end of its input', () => stressor.child.stdin.end()],
    ['another target', () => stressor.send({ do: 'retarget', targetPids: [] })],
  ])('after %s in the middle of a pause it runs again', async (_name, deed) => {
    stressor.arm({ axis: 'time', dose: 90, lengthMs: 10_000, pids: [pid()] });
    await stressor.hear('started');
    while (stateOf(pid()) !== 'T') await wait(2);
    deed();
    await wait(300);
    for (let look = 0; look < 40; look += 1) {
      expect(stateOf(pid())).not.toBe('T');
      await wait(5);
    }
  });

  test('without a process to pause it says so, and delivers nothing', async () => {
    stressor.arm({ axis: 'time', dose: 50, lengthMs: 500, pids: [] });
    // That it began late on a busy machine may be said first; `hear` gives up when nothing more comes.
    let reason = '';
    while (!reason.includes('no process')) reason = (await stressor.hear('limited')).reason;
    expect((await stressor.hear('ended')).dose.delivered).toBe(0);
  });
});
