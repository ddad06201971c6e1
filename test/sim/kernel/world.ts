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
import { createDice, type Dice } from './dice.ts';
import { drawFaults, type Faults } from './faults.ts';
import type { Asked, Overheard } from './memory-check.ts';
import { SimClock } from './sim-clock.ts';
import { simContracts } from './sim-contracts.ts';
import { Submitter } from './submitter.ts';
import { Terminals } from './terminals.ts';
import type { Accuse, Call, Input, Output, Turn, View } from './turn.ts';

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
}

const lateMs = 40;
/** A way that is half-open is noticed after so long, by the heartbeat that is missing. */
const noticedMs = 3_000;

export class World {
  readonly dice: Dice;
  readonly clock = new SimClock();
  readonly kernel: Kernel;
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
  telemetry = true;
  #turn: Turn | null = null;
  #last: string[] = [];
  #injections: string[] = [];
  #asked: Asked[] = [];
  #heardToThrow = 0;
  #heardToMeddle = 0;
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
    this.faults = drawFaults(dice);
    this.driven = dice.chance(0.7);
    this.isNested = dice.chance(0.2);
    this.panes = dice.chance(0.8) ? ['1', '2'] : ['1', '2', '3'];
    this.ttlMs = dice.chance(0.8) ? 45_000 : 3_000 + dice.below(60_000);
    this.terminals = new Terminals({
      clock: this.clock,
      dice: dice.fork('hands'),
      faults: () => (this.healed ? new Set() : this.faults),
      isLinked: (paneId) => !this.down.has('bridge') && !this.down.has(paneId),
      onOrder: (order) => this.#turn?.orders.push(order),
      deliver: (answer, tell) => {
        this.call({ ask: 'answer', answer }, () => {
          tell(answer);
          return null;
        });
      },
      onDeath: (paneId) => {
        this.down.add(paneId);
        this.clock.deliver(() => this.report('pty.down', paneId, { reason: 'died' }), 2, 7);
      },
      atOnce: this.isNested && dice.chance(0.5),
    });
    this.#setTime(dice.fork('clock'));
    this.kernel = createKernel({
      clock: this.clock,
      random: random.fork('kernel'),
      panes: this.panes,
      ttlMs: this.ttlMs,
      ...(this.driven ? { hands: this.terminals } : {}),
    });
    for (const contract of simContracts) this.#register(contract);
    this.submitter = new Submitter(this, dice.fork('submitter'));
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
    turn.endMs = this.clock.monotonicMs();
    turn.wallEndMs = this.clock.wallMs();
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

  view(): View {
    return {
      panes: this.panes,
      driven: this.driven,
      ttlMs: this.ttlMs,
      lateMaxMs: this.lateMaxMs,
      sleptMs: () => this.sleptMs,
      state: (paneId) => this.kernel.state(paneId),
      focusHolder: (paneId) => this.kernel.explain(paneId).focusHolder,
      devMode: () => this.devMode,
      telemetry: () => this.telemetry,
      applied: (key) => this.terminals.applied(key) + this.submitter.applied(key),
      pressed: (key, attempt) => this.terminals.pressed(key, attempt),
      size: (paneId) => this.terminals.size(paneId),
    };
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
    const { kernel, faults } = this;
    kernel.on('*', (event) => this.#hear(event));
    kernel.on('inject.*', ({ eventId }) => this.#injections.push(eventId));
    if (faults.has('hostile-subscribers')) kernel.on('*', vandalise);
    if (faults.has('throwing-subscribers')) {
      kernel.on('inject.*', () => {
        this.#heardToThrow += 1;
        if (this.#heardToThrow % 17 === 0) throw new Error('CANARY of a handler');
      });
    }
    if (this.isNested) kernel.on('*', (event) => this.#meddle(event));
    kernel.on('*', ({ eventId }) => this.#last.push(eventId));
  }

  #hear(event: Envelope): void {
    this.events += 1;
    const text = JSON.stringify(event);
    this.#trace(text);
    if (this.twin !== undefined || this.#options.keep) this.laneA.push(event);
    this.#turn?.events.push(event);
    this.#turn?.texts.push(text);
  }

  /** A handler that calls back: deterministic, and no deeper than one. */
  #meddle({ type, paneId }: Envelope): void {
    if (this.healed || /^(?:contract\.(?:checked|shadow)|telemetry|pty\.data)/.test(type)) return;
    this.#heardToMeddle += 1;
    if (this.#heardToMeddle % 13 !== 0 || (this.#turn?.nested.length ?? 0) > 3) return;
    if (type === 'inject.deferred') this.report('typing.idle', paneId);
    else if (type === 'pane.state.changed') this.report('typing.activity', paneId);
    else this.report('focus.changed', paneId, { to: paneId }, { source: 'meddler.js' });
  }

  #over(turn: Turn): void {
    for (const order of turn.orders) this.#trace(JSON.stringify(order));
    const { output } = turn.call;
    if (output) this.#trace(JSON.stringify(output));
    this.#options.onTurn(turn);
    this.#last = [];
    this.#injections = [];
    this.#asked = [];
    if (!this.driven) this.submitter.work(turn);
  }

  #trace(line: string): void {
    this.#hash.update(line);
    this.#hash.update('\n');
    if (this.#options.keep) this.lines.push(line);
  }
}

function vandalise(event: Envelope): void {
  for (const [key, value] of [
    ['type', 'changed'],
    ['correlationId', 'changed'],
    ['payload', {}],
  ] as const) {
    Reflect.set(event, key, value);
  }
  Reflect.set(event.payload, 'oddScribble', 1);
  for (const inner of Object.values(event.payload)) {
    if (typeof inner === 'object' && inner !== null) Reflect.set(inner, 'oddScribble', 1);
  }
}

function sourceOf(type: string): string {
  if (/^(?:inject|verify)/.test(type)) return 'injection.js';
  if (/^(?:daemon|pty)/.test(type)) return 'daemon';
  return type.startsWith('bridge') ? 'bridge' : 'terminal.js';
}
