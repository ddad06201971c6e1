/**
 * A kernel in a world of its own: its clock, its chance, its hands or its submitter, those who
 * listen to it. Every call from outside is a turn, written down, hashed and handed to the checks.
 *
 * @spec reliability simulation
 */
import { createHash } from 'node:crypto';
import {
  type Contract,
  createKernel,
  type Envelope,
  type EventQuery,
  type Kernel,
} from '../../../embed/kernel.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import type { Mortality } from '../crash/mortality.ts';
import { createDice, type Dice } from './dice.ts';
import { drawFaults, type Faults } from './faults.ts';
import type { Asked, Overheard } from './memory-check.ts';
import { Rascals } from './rascals.ts';
import { SimClock } from './sim-clock.ts';
import { simContracts } from './sim-contracts.ts';
import { Submitter } from './submitter.ts';
import { Terminals } from './terminals.ts';
import type { Accuse, Call, Input, Output, Turn } from './turn.ts';

export type Twin = 'lane-b-off' | 'no-shadow' | 'no-looks';

export interface WorldOptions {
  readonly seed: number;
  /** The same world with one thing left out, to see that nothing else changes. */
  readonly twin?: Twin | undefined;
  /** Of the two, the one in which it is left out. */
  readonly isTwin?: boolean;
  readonly accuse: Accuse;
  /** Keeps the trace as text. */
  readonly keep?: boolean;
  readonly onTurn: (turn: Turn) => void;
  /** Where kernels die: it makes them, and the next one. */
  readonly mortal?: ((world: World) => Mortality) | undefined;
}

const lateMs = 40;
/** A way that is half-open is noticed after so long, by the heartbeat that is missing. */
const noticedMs = 3_000;

export class World {
  readonly dice: Dice;
  readonly clock = new SimClock();
  kernel: Kernel;
  readonly panes: readonly string[];
  readonly driven: boolean;
  readonly ttlMs: number;
  readonly faults: Faults;
  /** Handlers call the kernel, and hands answer at once: turns nest, and no model fits. */
  readonly isNested: boolean;
  readonly terminals: Terminals;
  readonly submitter: Submitter;
  readonly twin: Twin | undefined;
  readonly isTwin: boolean;
  readonly mortality: Mortality | undefined;
  readonly accuse: Accuse;
  readonly lines: string[] = [];
  readonly laneA: Envelope[] = [];
  readonly down = new Set<string>();
  lateMaxMs = 0;
  sleptMs = 0;
  healed = false;
  events = 0;
  turns = 0;
  devMode = false;
  /** The head is no more, and what it still does does not count. */
  isDead = false;
  telemetry = true;
  #turn: Turn | null = null;
  #last: string[] = [];
  #injections: string[] = [];
  #asked: Asked[] = [];
  readonly #rascals: Rascals;
  readonly #hash = createHash('sha256');
  readonly #options: WorldOptions;

  constructor(options: WorldOptions) {
    const random = createSeededRandom(options.seed);
    const dice = createDice(random.fork('world'));
    this.#options = options;
    this.twin = options.twin;
    this.isTwin = options.isTwin === true;
    this.accuse = options.accuse;
    this.dice = dice;
    const faults = drawFaults(dice);
    this.driven = dice.chance(0.7);
    this.isNested = dice.chance(0.2);
    this.panes = dice.chance(0.8) ? ['1', '2'] : ['1', '2', '3'];
    this.ttlMs = dice.chance(0.8) ? 45_000 : 3_000 + dice.below(60_000);
    this.#rascals = new Rascals(this);
    this.mortality = options.mortal?.(this);
    this.faults = new Set([...faults, ...(this.mortality?.faults ?? [])]);
    this.terminals = new Terminals({
      clock: this.clock,
      dice: dice.fork('hands'),
      faults: () => (this.healed ? new Set() : this.faults),
      isLinked: (paneId) => !this.down.has('bridge') && !this.down.has(paneId),
      onOrder: (order) => this.#turn?.orders.push(order),
      deliver: (answer, tell) => {
        if (this.mortality?.carries(answer, tell)) return;
        this.call({ ask: 'answer', answer }, () => {
          tell(answer);
          return null;
        });
      },
      onDeath: (paneId) => {
        this.down.add(paneId);
        this.clock.deliver(() => this.edge('pty.down', paneId, { reason: 'died' }), 2, 7);
      },
      atOnce: this.isNested && dice.chance(0.5),
    });
    this.#setTime(dice.fork('clock'));
    const { panes, ttlMs, clock, terminals, mortality } = this;
    const hands = mortality?.hands(terminals) ?? terminals;
    const made = { clock, random: random.fork('kernel'), panes, ttlMs };
    const kernelOptions = { ...made, ...(this.driven ? { hands } : {}) };
    this.kernel = mortality?.make(kernelOptions) ?? createKernel(kernelOptions);
    this.submitter = new Submitter(this, dice.fork('submitter'));
    this.adopt(this.kernel, true);
  }

