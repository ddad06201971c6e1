/**
 * What clients ask, done: each request is answered once, at once or when what it asked for has
 * come about. Whatever acts on a program by the kernel's leave goes through the kernel.
 *
 * @spec kernel 1 5
 */
import { paneOf, showsItself } from '../../machines/control/own-pane.ts';
import type { ControlAct, ControlRequest, RequestOf } from '../../machines/control/requests.ts';
import { signalProblem } from '../../machines/control/signals.ts';
import type { Explained, PaneRow } from '../../machines/control/values.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import type { Verdict } from '../../machines/kernel/verdict.ts';
import type { Client } from './client.ts';
import type { ContractDesk } from './contract-desk.ts';
import type { EventDesk } from './event-desk.ts';
import type { PaneBook, PaneRecord } from './pane-book.ts';
import type { PaneHostInput } from './pane-host-input.ts';
import type { TypingDesk } from './typing-desk.ts';
import type { Viewers } from './viewers.ts';

export interface Desks {
  readonly book: PaneBook;
  readonly typing: TypingDesk;
  readonly viewers: Viewers;
  readonly events: EventDesk;
  readonly contracts: ContractDesk;
}

export interface RequestDeskInput extends Desks {
  readonly host: PaneHostInput;
  readonly clients: () => number;
  readonly stop: (isForced: boolean, done: () => void) => void;
}

type Told = (result: Result<unknown>) => void;
type Handler<Act extends ControlAct> = (
  request: RequestOf<Act>,
  told: Told,
  client: Client,
) => void;

export class RequestDesk {
  readonly #input: RequestDeskInput;
  readonly #handlers: { readonly [Act in ControlAct]: Handler<Act> };

