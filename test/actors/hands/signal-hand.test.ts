/**
 * Goal: a signal without a figure says why, each cause by a word of its own, and no figure outlives
 * the pattern that read it.
 * Method: the real hand and the real search, on the simulated host; lines are given by hand.
 */
import { expect, it } from 'vitest';
import { createSignalHand } from '../../../actors/hands/signal-hand.ts';
import type { SignalSource } from '../../../machines/timeline/signal/user-signal.ts';
import { createSimulatedHost } from '../../../runtime/host/simulated-host.ts';

function watch(sources: Readonly<Record<string, SignalSource>>) {
  const host = createSimulatedHost({
    seed: 1,
    programs: {
      failing: (process) => void process.clock.setTimeout(() => process.exit(3), 10),
      wordy: (process) =>
        void process.clock.setTimeout(() => {
          process.print('many\n');
          process.exit(0);
        }, 10),
      hanging: () => {},
    },
    target: () => {},
  });
  const hand = createSignalHand(host);
  const signals = Object.entries(sources).map(([name, source]) => ({ name, everyMs: 100, source }));
  hand.start(signals);
  const print = async (line: string) => {
    hand.saw(host.encode(line), 'stdout');
    await host.clock.run(100);
  };
  return { ...host, hand, print };
}

const command = (name: string): SignalSource => ({ kind: 'command', command: name, args: [] });
const output = (pattern: string): SignalSource => ({ kind: 'output', pattern });

it('each cause has a word', async () => {
  const { hand, clock } = watch({
    port: { kind: 'tcp', port: 1 },
    failing: command('failing'),
    wordy: command('wordy'),
    hanging: command('hanging'),
    quiet: output('q=(?<value>.+)'),
  });
  expect(hand.values().silences?.failing).toEqual({ cause: 'not-yet' });
  await clock.run(6_000);
  const { signals, silences } = hand.values();
  hand.stop();
  expect(new Set(Object.values(signals ?? {}))).toEqual(new Set([null]));
  expect(silences).toMatchObject({
    port: { cause: 'no-answer' },
    failing: { cause: 'exit-code', detail: 'exit code 3' },
    wordy: { cause: 'not-a-number' },
    hanging: { cause: 'no-end', detail: '5 s are over' },
    quiet: { cause: 'no-match' },
  });
});

it('a pattern that is given up keeps no figure', async () => {
  const { hand, print } = watch({ q: output('^q=(?<value>\\d+)$|^(.|.)*y$') });
  await print('q=3\n');
  await print('nothing\n');
  expect(hand.values()).toEqual({ signals: { q: 3 } });
  for (let times = 0; times < 3; times += 1) await print(`${'x'.repeat(60)}\n`);
  expect(hand.values()).toMatchObject({
    signals: { q: null },
    silences: { q: { cause: 'slow-pattern' } },
  });
  // It is not tried again, and does not come back.
  await print('q=7\n');
  hand.stop();
  expect(hand.values().signals).toEqual({ q: null });
});
