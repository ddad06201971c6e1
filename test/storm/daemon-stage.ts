/**
 * The stage for panes with its hands in a daemon of their own, as a host in the background has
 * them: across the real bridge, and with another daemon in the place of one that died.
 */
import type { LocalHands } from '../../actors/hands/local-hands.ts';
import { openHeadHands } from '../../cli/head-hands.ts';
import type { HandsAnswer } from '../../machines/hands/messages.ts';
import { createSystemClock } from '../../runtime/host/clock.ts';
import { createSystemRandom } from '../../runtime/host/random.ts';
import { type Link, PaneStage } from '../live/pty/pane-stage.ts';

export interface DaemonStage {
  readonly stage: PaneStage;
  /** The process that holds the terminals; null between two of them. */
  daemonPid(): number | null;
  end(): Promise<void>;
}

export interface DaemonStageOptions {
  readonly link?: Link;
  /** Where the socket of a daemon is reached. */
  readonly way?: (socket: string) => Promise<string>;
  /** A daemon died, and every program in its panes with it. */
  readonly onLost?: () => void;
}

export async function openDaemonStage(options: DaemonStageOptions = {}): Promise<DaemonStage> {
  const { link = (panes) => panes, way, onLost = () => {} } = options;
  const world = {
    clock: createSystemClock(),
    random: createSystemRandom(1),
    hostFiles: () => null,
  };
  const opened = await openHeadHands({ ...world, ...(way === undefined ? {} : { way }) });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const head = opened.value;
  const levels: Record<string, 'up' | 'down'> = {};
  head.terminals.onAnswer((message) => {
    if (message.is !== 'pane.fact') return;
    if (message.type === 'pty.up') levels[message.paneId] = 'up';
    if (message.type === 'pty.down') levels[message.paneId] = 'down';
  });
  head.onLost(() => {
    for (const id of Object.keys(levels)) levels[id] = 'down';
    onLost();
  });
  let closed: (answer: HandsAnswer) => void = () => {};
  const held: LocalHands = {
    send({ meta }) {
      void head.close().then((isClean) => {
        const leftovers = isClean ? [] : [somethingLeft];
        closed({ is: 'hands.closed', meta, leftovers, orphanGuard: 'daemon' });
      });
    },
    onAnswer(listener) {
      closed = listener;
      return () => {};
    },
    panes: { ...head.terminals, levels: () => levels },
  };
  const stage = new PaneStage(held, {}, link);
  return {
    stage,
    daemonPid: () => head.bridge()?.daemon?.pid ?? null,
    end: () => stage.close(),
  };
}

const somethingLeft = { kind: 'process', name: 'of a daemon', reason: 'it stayed' } as const;
