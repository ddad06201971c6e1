/**
 * Where a storm of injections takes place: a kernel here, its hands in a daemon across the bridge,
 * a relay on the way to each daemon, and pretend programs in the panes, which keep diaries.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { openRelay, type Relay } from '../live/bridge/socket-relay.ts';
import { sleep } from '../live/hands/stage.ts';
import { type CliKind, cliSpec, type Diary, openDiary } from '../live/pty/clis.ts';
import type { PaneStage } from '../live/pty/pane-stage.ts';
import { openDaemonStage } from './daemon-stage.ts';
import type { Asked, Trouble } from './oracle.ts';

export interface StormOptions {
  readonly seed: number;
  readonly count: number;
  readonly panes: number;
  /** How long a program compacts. */
  readonly compactMs: number;
  /** Between two disturbances of a pane, on average. */
  readonly calmMs: number;
  /** When the first daemon is killed, and how long the next ones live at the least. */
  readonly killMs: { readonly first: number; readonly next: number };
}

export interface Scene {
  readonly options: StormOptions;
  readonly stage: PaneStage;
  readonly diary: Diary;
  readonly stalls: IntervalHistogram;
  readonly ids: readonly string[];
  readonly asked: Asked[];
  /** What happened that may leave the fate of an injection unknown. */
  readonly troubles: Trouble[];
  /** On the way to the present daemon. */
  relay(): Relay;
  daemonPid(): number | null;
  /** Daemons that died. */
  lost(): number;
  /** Resolves when every program runs again after a daemon died. */
  revived(): Promise<unknown>;
  /** Until then. */
  isReviving(): boolean;
  end(): Promise<void>;
  isOver: boolean;
}

const kinds: readonly CliKind[] = ['claude', 'codex', 'gemini'];
/** Another daemon, and as many programs as there are panes, on a busy machine. */
const startPatienceMs = 60_000;

export async function openScene(options: StormOptions): Promise<Scene> {
  const directory = mkdtempSync('/tmp/ambush-storm-');
  const diary = openDiary();
  const relays: Relay[] = [];
  const ids = Array.from({ length: options.panes }, (_, at) => `p${at + 1}`);
  const stalls = monitorEventLoopDelay({ resolution: 20 });
  let lost = 0;
  let isReviving = false;
  let revived: Promise<unknown> = Promise.resolve();
  const opened = await openDaemonStage({
    async way(socket) {
      const relay = await openRelay(`${directory}/${relays.length}.sock`, socket);
      relays.push(relay);
      return relay.path;
    },
    onLost() {
      lost += 1;
      isReviving = true;
      revived = Promise.all(ids.map((id) => revive(scene, id))).then(() => {
        isReviving = false;
      });
    },
  });
  const { stage } = opened;
  const scene: Scene = {
    ...{ options, stage, diary, stalls, ids, asked: [], troubles: [], isOver: false },
    relay() {
      const relay = relays.at(-1);
      if (relay === undefined) throw new Error('Expected a way to a daemon.');
      return relay;
    },
    daemonPid: () => opened.daemonPid(),
    lost: () => lost,
    revived: () => revived,
    isReviving: () => isReviving,
    async end() {
      scene.isOver = true;
      await opened.end();
      for (const relay of relays) relay.close();
      diary.remove();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  stalls.enable();
  try {
    await Promise.all(ids.map((id) => begin(scene, id, () => stage.open(id, specOf(scene, id)))));
  } catch (error) {
    await scene.end();
    throw error;
  }
  return scene;
}

/** As the host does: the pane is down, and its program is started in the next daemon. */
async function revive(scene: Scene, id: string): Promise<void> {
  const { stage } = scene;
  const payload = { reason: 'hands_lost' };
  stage.kernel.report({ type: 'pty.down', paneId: id, source: 'daemon', payload });
  await begin(scene, id, () => stage.start(id, specOf(scene, id), startPatienceMs));
}

/** Resolves when the program says in its diary that it began. */
export async function begin(
  { stage, diary }: Scene,
  id: string,
  start: () => Promise<unknown>,
): Promise<void> {
  const lives = diary.of(id, 'started').length;
  await start();
  for (const untilMs = performance.now() + startPatienceMs; performance.now() < untilMs; ) {
    if (diary.of(id, 'started').length > lives) return;
    await sleep(25);
  }
  throw new Error(`Expected the program of ${id} to begin; ${stage.said.length} words were heard.`);
}

function specOf({ ids, diary, options }: Scene, id: string) {
  const env = { CLI_COMPACT_MS: String(options.compactMs), CLI_TURN_MS: '120' };
  return cliSpec(kinds[ids.indexOf(id) % 3] ?? 'claude', diary.file(id), { env });
}
