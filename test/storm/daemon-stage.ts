/**
 * The stage for panes with its hands in a daemon of their own, across the real bridge.
 */
import type { LocalHands } from '../../actors/hands/local-hands.ts';
import { startDaemonHands } from '../../cli/daemon-hands.ts';
import { createSystemClock } from '../../runtime/host/clock.ts';
import { createSystemRandom } from '../../runtime/host/random.ts';
import { type Link, PaneStage } from '../live/pty/pane-stage.ts';

export interface DaemonStage {
  readonly stage: PaneStage;
  /** The process that holds the terminals. */
  readonly daemonPid: number;
  end(): Promise<void>;
}

export async function openDaemonStage(link?: Link): Promise<DaemonStage> {
  const started = await startDaemonHands({
    ...{ clock: createSystemClock(), random: createSystemRandom(1), seed: 1, stressorsAhead: 0 },
  });
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  const { hands, daemon, end } = started.value;
  const levels: Record<string, 'up' | 'down'> = {};
  hands.panes.onAnswer((message) => {
    if (message.is !== 'pane.fact') return;
    if (message.type === 'pty.up') levels[message.paneId] = 'up';
    if (message.type === 'pty.down') levels[message.paneId] = 'down';
  });
  const held: LocalHands = {
    send: (command) => hands.send(command),
    onAnswer: (listener) => hands.onAnswer(listener),
    panes: { ...hands.panes, levels: () => levels },
  };
  const stage = new PaneStage(held, {}, link ?? ((panes) => panes));
  return {
    stage,
    daemonPid: daemon.pid,
    async end() {
      await stage.close();
      const leftovers = await end();
      if (leftovers.length > 0) throw new Error(`Left behind: ${JSON.stringify(leftovers)}`);
    },
  };
}
