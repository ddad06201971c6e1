/**
 * Goal: the sensors, probes and guardian of the simulated host tell what was played.
 * Method: one program with a known load, looked at in virtual time.
 */
import { describe, expect, it } from 'vitest';
import { createSimulatedHost, simulatedFacts } from '../../../runtime/host/simulated-host.ts';
import { scriptedTarget } from '../../../runtime/host/simulated-program.ts';

const spec = {
  command: 'target',
  args: [],
  env: {},
  nice: 0,
  role: 'target',
} as const;

describe('the simulated host', () => {
  it('senses the load of its processes', async () => {
    const programs = { target: scriptedTarget({ cores: 0.5, rssBytes: 2 ** 30 }) };
    const host = createSimulatedHost({ seed: 1, programs });
    host.processes.spawn(spec);
    await host.clock.run(1_020);
    expect(host.sensors.host()).toMatchObject({
      cpuBusyMs: 500,
      cpuTotalMs: 2_040,
      memoryAvailableBytes: simulatedFacts.memoryAvailableBytes - 2 ** 30,
    });
    expect(host.sensors.tree(1001)).toMatchObject({ cpuMs: 500, rssBytes: 2 ** 30 });
  });

  it('probes with a limit', async () => {
    const host = createSimulatedHost({ seed: 1, programs: {} });
    const answer = host.probes.tcp(80, 250);
    await host.clock.run(250);
    expect(await answer).toBe('no answer within 250 ms');
  });

  it('has a guardian that ends what is left, and tells what it could not', async () => {
    const programs = { target: scriptedTarget({}, { unkillable: true }) };
    const host = createSimulatedHost({ seed: 1, programs });
    host.processes.spawn(spec);
    host.processes.spawn(spec);
    await host.clock.run(20);
    expect(await host.guard.close()).toMatchObject([{ kind: 'process', name: '1002' }]);
  });

  it('loses its guardian when it is told to', async () => {
    const host = createSimulatedHost({ seed: 1, programs: {}, guardLostAtMs: 100 });
    const reasons: string[] = [];
    host.guard.onLost((reason) => reasons.push(reason));
    await host.clock.run(99);
    expect(reasons).toEqual([]);
    await host.clock.run(1);
    expect(reasons).toHaveLength(1);
  });
});
