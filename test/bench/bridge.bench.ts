/**
 * The bridge beside a bare Unix-socket echo, both to one other process and in turns: round trips,
 * idle and with a core kept busy, and then as many envelopes as it carries in one direction.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRemoteHands, type RemoteHands } from '../../actors/bridge/remote-hands.ts';
import { connectLocal } from '../../runtime/bridge/connect-local.ts';
import { createSystemClock } from '../../runtime/host/clock.ts';
import { type Bench, median, quantile } from './bench.ts';

const echo = fileURLToPath(new URL('bridge-echo.js', import.meta.url));
/** Round trips of either side before it is the other's turn. */
const perTurn = 250;
const turns = 20;
/** About the size of a line of the bridge. */
const bareBytes = 400;
const envelopes = 200_000;

type Trip = () => Promise<void>;

const meta = {
  eventId: '6a1f9b3e-0000-4000-8000-000000000001',
  correlationId: '6a1f9b3e-0000-4000-8000-000000000002',
  causationId: '6a1f9b3e-0000-4000-8000-000000000003',
  source: 'bench',
  seq: 1,
} as const;

export const bench: Bench = {
  name: 'bridge',
  aim: 'round trip p99 at most 3 times the bare echo; 150 k envelopes/s; loss and order errors 0',
  async measure() {
    const directory = mkdtempSync(join(tmpdir(), 'ambush-bench-'));
    const paths = { bare: join(directory, 'bare.sock'), bridge: join(directory, 'hands.sock') };
    const other = spawn(process.execPath, [echo, paths.bare, paths.bridge], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(other.stdout, 'data');
    const hands = openHands(paths.bridge);
    const trips = { bare: bareTrip(paths.bare), bridge: bridgeTrip(hands) };
    await compare(trips, 2);
    const idle = await compare(trips, turns);
    const spinner = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
    const busy = await compare(trips, turns);
    spinner.kill('SIGKILL');
    const carried = await carry(hands);
    hands.close();
    await end(other);
    rmSync(directory, { recursive: true, force: true });
    const ratio = Math.max(idle.p99_ratio, busy.p99_ratio);
    const { perS, headUs, lost, disordered } = carried;
    return {
      figures: {
        ...named('idle', idle),
        ...named('busy', busy),
        envelopes_per_s: perS,
        head_cpu_us_per_envelope: headUs,
        lost,
        order_errors: disordered,
      },
      met: ratio <= 3 && perS >= 150_000 && lost === 0 && disordered === 0,
      notes: [
        `${turns * perTurn} round trips of each, in turns of ${perTurn}; ${envelopes} envelopes.`,
        'Ratios are medians over the turns of p99 beside p99 of the same turn.',
      ],
    };
  },
};

function openHands(path: string): RemoteHands {
  const clock = createSystemClock();
  const hands = createRemoteHands({
    clock,
    epoch: 1,
    connect: () => connectLocal({ path, speaks: 'bridge', clock }),
    sweep: () => Promise.resolve([]),
    orphanGuard: 'none',
  });
  hands.open();
  return hands;
}

function bridgeTrip(hands: RemoteHands): Trip {
  let arrived: () => void = () => {};
  hands.onAnswer(({ is }) => {
    if (is === 'stressor.adjusted') arrived();
  });
  const dose = { unit: 'percent', from: 1, to: 2 } as const;
  return () =>
    new Promise((resolve) => {
      arrived = resolve;
      hands.send({ meta, do: 'stressor.adjust', clipId: 'a-clip-of-the-timeline', dose });
    });
}

function bareTrip(path: string): Trip {
  const socket = createConnection(path);
  const bytes = Buffer.alloc(bareBytes, 'x');
  let left = 0;
  let arrived: () => void = () => {};
  socket.on('data', ({ length }) => {
    left -= length;
    if (left === 0) arrived();
  });
  socket.unref();
  return () =>
    new Promise((resolve) => {
      left = bareBytes;
      arrived = resolve;
      socket.write(bytes);
    });
}

interface Compared {
  readonly bare_p50: number;
  readonly bare_p99: number;
  readonly bridge_p50: number;
  readonly bridge_p99: number;
  readonly p50_ratio: number;
  readonly p99_ratio: number;
}

async function compare(trips: { readonly bare: Trip; readonly bridge: Trip }, rounds: number) {
  const all: { readonly bare: number[]; readonly bridge: number[] } = { bare: [], bridge: [] };
  const ratios: { readonly p50: number[]; readonly p99: number[] } = { p50: [], p99: [] };
  for (let round = 0; round < rounds; round += 1) {
    const bare = await times(trips.bare);
    const bridge = await times(trips.bridge);
    all.bare.push(...bare);
    all.bridge.push(...bridge);
    ratios.p50.push(median(bridge) / median(bare));
    ratios.p99.push(quantile(bridge, 0.99) / quantile(bare, 0.99));
  }
  const compared: Compared = {
    bare_p50: median(all.bare),
    bare_p99: quantile(all.bare, 0.99),
    bridge_p50: median(all.bridge),
    bridge_p99: quantile(all.bridge, 0.99),
    p50_ratio: median(ratios.p50),
    p99_ratio: median(ratios.p99),
  };
  return compared;
}

async function times(trip: Trip): Promise<readonly number[]> {
  const found: number[] = [];
  for (let count = 0; count < perTurn; count += 1) {
    const beganMs = performance.now();
    await trip();
    found.push(performance.now() - beganMs);
  }
  return found;
}

function named(when: string, compared: Compared): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(compared).map(([name, value]) => [
      name.endsWith('ratio') ? `${when}_${name}` : `${when}_${name}_ms`,
      value,
    ]),
  );
}

async function carry(hands: RemoteHands) {
  let next = 0;
  let disordered = 0;
  let arrived: () => void = () => {};
  const forget = hands.onAnswer((answer) => {
    if (answer.is !== 'stressor.started') return;
    if (answer.atMs !== next) disordered += 1;
    next += 1;
    if (next === envelopes) arrived();
  });
  const beganMs = performance.now();
  const before = process.cpuUsage();
  await new Promise<void>((resolve) => {
    arrived = resolve;
    hands.send({ meta, do: 'sampling.start', originMs: 0, cadenceMs: envelopes });
  });
  const seconds = (performance.now() - beganMs) / 1_000;
  const { user, system } = process.cpuUsage(before);
  forget();
  const headUs = (user + system) / envelopes;
  return { perS: envelopes / seconds, headUs, lost: envelopes - next, disordered };
}

async function end(other: ChildProcess): Promise<void> {
  other.stdin?.end();
  await once(other, 'exit');
}
