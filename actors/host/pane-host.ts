/**
 * The host of panes: a kernel, the panes that it keeps, and the clients that look at them and ask
 * for things. It knows neither sockets nor terminals: clients come as wires, terminals as hands.
 *
 * @spec kernel 1 7
 */
import { readRequest } from '../../machines/control/requests.ts';
import type { HandsMessage } from '../../machines/hands/pane-messages.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { Client } from './client.ts';
import { ContractDesk } from './contract-desk.ts';
import { EventDesk } from './event-desk.ts';
import { PaneBook } from './pane-book.ts';
import type { PaneHostInput } from './pane-host-input.ts';
import { RequestDesk } from './request-desk.ts';
import { TypingDesk } from './typing-desk.ts';
import { Viewers } from './viewers.ts';
import type { Wire } from './wire.ts';

/** What a program is given to end by itself when its host ends. */
const stopGraceMs = 1_500;

export interface PaneHost {
  join(wire: Wire): void;
  /** The hands are gone, and with them every program; panes stay, and can be restarted. */
  handsLost(): void;
  /** Ends every program, then the kernel, then the clients. */
  stop(isForced: boolean): void;
}

export function createPaneHost(input: PaneHostInput): PaneHost {
  const { kernel, hands, clock, random } = input;
  const clients = new Set<Client>();
  let joined = 0;
  const book: PaneBook = new PaneBook({
    ...{ kernel, hands, clock, random, sessionId: input.facts.sessionId },
    onEnded: (pane) => viewers.ended(pane),
    onGone: (pane) => {
      typing.forget(pane.id);
      viewers.gone(pane);
    },
  });
  const viewers: Viewers = new Viewers({ book, clock });
  const typing: TypingDesk = new TypingDesk({
    ...{ kernel, clock },
    sits: (paneId, client) => viewers.has(paneId, client),
    type: (paneId, data, meta) => book.order({ do: 'pane.type', paneId, data }, undefined, meta),
  });
  const startMs = clock.wallMs();
  const events = new EventDesk({ kernel, startMs, later: input.later });
  const contracts = new ContractDesk({
    ...{ kernel, shelf: input.shelf, registered: input.registered },
    sessionId: input.facts.sessionId,
  });
  const stop = createStop(input, { book, events, contracts, clients });
  const desks = { book, typing, viewers, events, contracts };
  const desk = new RequestDesk({ ...desks, host: input, clients: () => clients.size, stop });
  hands.onAnswer((message) => hear(message, book));
  hands.onPicture((picture) => viewers.show(picture));
  // A pane is as large as its terminal says.
  kernel.on('pty.resize.ack', ({ paneId, payload }: Envelope) => {
    const found = book.find(paneId);
    const { cols, rows } = payload;
    if (found.ok && typeof cols === 'number' && typeof rows === 'number') {
      Object.assign(found.value, { cols, rows });
      viewers.resized(found.value);
    }
  });
  return {
    join(wire) {
      joined += 1;
      const client = new Client(`client-${joined}`, wire, input.keepSafe);
      clients.add(client);
      wire.onMessage((message) => {
        const request = readRequest(message);
        if (request.ok) desk.take(request.value, client);
        else client.answer(request.id, request);
      });
      // Keys that it typed rest in their own time, unless it sat at the terminal.
      wire.onClose(() => clients.delete(client));
    },
    handsLost: () => book.lost(),
    stop: (isForced) => stop(isForced, () => {}),
  };
}

function hear(message: HandsMessage, book: PaneBook): void {
  switch (message.is) {
    case 'pane.opened':
    case 'pane.open.failed':
    case 'pane.exited':
      book.hear(message);
      return;
    default:
  }
}

interface Stopping {
  readonly book: PaneBook;
  readonly events: EventDesk;
  readonly contracts: ContractDesk;
  readonly clients: ReadonlySet<Client>;
}

function createStop(input: PaneHostInput, { book, events, contracts, clients }: Stopping) {
  const waiting: (() => void)[] = [];
  let isStopping = false;
  let isOver = false;
  const over = (): void => {
    isOver = true;
    contracts.close();
    input.kernel.stop();
    input.later(() => {
      events.stop();
      for (const told of waiting) told();
      for (const client of clients) client.close();
      input.onStopped();
    });
  };
  return (isForced: boolean, done: () => void): void => {
    waiting.push(done);
    if (isOver || (isStopping && !isForced)) return;
    isStopping = true;
    const graceMs = isForced ? 0 : stopGraceMs;
    const alive = book.all.filter(({ end }) => end === null);
    let left = alive.length;
    const ended = (): void => {
      left -= 1;
      if (left <= 0 && !isOver) over();
    };
    for (const pane of alive) {
      book.kill(pane, { signal: isForced ? 'SIGKILL' : 'SIGHUP', graceMs });
      book.afterEnd(pane, graceMs + stopGraceMs, ended);
    }
    if (alive.length === 0) over();
  };
}
