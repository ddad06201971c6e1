/**
 * A head that dies at any instant, and the one that goes on from what is durable of its record,
 * at the same hands. What the dead one still does counts for nothing.
 *
 * @spec reliability simulation
 */
import {
  createKernel,
  type Kernel,
  type KernelOptions,
  type PaneHands,
  type PaneOrder,
} from '../../../embed/kernel.ts';
import type { SessionLine } from '../../../machines/record/session-line.ts';
import type { Dice } from '../kernel/dice.ts';
import type { FaultKind } from '../kernel/faults.ts';
import type { Act } from '../kernel/schedule.ts';
import { simContracts } from '../kernel/sim-contracts.ts';
import type { Said } from '../kernel/terminals.ts';
import type { Turn } from '../kernel/turn.ts';
import type { World } from '../kernel/world.ts';
import { AfterlifeCheck } from './afterlife-check.ts';
import { drawCrashFaults } from './crash-faults.ts';
import { Doom, type Instant } from './doom.ts';
import { EpochCheck } from './epoch-check.ts';
import { estateOf, isBegun } from './estate.ts';
import { Life, type Source } from './life.ts';
import type { Mortality } from './mortality.ts';
import {
  checkDoubt,
  checkHurt,
  checkReading,
  checkRelived,
  checkReplay,
  checkSight,
  eventsOf,
  inputsOf,
  relivedBy,
} from './record-check.ts';
import { RemoteHands } from './remote-hands.ts';
import { longestPrefix } from './true-reader.ts';

export class Mortal implements Mortality {
  readonly faults: readonly FaultKind[];
  readonly isRemote: boolean;
  deaths = 0;
  readonly #world: World;
  readonly #dice: Dice;
  readonly #afterlife: AfterlifeCheck;
  readonly #epochs: EpochCheck;
  #options: KernelOptions = {};
  #life: Life | null = null;
  #doom: Doom | null = null;
  #bootMs = 0;
  #deafUntilMs = 0;
  #remote: RemoteHands | null = null;
  #heardRefusal = false;

  constructor(world: World) {
    this.#world = world;
    this.#dice = world.dice.fork('mortal');
    this.faults = drawCrashFaults(this.#dice);
    this.isRemote = world.driven && this.#dice.chance(0.5);
    this.#afterlife = new AfterlifeCheck(world);
    this.#epochs = new EpochCheck(world, () => this.#alive().isRefused);
  }

  hands(terminals: PaneHands): PaneHands {
    const isHeard = (): boolean => this.#isHeard();
    if (this.isRemote) {
      this.#remote = new RemoteHands(this.#world, terminals, this.#dice.fork('remote'), isHeard);
    }
    const inner = this.#remote ?? terminals;
    return {
      send: (order) => this.#order(order, inner),
      onAnswer: (listener) => inner.onAnswer(listener),
    };
  }

  carries(answer: Said, tell: (answer: Said) => void): boolean {
    if (this.isRemote) tell(answer);
    return this.isRemote || !this.#isHeard();
  }

  losesEdge(type: string): boolean {
    if (!this.isRemote) return false;
    return (
      type.startsWith('bridge') ||
      (this.#dice.chance(0.5) && this.#world.faults.has('lost-edges')) ||
      this.#world.healed
    );
  }

  make(options: KernelOptions): Kernel {
    this.#options = options;
    return this.#begin(null).kernel;
  }

  spoken(): void {
    this.#strike('event');
  }

  arm(act: Act): void {
    this.#doom = new Doom(act);
    this.#world.call({ ask: 'look', at: 'doom' }, () => null);
  }

  restartHands(): void {
    this.#remote?.restart();
  }

  turn(turn: Turn): void {
    const world = this.#world;
    const life = this.#alive();
    if (!world.isNested && turn.events.length > 0) life.remember(world.kernel, world.panes);
    this.#heardRefusal ||= turn.events.some(
      ({ type, payload }) => type === 'bus.error' && payload.stage === 'session-log',
    );
    this.#afterlife.turn(turn);
    if (this.isRemote) this.#epochs.turn(turn, life.tap.groups.length);
  }

  died(turn: Turn): void {
    const world = this.#world;
    const life = this.#alive();
    this.deaths += 1;
    // What the dead one would have been is what the next one must be, where the input is durable.
    if (!world.isNested) life.remember(world.kernel, world.panes);
    this.#afterlife.asked(turn);
    if (this.isRemote) this.#epochs.remember(turn, life.tap.groups.length);
    const afterMs = this.#doom?.downMs ?? 0;
    this.#doom = null;
    const source = estateOf(life, {
      world,
      dice: this.#dice,
      isTold: this.#heardRefusal,
      forgive: () => this.#afterlife.forgive(),
    });
    this.#pass(afterMs);
    world.call({ ask: 'begin', from: source?.lines.length ?? 0, afterMs }, () => {
      this.#goOn(source);
      return null;
    });
  }

  end(): void {
    this.#afterlife.end(this.deaths);
    const life = this.#alive();
    life.log.flush();
    const segments = life.disk.segments();
    const truth = longestPrefix(segments);
    const lines = checkReading(this.#world.accuse, segments, truth);
    if (!isBegun(lines)) return;
    checkHurt(this.#world.accuse, segments, this.#dice);
    checkReplay(this.#world.accuse, lines, this.#dice);
  }

  #pass(downMs: number): void {
    const world = this.#world;
    world.clock.elapse(downMs);
    world.sleptMs += downMs;
    const nowMs = world.clock.monotonicMs();
    const has = (kind: FaultKind): boolean => this.#dice.chance(0.5) && world.faults.has(kind);
    if (has('deaf-while-dead')) this.#deafUntilMs = nowMs;
    if (has('reboots') && !world.faults.has('wall-steps')) this.#bootMs = nowMs - 1_000;
  }

  #goOn(source: Source | null): void {
    const world = this.#world;
    this.#heardRefusal = false;
    if (source === null) {
      this.#beginAnew();
      return;
    }
    try {
      const { life, kernel } = this.#begin(source);
      checkRelived(world.accuse, source, life);
      checkDoubt(world.accuse, kernel, source);
    } catch (error) {
      world.accuse(50, `no head can go on: ${error instanceof Error ? error.message : error}`);
      this.#beginAnew();
    }
    this.#remote?.greet();
  }

  #beginAnew(): void {
    const world = this.#world;
    const { kernel } = this.#begin(null);
    world.isDead = false;
    this.#inherit([]);
    this.#afterlife.reborn([], this.deaths);
    this.#epochs.reborn(0);
    world.adopt(kernel, true);
    this.#remote?.greet();
  }

  #begin(source: Source | null): { readonly kernel: Kernel; readonly life: Life } {
    const world = this.#world;
    const { random } = this.#options;
    const number = this.deaths;
    const life = new Life(world, this.#dice.fork(`life-${number}`), number, source, {
      accuse: world.accuse,
      devMode: () => world.devMode,
      turn: () => world.turns,
      onLine: (eventId) => this.#wrote(eventId),
      bootMs: this.#bootMs,
    });
    this.#life = life;
    life.disk.onWrite = (bytes) => this.#torn(bytes);
    const seeded = random ? { random: random.fork(`life-${number}`) } : {};
    const options = { ...this.#options, ...seeded, clock: life.clock, log: life.tap };
    if (source === null) return { kernel: createKernel(options), life };
    const recover = {
      lines: () => source.lines,
      textOf: ({ eventId }: { readonly eventId: string }) => this.#textOf(eventId),
      prepare: (kernel: Kernel) => this.#adopt(kernel, source, life),
      contracts: simContracts,
    };
    return { kernel: createKernel({ ...options, recover }), life };
  }

