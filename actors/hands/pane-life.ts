/**
 * One pane in the hands: its program in its terminal, from opening to closing, restarts included.
 * Orders that come while the terminal is being opened wait for it.
 *
 * @spec kernel 3.5 7.5
 */
import { type ProfileId, profiles } from '../../machines/compaction/profiles.ts';
import type { PaneSpec, TerminalOrder } from '../../machines/hands/pane-messages.ts';
import type { Host, Terminal, WaitStatus } from '../../runtime/host/host.ts';
import { createDrops, type Drops } from './drops.ts';
import type { KeyMemory } from './key-memory.ts';
import { createPaneInput, submitKey } from './pane-input.ts';
import { PaneProgram } from './pane-program.ts';
import { PaneView } from './pane-view.ts';
import type { PaneVoice } from './pane-voice.ts';
import { lostOrder, PaneWrites, sayMissing } from './pane-writes.ts';
import type { ParseRota } from './parse-rota.ts';

export interface PaneWorld {
  readonly host: Host;
  readonly voice: PaneVoice;
  readonly rota: ParseRota;
  readonly keys: KeyMemory;
}

const { generic, claude, codex, gemini } = profiles;

export class PaneLife {
  readonly id: string;
  readonly #world: PaneWorld;
  readonly #writes: PaneWrites;
  /** Of keys and answers, told in sums. */
  readonly #drops: Drops;
  #spec: PaneSpec;
  #view: PaneView;
  #running: PaneProgram | null = null;
  /** Orders that wait for the terminal; null when it is there, or is not coming. */
  #waiting: TerminalOrder[] | null = null;
  #opening: Promise<unknown> = Promise.resolve();
  #isWatched = false;
  /** It is being closed: nothing is opened any more, and whoever waits is told so. */
  #isClosed = false;

