/**
 * Goal: a scripted target does what its script says, one script per life.
 * Method: scripts on the simulated host, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import type { WaitStatus } from '../../../runtime/host/host.ts';
import { createSimulatedHost } from '../../../runtime/host/simulated-host.ts';
import { scriptedTarget, type TargetScript } from '../../../runtime/host/simulated-program.ts';

const spec = {
  command: 'target',
  args: [],
  env: {},
  nice: 0,
  role: 'target',
} as const;

async function live(lives: number, ...scripts: readonly TargetScript[]) {
  const host = createSimulatedHost({ seed: 1, programs: { target: scriptedTarget(...scripts) } });
  const ends: (WaitStatus | null)[] = [];
  const texts: string[] = [];
  for (let life = 0; life < lives; life += 1) {
    const spawned = host.processes.spawn(spec);
    await host.clock.run(20);
    const child = await spawned;
    if ('error' in child) throw new Error(child.error);
    let end: WaitStatus | null = null;
    child.onExit((status) => {
      end = status;
    });
    child.onOutput((chunk) => texts.push(host.decode(chunk)));
    await host.clock.run(10_000);
    ends.push(end);
  }
  return { host, ends, texts };
}

describe('a scripted target', () => {
  it('lives on without a script', async () => {
    expect((await live(1)).ends).toEqual([null]);
  });

  it('crashes, exits and prints at its times, one script per life, the last repeated', async () => {
    const { ends, texts } = await live(
      3,
      { crashAtMs: 100, output: [{ atMs: 50, text: 'hello' }] },
      { exit: { atMs: 200, code: 3 } },
    );
    expect(ends).toEqual([
      { kind: 'signalled', signal: 'SIGSEGV' },
      { kind: 'exited', code: 3 },
      { kind: 'exited', code: 3 },
    ]);
    expect(texts).toEqual(['hello']);
  });

  it('answers its probe only while its script says so', async () => {
    const programs = { target: scriptedTarget({ readyAtMs: 100, hangsAtMs: 300 }) };
    const host = createSimulatedHost({ seed: 1, programs });
    host.processes.spawn(spec);
    const answers: boolean[] = [];
    for (let at = 0; at < 5; at += 1) {
      await host.clock.run(90);
      answers.push(host.processes.anyAnswers());
    }
    expect(answers).toEqual([false, true, true, false, false]);
  });
});