  constructor(input: RequestDeskInput) {
    this.#input = input;
    const { book, events, contracts, host } = input;
    const of =
      <Act extends ControlAct>(
        work: (pane: PaneRecord, ...rest: Parameters<Handler<Act>>) => void,
      ) =>
      (...rest: Parameters<Handler<Act>>): void => {
        const found = book.find((rest[0] as { readonly paneId: string }).paneId);
        if (found.ok) work(found.value, ...rest);
        else rest[1](found);
      };
    this.#handlers = {
      'host.status': (_, told) => told(succeed(this.#status())),
      'host.stop': ({ force }, told) => input.stop(force, () => told(succeed({ stopped: true }))),
      'pane.open': ({ spec }, told) => book.open(spec, told),
      'pane.list': (_, told) => told(succeed(this.#list())),
      'pane.inject': of<'pane.inject'>((pane, request, told) => this.#inject(pane, request, told)),
      'pane.await': ({ correlationId }, told) => events.await(correlationId, told),
      'pane.type': of<'pane.type'>((pane, request, told, { name }) =>
        told(this.#type(pane, request, name)),
      ),
      'pane.resize': of<'pane.resize'>((pane, size, told, client) => {
        input.viewers.sized(pane.id, client, { cols: size.cols, rows: size.rows });
        told(this.#resize(pane, size));
      }),
      'pane.kill': of<'pane.kill'>((pane, request, told) => this.#kill(pane, request, told)),
      'pane.restart': of<'pane.restart'>((pane, _, told) => this.#restart(pane, told)),
      'pane.close': of<'pane.close'>((pane, _, told) =>
        book.close(pane, () => told(succeed({ paneId: pane.id, outcome: pane.end }))),
      ),
      'pane.screen': of<'pane.screen'>((pane, _, told) => input.viewers.look(pane, told)),
      'pane.explain': of<'pane.explain'>((pane, _, told) => this.#explain(pane, told)),
      'pane.attach': of<'pane.attach'>((pane, request, told, client) =>
        this.#attach(pane, request, told, client),
      ),
      'events.read': (request, _, client) => events.read(client, request.id, request),
      'stream.end': ({ of: stream }, told, client) =>
        told(client.endStream(stream) ? succeed(null) : refuse([noStream])),
      'safe-mode': ({ state }, told) => {
        host.kernel.safeMode(state);
        told(succeed({ safeMode: host.kernel.stats().safeMode }));
      },
      'contracts.list': (_, told) => told(succeed({ contracts: contracts.list() })),
      'contracts.judge': (request, told) => told(contracts.judge(request)),
      'contracts.promote': ({ contractId }, told) => told(contracts.promote(contractId)),
    };
  }

  take(request: ControlRequest, client: Client): void {
    const told: Told = (result) => client.answer(request.id, result);
    // The handler under the name of a request takes that request.
    const handler = this.#handlers[request.do] as Handler<ControlAct>;
    handler(request, told, client);
  }

  #status() {
    const { host, book } = this.#input;
    return {
      ...host.facts,
      panes: book.all.length,
      clients: this.#input.clients(),
      safeMode: host.kernel.stats().safeMode,
      bridge: host.bridge(),
    };
  }

  #list() {
    const { book, host } = this.#input;
    return { panes: book.all.map((pane) => this.#row(pane)), bridge: host.bridge() };
  }

  #row({ id, spec, cols, rows, pid, end }: PaneRecord): PaneRow {
    const { host, viewers } = this.#input;
    const { command, args, cli, readOnly } = spec;
    const queue = host.kernel.stats().queues[id] ?? 0;
    const state = host.kernel.state(id);
    const clients = viewers.count(id);
    return {
      id,
      command,
      args,
      cli,
      readOnly,
      cols,
      rows,
      pid,
      outcome: end,
      state,
      queue,
      clients,
    };
  }

  #inject({ id, spec, end }: PaneRecord, request: RequestOf<'pane.inject'>, told: Told): void {
    const { text, critical, lossyPolicy } = request;
    const verdict = this.#input.host.kernel.submit({
      ...{ type: 'inject.requested', paneId: id, source: 'injection.js', critical },
      payload: { body: text, lossyPolicy, ...(spec.cli === null ? {} : { cli: spec.cli }) },
    });
    told(succeed({ paneId: id, ...verdictOf(verdict), outcome: end, safeMode: this.#isSafe() }));
  }

  #isSafe(): boolean {
    return this.#input.host.kernel.stats().safeMode;
  }

  /** Keys that nobody would get are refused, and hold nobody back. */
  #type(pane: PaneRecord, request: RequestOf<'pane.type'>, client: string): Result<null> {
    const { typing } = this.#input;
    const { data, isReport = false } = request;
    if (pane.end !== null) return refuse([hasEnded(pane)]);
    if (pane.spec.readOnly) return refuse([isReadOnly(pane)]);
    return isReport ? typing.pass(pane.id, client, data) : typing.type(pane.id, client, data);
  }

  #resize(
    { id, end }: PaneRecord,
    { cols, rows }: { cols: number; rows: number },
  ): Result<unknown> {
    const payload = { cols, rows };
    const { kernel } = this.#input.host;
    const type = 'resize.requested';
    const verdict = kernel.submit({ type, paneId: id, source: 'renderer.js', payload });
    return succeed({ paneId: id, ...verdictOf(verdict), outcome: end, safeMode: this.#isSafe() });
  }

  #kill(pane: PaneRecord, { signal, graceMs }: RequestOf<'pane.kill'>, told: Told): void {
    const { book } = this.#input;
    const problem = pane.end === null ? signalProblem(signal) : hasEnded(pane);
    if (problem !== null) {
      told(refuse([problem]));
      return;
    }
    book.kill(pane, { signal, graceMs });
    book.afterEnd(pane, graceMs + endPatienceMs, (isOver) => {
      told(isOver ? succeed({ paneId: pane.id, outcome: pane.end }) : refuse([stillThere(pane)]));
    });
  }

  #restart(pane: PaneRecord, told: Told): void {
    this.#input.book.restart(pane, (result) => {
      if (result.ok) this.#input.viewers.started(pane);
      told(result);
    });
  }

  #attach(
    pane: PaneRecord,
    { id, size, within: own = '' }: RequestOf<'pane.attach'>,
    told: Told,
    client: Client,
  ): void {
    const { viewers, typing, host } = this.#input;
    const within = paneOf(own, host.facts.sessionId);
    if (within !== null && showsItself(pane.id, within, (each) => viewers.shownIn(each))) {
      told(refuse([withinItself(pane)]));
      return;
    }
    // First of all, so that the screen that is shown has the size already.
    if (size !== null) this.#resize(pane, size);
    const onLeft = (): void => {
      typing.left(pane.id, client.name);
      this.#fit(pane);
    };
    viewers.attach(pane, client, { id, size, within, onLeft });
  }

  /** Whoever is still there has the pane in the size of the terminal that is looked at. */
  #fit(pane: PaneRecord): void {
    const size = this.#input.viewers.sizeFor(pane.id);
    const isSo = size === null || (size.cols === pane.cols && size.rows === pane.rows);
    if (!isSo && pane.end === null) this.#resize(pane, size);
  }

  #explain(pane: PaneRecord, told: Told): void {
    const { host, viewers, typing } = this.#input;
    viewers.look(pane, (seen) => {
      const { gates, focusHolder, active, queue } = host.kernel.explain(pane.id);
      const sight = seen.ok ? seen.value : null;
      const explained: Explained = {
        pane: this.#row(pane),
        ...{ gates: [...gates], focusHolder, active },
        queue: queue.map((one) => ({ ...one, reasons: [...one.reasons] })),
        typist: typing.typist(pane.id),
        compaction: sight?.explanation ?? null,
        bracketedPaste: sight?.bracketedPaste ?? null,
        bytes: sight && { read: sight.readBytes, dropped: sight.droppedBytes },
        bridge: host.bridge(),
      };
      told(succeed(explained));
    });
  }
}

/** Beyond the grace: SIGKILL needs no time, but a busy machine does. */
const endPatienceMs = 5_000;

function verdictOf({ decision, reasons, event }: Verdict) {
  const eventId = event?.eventId ?? null;
  return { decision, reasons, eventId, correlationId: event?.correlationId ?? null };
}

const noStream: Problem = {
  code: 'UNKNOWN_STREAM',
  message: 'Expected the number of a stream that goes on, got another.',
};

function hasEnded({ id }: PaneRecord): Problem {
  return {
    code: 'PANE_ENDED',
    message: `Expected a pane whose program runs, got ${id}, whose program has ended.`,
    hint: `Try \`ambush pane restart ${id}\`, or \`ambush pane close ${id}\`.`,
  };
}

function isReadOnly({ id }: PaneRecord): Problem {
  return {
    code: 'PANE_READ_ONLY',
    message: `Expected a pane that may be written into, got ${id}, which was opened read-only.`,
    hint: 'Try `ambush pane open` without --read-only.',
  };
}

function withinItself({ id }: PaneRecord): Problem {
  return {
    code: 'PANE_IN_ITSELF',
    message: `Expected a pane that does not show this terminal, got ${id}: it would show itself for ever.`,
    hint: `Try \`ambush pane attach ${id}\` in a terminal outside of it.`,
  };
}

function stillThere({ id, pid }: PaneRecord): Problem {
  return {
    code: 'PANE_STILL_THERE',
    message: `Expected the program of pane ${id} to end, got none of it yet (process ${pid}).`,
    hint: `Try \`ambush pane kill ${id} --signal SIGKILL\`.`,
  };
}