  constructor(world: PaneWorld, id: string, spec: PaneSpec) {
    this.id = id;
    this.#world = world;
    this.#spec = spec;
    this.#view = this.#newView();
    const { host, voice, keys } = world;
    this.#drops = createDrops(host.clock, (reason, count) =>
      voice.say(lostOrder(id, reason, count)),
    );
    this.#writes = new PaneWrites({
      ...{ paneId: id, clock: host.clock, voice, keys, readOnly: spec.readOnly },
      input: () => (this.isUp ? (this.#running?.input ?? null) : null),
      pastes: () => this.#view.bracketedPaste,
      screen: () => this.#view.now(),
      profile: () => this.#profile(),
      caused: () => this.#view.watch.cause(),
    });
  }

  get isUp(): boolean {
    return this.#running !== null && this.#running.status === null;
  }

  /** True when the program was started. */
  open(key: string): Promise<boolean> {
    this.#waiting = [];
    const opened = this.#open(key);
    this.#opening = opened;
    return opened;
  }

  /** A program that another hand started, in place of the one before. */
  adopt(terminal: Terminal, key: string): void {
    if (this.#running !== null) this.#renew();
    this.#begin(terminal, key);
  }

  obey(order: TerminalOrder): void {
    if (this.#waiting !== null) {
      this.#waiting.push(order);
      return;
    }
    switch (order.do) {
      case 'pane.write':
        this.#writes.write(order);
        return;
      case 'pane.submit':
        this.#writes.submit(order);
        return;
      case 'pane.hold':
      case 'pane.resume':
      case 'pane.drop':
        this.#writes.hear(order);
        return;
      case 'pane.resize':
        this.#resize(order.cols, order.rows, order.key);
        return;
      case 'pane.type':
        this.#type(order.data);
        return;
      case 'pane.kill':
        void this.#running?.end(order.signal, order.graceMs);
        return;
      case 'pane.restart':
        this.#waiting = [];
        this.#opening = this.#restart(order.key);
        return;
      case 'pane.look':
        this.#look(order.key);
        return;
      case 'pane.watch':
        this.#isWatched = order.on;
        this.#view.viewers(order.on);
        return;
      default:
        // Opened and closed it is by whoever keeps it.
        this.#world.voice.say(lostOrder(this.id, 'not_here'));
    }
  }

  /** Resolves when nothing of the program is left, or nothing that can be ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#opening;
    this.#writes.deferred.dropAll('pane_closed');
    await this.#running?.end('SIGHUP', closeGraceMs);
    this.#letGo();
  }

  async #open(key: string): Promise<boolean> {
    const { host, voice } = this.#world;
    const { command, args, cwd, env, cols, rows, nice = 0 } = this.#spec;
    const opened = await host.processes.terminal({
      ...{ command, args, env, cols, rows, nice, role: 'pane' },
      ...(cwd === null ? {} : { cwd }),
    });
    if ('error' in opened) {
      voice.say({ is: 'pane.open.failed', key, paneId: this.id, reason: opened.error });
    } else this.#begin(opened, key);
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    while (this.#waiting === null && waiting.length > 0) {
      const next = waiting.shift();
      if (next && this.#isClosed) sayMissing(voice, next);
      else if (next) this.obey(next);
    }
    // One of them began all over again: the others wait with those that came since.
    (this.#waiting as TerminalOrder[] | null)?.unshift(...waiting);
    return !('error' in opened);
  }

  #begin(terminal: Terminal, key: string): void {
    const { host, voice } = this.#world;
    const { pid } = terminal;
    const input = createPaneInput({
      clock: host.clock,
      encode: host.encode,
      write: terminal.write,
      typed: (keys) => this.#writes.typed(keys),
      dropped: (what, count, reason) => this.#drops.add(`${what}_${reason}`, count),
    });
    const running = new PaneProgram(host, terminal, input);
    this.#running = running;
    voice.say({ is: 'pane.opened', key, paneId: this.id, pid });
    voice.say({ is: 'pane.fact', paneId: this.id, type: 'pty.up', payload: { pid } });
    voice.say({ is: 'pane.mode', paneId: this.id, bracketedPaste: false });
    terminal.onOutput((chunk) => this.#view.print(chunk));
    terminal.onExit((status) => this.#died(running, status));
    this.#writes.deferred.resumeAll();
  }

  #died(running: PaneProgram, status: WaitStatus): void {
    running.status = status;
    if (this.#running !== running) return;
    const { voice } = this.#world;
    const { pid } = running.terminal;
    // What it showed last may be the evidence of what it was told last.
    this.#view.flush();
    this.#writes.down();
    const { kind: reason } = status;
    voice.say({ is: 'pane.fact', paneId: this.id, type: 'pty.down', payload: { reason } });
    voice.say({ is: 'pane.exited', paneId: this.id, pid, outcome: status });
  }

  async #restart(key: string): Promise<void> {
    await this.#running?.end('SIGHUP', closeGraceMs);
    if (this.#isClosed) {
      this.#refuseRestart(key);
      return;
    }
    this.#renew();
    await this.#open(key);
  }

  #refuseRestart(key: string): void {
    const { voice } = this.#world;
    voice.say({ is: 'pane.open.failed', key, paneId: this.id, reason: 'closed' });
    for (const order of this.#waiting ?? []) sayMissing(voice, order);
    this.#waiting = null;
  }

  #renew(): void {
    this.#letGo();
    this.#view = this.#newView();
    this.#view.viewers(this.#isWatched);
  }

  #letGo(): void {
    this.#running?.terminal.release();
    this.#running = null;
    this.#drops.flush();
    this.#view.flush();
    this.#view.stop();
  }

  #resize(cols: number, rows: number, key: string): void {
    // One that is down opens with it.
    this.#spec = { ...this.#spec, cols, rows };
    if (this.isUp && this.#running?.terminal.resize(cols, rows) === false) {
      // Whoever asked waits in vain, and asks again.
      this.#world.voice.say(lostOrder(this.id, 'resize_failed'));
      return;
    }
    this.#view.watch.resize(cols, rows);
    this.#world.voice.say({ is: 'pane.resized', key, paneId: this.id, cols, rows });
  }

  #type(data: string): void {
    const { host } = this.#world;
    const bytes = host.encode(data).length;
    if (this.#spec.readOnly) this.#drops.add('keys_read_only', bytes);
    else if (!this.isUp) this.#drops.add('keys_gone', bytes);
    else {
      if (data.includes(submitKey)) this.#view.watch.cause();
      this.#running?.input.type(data);
    }
  }

  #look(key: string): void {
    this.#view.catchUp();
    const { rows, columns: cols, cursor, alternate } = this.#view.now();
    const { title, bracketedPaste } = this.#view.watch.modes();
    const explanation = this.#view.watch.explain();
    this.#world.voice.show({
      ...{ is: 'pane.seen', key, paneId: this.id, cols, rows, cursor, alternate },
      ...{ title, bracketedPaste, explanation, paint: this.#view.paint() },
      ...this.#view.bytes(),
    });
  }

  /** Null for a program that nobody described. */
  #profile() {
    const { cli } = this.#spec;
    const id = cli ?? (this.#view.watch.explain().profile as ProfileId);
    return id === 'generic' ? null : (profiles[id] ?? null);
  }

  #newView(): PaneView {
    const { host, voice, rota } = this.#world;
    const { cols, rows, cli } = this.#spec;
    const fact = (type: 'pty.data.received' | 'event.dropped', payload: object): void =>
      voice.say({ is: 'pane.fact', paneId: this.id, type, payload: { ...payload } });
    return new PaneView({
      ...{ clock: host.clock, rota, paneId: this.id, cols, rows },
      profiles: cli === null ? [generic, claude, codex, gemini] : [profiles[cli]],
      listener: {
        data: (payload) => fact('pty.data.received', payload),
        lost: ({ bytes: droppedCount, first: oldestSeq, last: newestSeq }, reason) =>
          fact('event.dropped', {
            ...{ stage: 'screen-bytes', reason, droppedCount, oldestSeq, newestSeq },
          }),
        fault: (reason) => voice.say(lostOrder(this.id, reason)),
        compaction: ({ type, payload }) =>
          voice.say({ is: 'pane.fact', paneId: this.id, type, payload: { ...payload } }),
        mode: (bracketedPaste) => voice.say({ is: 'pane.mode', paneId: this.id, bracketedPaste }),
        answer: (text) => {
          if (this.isUp) this.#running?.input.answer(text);
        },
        osc: (payload) => this.#writes.heardOsc(payload),
        looked: (screen) => this.#writes.looked(screen),
        output: (bytes, where) =>
          voice.show({ is: 'pane.output', paneId: this.id, data: host.base64(bytes), ...where }),
      },
    });
  }
}

/** A hang-up gives a program so long to save what it has. */
const closeGraceMs = 500;
