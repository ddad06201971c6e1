/**
 * Panes that all print without end, and a quiet one beside them. Measured while they do: memory, how
 * late everything is, and how soon an injection into the quiet pane lands. Afterwards every byte is
 * accounted for: what was shown and what was told as dropped is what was read.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sleep } from '../live/hands/stage.ts';
import { cliSpec, openDiary } from '../live/pty/clis.ts';
import { openPaneStage, type PaneStage } from '../live/pty/pane-stage.ts';

export interface FloodOptions {
  readonly panes: number;
  readonly seconds: number;
}

export interface Flooded {
  readonly readBytes: number;
  /** Of these, what the screens never saw. */
  readonly unseenBytes: number;
  /** Most that the process grew by, in bytes. */
  readonly grownBytes: number;
  /** How late the event loop was, at the 99th percentile. */
  readonly lateMs: number;
  /** The same just before, without a flood. */
  readonly idleLateMs: number;
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

export async function floodPanes({ panes, seconds }: FloodOptions): Promise<Flooded> {
  const stage = await openPaneStage();
  const diary = openDiary();
  const shown = new Map<string, number>();
  stage.hands.panes.onPicture((picture) => {
    if (picture.is !== 'pane.output') return;
    const bytes = Buffer.from(picture.data, 'base64').length + picture.dropped;
    shown.set(picture.paneId, (shown.get(picture.paneId) ?? 0) + bytes);
    stage.shown.pop();
  });
  try {
    await stage.open('quiet', cliSpec('claude', diary.file('quiet')));
    await stage.sees('quiet', 'shortcuts');
    const idleLateMs = await warmUp(stage);
    const before = process.memoryUsage().rss;
    const ids = Array.from({ length: panes }, (_, at) => `f${at + 1}`);
    await openFloods(stage, ids);
    const measured = await measure(stage, seconds, before);
    const problems = await accountFor(stage, ids, shown);
    return { ...measured, idleLateMs, ...problems };
  } finally {
    await stage.close();
    diary.remove();
  }
}

/** How late the loop is without a flood, on this machine now. */
async function warmUp(stage: PaneStage): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  for (let left = 3; left > 0; left -= 1) {
    await stage.inject('quiet', 'before the flood').ended;
    await sleep(200);
  }
  delay.disable();
  return delay.percentile(99) / 1e6;
}

async function openFloods(stage: PaneStage, ids: readonly string[]): Promise<void> {
  const script = 'stty -onlcr; yes "$0"';
  for (const id of ids) {
    await stage.open(id, { command: 'bash', args: ['-c', script, line], cli: 'generic' });
    stage.ask(id, { do: 'pane.watch', on: true });
  }
}

async function measure(stage: PaneStage, seconds: number, before: number) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  let [grownBytes, appliedMs, verifiedMs, injections] = [0, 0, 0, 0];
  const sampler = setInterval(() => {
    grownBytes = Math.max(grownBytes, process.memoryUsage().rss - before);
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
  delay.disable();
  return { grownBytes, appliedMs, verifiedMs, injections, lateMs: delay.percentile(99) / 1e6 };
}

async function accountFor(
  stage: PaneStage,
  ids: readonly string[],
  shown: ReadonlyMap<string, number>,
) {
  for (const id of ids) stage.ask(id, { do: 'pane.kill', signal: 'SIGKILL', graceMs: 0 });
  await stage.until(() => ids.every((id) => stage.hands.panes.levels()[id] === 'down'), 60_000);
  for (const id of ids) stage.ask(id, { do: 'pane.watch', on: false });
  const problems: string[] = [];
  let [readBytes, unseenBytes] = [0, 0];
  for (const id of ids) {
    const seen = await stage.screen(id);
    readBytes += seen.readBytes;
    unseenBytes += seen.droppedBytes;
    const viewed = shown.get(id) ?? 0;
    // Somebody looked on from the moment it was opened, or a little later.
    if (viewed > seen.readBytes || viewed < seen.readBytes - firstBytes) {
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

/** Facts of lost bytes. */
function tellings(stage: PaneStage) {
  return stage.said.flatMap((one) =>
    one.is === 'pane.fact' && one.type === 'event.dropped' && one.payload.stage === 'screen-bytes'
      ? [one]
      : [],
  );
}

/** Printed between the opening of a pane and the first look. */
const firstBytes = 64 * 1024;
