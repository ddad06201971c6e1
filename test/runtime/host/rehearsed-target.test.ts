/**
 * Goal: fates befall whoever lives then, at their offset from the origin, and no one else.
 * Method: a simulated host on which lives are started by hand; what becomes of each is written down.
 */
import { describe, expect, it } from 'vitest';
import { type Fate, rehearsedTarget } from '../../../runtime/host/rehearsed-target.ts';
import { createSimulatedHost } from '../../../runtime/host/simulated-host.ts';

function stage(fates: readonly Fate[], greeting?: string) {
  const target = rehearsedTarget(fates, greeting);
  const host = createSimulatedHost({ seed: 1, programs: {}, target: target.program });
  const ends: [life: number, atMs: number, how: unknown][] = [];
  let lives = 0;
  let printed = '';
  async function live(): Promise<void> {
    lives += 1;
    const life = lives;
    const spec = { command: 'whatever', args: [], env: {}, role: 'target', nice: 0 } as const;
    const child = host.processes.spawn(spec);
    await host.clock.run(20);
    const made = await child;
    if ('error' in made) throw new Error(made.error);
    made.onOutput((chunk) => {
      printed += new TextDecoder().decode(chunk);
    });
    made.onExit((status) => ends.push([life, host.clock.now(), status]));
  }
  return { target, host, ends, live, printed: () => printed };
}

describe('a fate', () => {
  it('befalls the life that there is then', async () => {
    const { target, host, ends, live } = stage([
      { kind: 'crash', atMs: 1_000, signal: 'SIGBUS' },
      { kind: 'exit', atMs: 3_000, code: 4 },
      { kind: 'crash', atMs: 4_000, signal: 'SIGBUS' },
    ]);
    await live();
    target.begin(host, 480);
    await host.clock.run(2_000);
    await live();
    await host.clock.run(3_000);
    expect(ends).toEqual([
      [1, 1_500, { kind: 'signalled', signal: 'SIGBUS' }],
      [2, 3_500, { kind: 'exited', code: 4 }],
    ]);
    expect(target.unmet()).toMatchObject([{ atMs: 4_000 }]);
  });

  it('of silence goes on in the next life, and ends when it is told to', async () => {
    const { target, host, live } = stage([{ kind: 'hang', atMs: 1_000, untilMs: 3_000 }]);
    await live();
    target.begin(host, 0);
    const answers = () => host.processes.anyAnswers();
    expect(answers()).toBe(true);
    await host.clock.run(1_500);
    expect(answers()).toBe(false);
    await live();
    expect(answers()).toBe(false);
    await host.clock.run(1_500);
    expect(answers()).toBe(true);
  });
});

it('each life greets whoever waits for it', async () => {
  const { live, host, printed } = stage([], 'listening on');
  await live();
  await live();
  await host.clock.run(10);
  expect(printed()).toBe('listening on\nlistening on\n');
});
