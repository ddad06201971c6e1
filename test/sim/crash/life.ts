/**
 * One life of the head: its disk, its log, its clock, and what is kept of it for those who judge
 * the life after it.
 *
 * @spec reliability simulation
 */
import type { Kernel } from '../../../embed/kernel.ts';
import type { SessionLine } from '../../../machines/record/session-line.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { openSessionLog, type SessionLog } from '../../../runtime/record/session-log.ts';
import type { Dice } from '../kernel/dice.ts';
import type { World } from '../kernel/world.ts';
import { drawDisk } from './crash-faults.ts';
import { LifeClock, logClock } from './life-clock.ts';
import { SimDisk, soundDisk } from './sim-disk.ts';
import { Tap, type TapWorld } from './tap.ts';

/** A record that a head goes on from, and what that record's own head was like. */
export interface Source {
  /** As the product reads it. */
  readonly lines: readonly SessionLine[];
  /** As the law reads it, its end left out. */
  readonly texts: readonly string[];
  /** All that was offered, durable or not. */
  readonly tap: Tap;
  readonly sights: ReadonlyMap<number, string>;
  /** Its log took less than was offered: what the last input brought is not known. */
  readonly isRefused: boolean;
}

/** Lines that a head writes before anyone can listen to it. */
const heardFrom = 5;

export class Life {
  readonly number: number;
  readonly disk: SimDisk;
  readonly clock: LifeClock;
  readonly log: SessionLog;
  readonly tap: Tap;
  /** What it was like after so many inputs. */
  readonly sights = new Map<number, string>();
  /** What it went on from. */
  readonly source: Source | null;
  /** Lines that the system had taken when it died. */
  acknowledged = 0;
  isOver = false;

  constructor(world: World, dice: Dice, number: number, source: Source | null, over: LifeOptions) {
    this.number = number;
    this.source = source;
    const faults = new Set(world.healed ? [] : world.faults);
    this.disk = new SimDisk(world.healed ? soundDisk : drawDisk(dice, faults));
    const isAlive = (): boolean => !this.isOver;
    this.clock = new LifeClock(world.clock, over.bootMs, isAlive);
    const log = openSessionLog(
      'log',
      { clock: logClock(this.clock, world, isAlive), random: createSeededRandom(dice.below(1e9)) },
      {
        disk: this.disk,
        segmentBytesMax: dice.pick([3_000, 20_000, 1_000_000]),
      },
    );
    if ('error' in log) throw new Error(`Expected a log, got ${log.error}.`);
    this.log = log;
    this.tap = new Tap(over, log, source && recoveriesIn(source.texts));
    const refuses = !world.healed && dice.chance(0.12);
    if (refuses) this.tap.refusesFrom = heardFrom + dice.below(300);
    this.tap.canEnd = dice.chance(0.5);
  }

  /** The log took less than it was offered, and its head knows. */
  get isRefused(): boolean {
    return this.disk.hasRefused || this.tap.lines.length >= this.tap.refusesFrom;
  }

  die(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.acknowledged = this.log.acknowledged;
  }

  remember(kernel: Kernel, panes: readonly string[]): void {
    // What comes after the record broke off is in no record.
    if (!this.isRefused) this.sights.set(this.tap.groups.length, sightOf(kernel, panes));
  }
}

export interface LifeOptions extends TapWorld {
  /** When the machine booted on which it lives. */
  readonly bootMs: number;
}

function recoveriesIn(texts: readonly string[]): number {
  return texts.filter((text) => text.startsWith('{"input":"recover"')).length;
}

/** What a head is at, as far as anyone can see; times left out, since they pass. */
export function sightOf(kernel: Kernel, panes: readonly string[]): string {
  const { violations, safeMode, queues, contracts } = kernel.stats();
  return JSON.stringify({
    ...{ violations, safeMode, queues, contracts },
    panes: panes.map((pane) => {
      const { queue, ...rest } = kernel.explain(pane);
      return { ...rest, queue: queue.map(({ waitedMs, remainingMs, ...one }) => one) };
    }),
  });
}