  #adopt(kernel: Kernel, source: Source, life: Life): void {
    const world = this.#world;
    const { accuse } = world;
    checkSight(accuse, kernel, source, life);
    world.isDead = life.isOver;
    this.#inherit(source.lines);
    const relived = relivedBy(source, life);
    this.#afterlife.reborn(relived && eventsOf(relived), life.number);
    this.#epochs.reborn(inputsOf(source));
    world.adopt(kernel, false);
  }

  /** The switches are as the record leaves them. */
  #inherit(lines: readonly SessionLine[]): void {
    const world = this.#world;
    [world.devMode, world.telemetry] = [false, true];
    for (const line of lines) {
      if (!('input' in line)) continue;
      if (line.input === 'dev-mode') world.devMode = line.enabled === true;
      if (line.input === 'telemetry') world.telemetry = line.enabled === true;
    }
  }

  #textOf(eventId: string): string | null {
    const isLost = this.#dice.chance(0.3) && this.#world.faults.has('lost-texts');
    const isWrong = this.#dice.chance(0.1);
    if (isLost) return null;
    return isWrong ? 'no such text' : this.#afterlife.textOf(eventId);
  }

  #wrote(eventId: string | null): void {
    if (eventId !== null) this.#afterlife.wrote(eventId);
    this.#strike('line');
  }

  /** Bytes of a write that get there although its process dies within; null: it lives. */
  #torn(bytes: number): number | null {
    const part = this.#doom?.part ?? 1;
    if (!this.#strike('write')) return null;
    return this.#world.faults.has('torn-writes') ? Math.floor(part * bytes) : 0;
  }

  #order(order: PaneOrder, hands: PaneHands): void {
    const life = this.#alive();
    if (life.isOver) return;
    const line = life.tap.events.get(order.key);
    // An effect whose cause a crash could take away would be brought about twice.
    if (line !== undefined && line >= life.log.acknowledged && !life.isRefused) {
      this.#world.accuse(51, `${order.do} goes out before its request is durable`);
    }
    const isSent = this.#doom?.isSent ?? true;
    const dies = this.#strike('order');
    if (dies && !isSent) return;
    this.#afterlife.order(order, life.number);
    hands.send(order);
  }

  #strike(at: Instant): boolean {
    const doom = this.#doom;
    if (!doom || this.#world.healed || this.#alive().isOver || !doom.strikes(at)) return false;
    this.#alive().die();
    this.#alive().disk.isFrozen = at !== 'write';
    this.#world.isDead = true;
    return true;
  }

  called(): void {
    this.#strike('call');
  }

  #isHeard(): boolean {
    return this.#world.clock.dueMs >= this.#deafUntilMs;
  }

  #alive(): Life {
    if (!this.#life) throw new Error('Expected a head, got none.');
    return this.#life;
  }
}
