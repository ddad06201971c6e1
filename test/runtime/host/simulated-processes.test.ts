/**
 * Goal: played processes obey signals, pauses and their timers as real ones do.
 * Method: small programs on the simulated host, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import type { Child, SpawnSpec, WaitStatus } from '../../../runtime/host/host.ts';
import { createSimulatedHost, type SimulatedHost } from '../../../runtime/host/simulated-host.ts';
import type { SimulatedProgram } from '../../../runtime/host/simulated-program.ts';

const spec: SpawnSpec = {
  command: 'program',
  args: [],
  env: {},
  nice: 0,
  role: 'target',
};

async function start(program: SimulatedProgram) {
  const host = createSimulatedHost({ seed: 1, programs: { program } });
  const spawned = host.processes.spawn(spec);
  await host.clock.run(20);
  const child = await spawned;
  if ('error' in child) throw new Error(child.error);
  let status: WaitStatus | undefined;
  child.onExit((end) => {
    status = end;
  });
  return { host, child, status: () => status };
}

describe('a played process', () => {
  it('ends by a signal that it does not handle, and by SIGKILL in any case', async () => {
    const polite = await start(() => {});
    polite.host.processes.signal(polite.child.pid, 'SIGTERM');
    expect(polite.status()).toEqual({ kind: 'signalled', signal: 'SIGTERM' });

    const stubborn = await start((process) => process.onSignal(() => true));
    stubborn.host.processes.signal(stubborn.child.pid, 'SIGTERM');
    expect(stubborn.status()).toBeUndefined();
    stubborn.host.processes.signal(stubborn.child.pid, 'SIGKILL');
    expect(stubborn.status()).toEqual({ kind: 'signalled', signal: 'SIGKILL' });
  });

  it('holds its timers while it is paused', async () => {
    const fired: number[] = [];
    const { host, child } = await start((process) => {
      process.clock.setTimeout(() => fired.push(host0().clock.now()), 100);
    });
    function host0(): SimulatedHost {
      return host;
    }
    host.processes.signal(child.pid, 'SIGSTOP');
    host.clock.advance(500);
    expect(fired).toEqual([]);
    host.processes.signal(child.pid, 'SIGCONT');
    expect(fired).toEqual([520]);
  });

  it('uses CPU time only while it runs', async () => {
    const { host, child } = await start((process) => process.use({ cores: 2 }));
    host.clock.advance(100);
    host.processes.signal(child.pid, 'SIGSTOP');
    host.clock.advance(1_000);
    expect(host.processes.reading(child.pid)?.cpuMs).toBe(200);
    host.processes.signal(child.pid, 'SIGKILL');
    expect(host.processes.reading(child.pid)).toBeNull();
    expect(host.processes.cpuMs()).toBe(200);
  });

  it('hears lines in a turn of their own, and no more once it has ended', async () => {
    const lines: string[] = [];
    const { host, child } = await start((process) => process.onLine((line) => lines.push(line)));
    expect(child.write('one')).toBe(true);
    expect(lines).toEqual([]);
    host.clock.advance(0);
    expect(lines).toEqual(['one']);
    host.processes.signal(child.pid, 'SIGKILL');
    expect((child as Child).write('two')).toBe(false);
  });

  it('is not there when the system refuses it', async () => {
    const host = createSimulatedHost({ seed: 1, programs: {}, spawnErrors: { 2: 'EAGAIN' } });
    const [unknown, refused] = [host.processes.spawn(spec), host.processes.spawn(spec)];
    await host.clock.run(20);
    expect(await unknown).toEqual({ error: 'ENOENT' });
    expect(await refused).toEqual({ error: 'EAGAIN' });
  });
});
