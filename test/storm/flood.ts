/**
 * Panes in a daemon that all print without end, and a quiet one beside them. Measured while they do:
 * memory, how long a word of Lane A takes to the hands and back, and how soon an injection into the
 * quiet pane lands. Afterwards every byte is accounted for: what was shown and what was told as
 * dropped is what was read.
 */
import { readFileSync } from 'node:fs';
import { sleep } from '../live/hands/stage.ts';
import { cliSpec, openDiary } from '../live/pty/clis.ts';
import type { Link, PaneStage } from '../live/pty/pane-stage.ts';
import { type DaemonStage, openDaemonStage } from './daemon-stage.ts';

export interface FloodOptions {
  readonly panes: number;
  /** So many of them are looked at. */
  readonly watched: number;
  readonly seconds: number;
}

export interface Flooded {
  readonly readBytes: number;
  /** Of these, what the screens never saw. */
  readonly unseenBytes: number;
  /** Most that the daemon and this process together grew by, in bytes. */
  readonly grownBytes: number;
  /** The daemon's part of that; the rest is of this process, which decodes all that is shown. */
  readonly daemonBytes: number;
  /** An order to the hands and its answer, both of Lane A: the 99th percentile. */
  readonly laneMs: number;
  /** The same just before, without a flood. */
  readonly idleLaneMs: number;
  readonly trips: number;
  /** From asking to the text in the terminal, and to the verified submit: the longest. */
  readonly appliedMs: number;
  readonly verifiedMs: number;
  readonly injections: number;
  /** `event.dropped` of panes. */
  readonly dropsTold: number;
  /** What does not add up. */
  readonly problems: readonly string[];
}

/** Colours, so that the parser has work to do. */
const line = '\u001b[31mred\u001b[0m and plain text enough to fill a line of eighty';

export async function floodPanes({ panes, seconds, watched }: FloodOptions): Promise<Flooded> {
  const opened = await openDaemonStage({ link: withoutPulse });
  const { stage } = opened;
  const diary = openDiary();
  const shown = new Map<string, number>();
  stage.hands.panes.onPicture((picture) => {
    if (picture.is !== 'pane.output') return;
    // What was lost on the way shows in where this begins.
    const bytes = Buffer.from(picture.data, 'base64').length + picture.dropped;
    shown.set(picture.paneId, picture.from + bytes);
    stage.shown.pop();
  });
  try {
    await stage.open('quiet', cliSpec('claude', diary.file('quiet')));
    await stage.sees('quiet', 'shortcuts');
    await stage.open(pulse, { command: 'cat' });
    const idle = takePulse(stage);
    await warmUp(stage);
    const { p99Ms: idleLaneMs } = await idle.stop();
    const before = heldBytes(opened);
    const ids = Array.from({ length: panes }, (_, at) => `f${at + 1}`);
    await openFloods(stage, ids, watched);
    const measured = await measure(opened, seconds, before);
    const problems = await accountFor(stage, ids, shown, watched);
    return { ...measured, idleLaneMs, ...problems };
  } finally {
    await opened.end();
    diary.remove();
  }
}

/** Of the pane whose size is asked for again and again; the kernel has not asked, and does not hear. */
const pulse = 'pulse';
const pulseMs = 10;
const withoutPulse: Link = (panes) => ({
  send: (order) => panes.send(order),
  onAnswer: (listener) =>
    panes.onAnswer((message) => {
      if (!('paneId' in message) || message.paneId !== pulse) listener(message);
    }),
});

/** Orders and their answers, one after the other, until it is stopped. */
function takePulse(stage: PaneStage) {
  let isOver = false;
  const tripsMs: number[] = [];
  const taken = (async () => {
    while (!isOver) {
      const size = { cols: 80 + (tripsMs.length % 2), rows: 24 };
      const sentMs = performance.now();
      await new Promise<void>((resolve) => {
        const forget = stage.hands.panes.onAnswer((message) => {
          if (message.is !== 'pane.resized' || message.key !== key) return;
          forget();
          resolve();
        });
        const key = stage.ask(pulse, { do: 'pane.resize', ...size });
      });
      tripsMs.push(performance.now() - sentMs);
      await sleep(pulseMs);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await taken;
      tripsMs.sort((a, b) => a - b);
      const p99Ms = tripsMs[Math.floor(0.99 * tripsMs.length)] ?? Number.POSITIVE_INFINITY;
      return { p99Ms, trips: tripsMs.length };
    },
  };
}

interface Held {
  readonly daemon: number;
  readonly both: number;
}

/** Resident memory, in bytes. */
function heldBytes({ daemonPid }: DaemonStage): Held {
  const status = readFileSync(`/proc/${daemonPid()}/status`, 'utf8');
  const daemon = 1_024 * Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]);
  return { daemon, both: daemon + process.memoryUsage().rss };
}