  /** This is the head now. One that goes on has its contracts already. */
  adopt(kernel: Kernel, isNew: boolean): void {
    this.kernel = kernel;
    if (isNew) for (const contract of simContracts) this.#register(contract);
    this.#listen();
  }

  /** One call from outside, with all that it brings about. */
  call(input: Input, work: () => Output): Output {
    const call: Call = { input, output: null };
    if (this.#turn) {
      this.#turn.nested.push(call);
      this.#trace(`nested ${JSON.stringify(input)}`);
      call.output = work();
      return call.output;
    }
    const turn: Turn = {
      number: this.turns,
      atMs: this.clock.monotonicMs(),
      wallMs: this.clock.wallMs(),
      endMs: 0,
      wallEndMs: 0,
      dueMs: this.clock.dueMs,
      call,
      nested: [],
      events: [],
      texts: [],
      orders: [],
    };
    this.#turn = turn;
    this.turns += 1;
    this.#trace(`${turn.number} ${turn.atMs} ${JSON.stringify(input)}`);
    try {
      call.output = work();
    } finally {
      this.#turn = null;
    }
    this.mortality?.called();
    turn.endMs = this.clock.monotonicMs();
    turn.wallEndMs = this.clock.wallMs();
    if (this.isDead) {
      this.#forget();
      this.mortality?.died(turn);
      // Whoever asked never hears of it.
      return null;
    }
    this.#over(turn);
    return call.output;
  }

  report(
    type: string,
    paneId: string,
    payload: Readonly<Record<string, unknown>> = {},
    more: { readonly source?: string; readonly correlationId?: string } = {},
  ): Output {
    const fact = { type, paneId, source: sourceOf(type), payload, ...more };
    return this.call({ ask: 'report', fact }, () => {
      try {
        return this.kernel.report(fact);
      } catch (error) {
        return { threw: error instanceof Error ? error.name : 'unknown' };
      }
    });
  }

  /** A link is lost or found, as someone tells who saw it. */
  edge(type: string, paneId: string, payload: Readonly<Record<string, unknown>> = {}): void {
    if (!this.mortality?.losesEdge(type)) this.report(type, paneId, payload);
  }

  /** Calls that handlers made within this one. */
  get depth(): number {
    return this.#turn?.nested.length ?? 0;
  }

  /** A way is lost; half-open, nobody notices at first. */
  lose(way: string, tell: () => void, isHalfOpen: boolean): void {
    this.down.add(way);
    if (!isHalfOpen) tell();
    else this.clock.deliver(() => this.down.has(way) && tell(), noticedMs, 5);
  }

  query(query: EventQuery): void {
    this.call({ ask: 'look', at: `query ${JSON.stringify(query)}` }, () => {
      this.#asked.push({ query, answer: this.kernel.query(query) });
      return null;
    });
  }

  overheard(): Overheard {
    return { last: this.#last, injections: this.#injections, asked: this.#asked };
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  #setTime(dice: Dice): void {
    if (this.faults.has('late-timers')) {
      this.lateMaxMs = lateMs;
      this.clock.lateness = () => (dice.chance(0.4) && !this.healed ? dice.below(lateMs) : 0);
    }
    this.clock.onTimer = (fire) => {
      this.call({ ask: 'timer' }, () => {
        fire();
        return null;
      });
    };
  }

  #register(contract: Contract): void {
    if (this.isTwin && this.twin === 'no-shadow' && contract.mode === 'shadow') return;
    this.kernel.registerContract(contract);
  }

  #listen(): void {
    const { kernel } = this;
    kernel.on('*', (event) => this.#hear(event));
    kernel.on('inject.*', ({ eventId }) => this.#injections.push(eventId));
    this.#rascals.listenTo(kernel);
    kernel.on('*', ({ eventId }) => this.#last.push(eventId));
  }

  #hear(event: Envelope): void {
    if (this.isDead) return;
    this.mortality?.spoken();
    this.events += 1;
    const text = JSON.stringify(event);
    this.#trace(text);
    if (this.twin !== undefined || this.#options.keep) this.laneA.push(event);
    this.#turn?.events.push(event);
    this.#turn?.texts.push(text);
  }

  #over(turn: Turn): void {
    for (const order of turn.orders) this.#trace(JSON.stringify(order));
    const { output } = turn.call;
    if (output) this.#trace(JSON.stringify(output));
    this.#options.onTurn(turn);
    this.#forget();
    if (!this.driven) this.submitter.work(turn);
  }

  #forget(): void {
    this.#last = [];
    this.#injections = [];
    this.#asked = [];
  }

  #trace(line: string): void {
    this.#hash.update(line);
    this.#hash.update('\n');
    if (this.#options.keep) this.lines.push(line);
  }
}

function sourceOf(type: string): string {
  if (/^(?:inject|verify)/.test(type)) return 'injection.js';
  if (/^(?:daemon|pty)/.test(type)) return 'daemon';
  return type.startsWith('bridge') ? 'bridge' : 'terminal.js';
}