async function warmUp(stage: PaneStage): Promise<void> {
  for (let left = 3; left > 0; left -= 1) {
    await stage.inject('quiet', 'before the flood').ended;
    await sleep(200);
  }
}

async function openFloods(
  stage: PaneStage,
  ids: readonly string[],
  watched: number,
): Promise<void> {
  // Begun with a key, when whoever looks on does so already: then every byte is accounted for.
  const script = 'stty -onlcr -echo; read -r; yes "$0"';
  for (const [nth, id] of ids.entries()) {
    await stage.open(id, { command: 'bash', args: ['-c', script, line], cli: 'generic' });
    if (nth < watched) stage.ask(id, { do: 'pane.watch', on: true });
  }
  for (const id of ids) stage.ask(id, { do: 'pane.type', data: '\r' });
}

async function measure(opened: DaemonStage, seconds: number, before: Held) {
  const { stage } = opened;
  const beating = takePulse(stage);
  let [grownBytes, daemonBytes, appliedMs, verifiedMs, injections] = [0, 0, 0, 0, 0];
  const sampler = setInterval(() => {
    const { daemon, both } = heldBytes(opened);
    grownBytes = Math.max(grownBytes, both - before.both);
    daemonBytes = Math.max(daemonBytes, daemon - before.daemon);
  }, 50);
  // Heard once each: looking through all that was said would itself be a flood.
  let landed = (): void => {};
  let over = (_type: string): void => {};
  stage.kernel.on('inject.applied', () => landed());
  for (const type of ['inject.verified', 'inject.failed', 'inject.dropped']) {
    stage.kernel.on(type, () => over(type));
  }
  for (const untilMs = performance.now() + 1_000 * seconds; performance.now() < untilMs; ) {
    const askedMs = performance.now();
    const applied = new Promise<void>((resolve) => {
      landed = resolve;
    });
    const ended = new Promise<string>((resolve) => {
      over = resolve;
    });
    const payload = { body: `in the flood ${++injections}` };
    stage.kernel.submit({ type: 'inject.requested', paneId: 'quiet', source: 'test', payload });
    await applied;
    appliedMs = Math.max(appliedMs, performance.now() - askedMs);
    const type = await ended;
    if (type !== 'inject.verified') throw new Error(`Expected it to be verified, got ${type}.`);
    verifiedMs = Math.max(verifiedMs, performance.now() - askedMs);
    await sleep(300);
  }
  clearInterval(sampler);
  const { p99Ms: laneMs, trips } = await beating.stop();
  return { grownBytes, daemonBytes, appliedMs, verifiedMs, injections, laneMs, trips };
}

async function accountFor(
  stage: PaneStage,
  ids: readonly string[],
  shown: ReadonlyMap<string, number>,
  watched: number,
) {
  for (const id of ids) stage.ask(id, { do: 'pane.kill', signal: 'SIGKILL', graceMs: 0 });
  await stage.until(() => ids.every((id) => stage.hands.panes.levels()[id] === 'down'), 60_000);
  for (const id of ids) stage.ask(id, { do: 'pane.watch', on: false });
  const problems: string[] = [];
  let [readBytes, unseenBytes] = [0, 0];
  for (const [nth, id] of ids.entries()) {
    const seen = await stage.screen(id);
    readBytes += seen.readBytes;
    unseenBytes += seen.droppedBytes;
    const isWatched = nth < watched;
    // Pictures give way to answers, so that the last of them may come later.
    if (isWatched) await soon(() => shown.get(id) === seen.readBytes);
    const viewed = shown.get(id) ?? 0;
    if (isWatched && viewed !== seen.readBytes) {
      problems.push(`${id}: read ${seen.readBytes}, shown and dropped ${viewed}`);
    }
    const told = tellings(stage)
      .filter((one) => one.paneId === id)
      .reduce((sum, { payload }) => sum + Number(payload.droppedCount), 0);
    if (told !== seen.droppedBytes)
      problems.push(`${id}: dropped ${seen.droppedBytes}, told ${told}`);
  }
  const dropsTold = tellings(stage).length;
  return { readBytes, unseenBytes, dropsTold, problems };
}

async function soon(isSo: () => boolean): Promise<void> {
  for (let waitedMs = 0; !isSo() && waitedMs < 5_000; waitedMs += 20) await sleep(20);
}

/** Facts of lost bytes. */
function tellings(stage: PaneStage) {
  return stage.said.flatMap((one) =>
    one.is === 'pane.fact' && one.type === 'event.dropped' && one.payload.stage === 'screen-bytes'
      ? [one]
      : [],
  );
}
