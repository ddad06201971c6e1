/**
 * Goal: each of the six statuses of `daemon.write.ack` comes from a cause of its own that real
 * programs have, is of the correlation of its injection, and leads to the end that fits.
 * Method: a kernel and real terminals, and between them a bridge that can lose words of one pane.
 *
 * @spec kernel 3.5
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalHands } from '../../../actors/hands/local-hands.ts';
import type { HandsMessage, PaneHands, PaneOrder } from '../../../machines/hands/pane-messages.ts';
import { openDiary, stubbornSpec } from './clis.ts';
import { openPaneStage, type PaneStage } from './pane-stage.ts';

/** What a bridge does when it is cut: words are lost, and orders come again. */
class LossyBridge implements PaneHands {
  readonly #panes: LocalHands['panes'];
  readonly orders: PaneOrder[] = [];
  /** By pane: what does not come. */
  readonly losing = new Map<string, (message: HandsMessage) => boolean>();

  constructor(panes: LocalHands['panes']) {
    this.#panes = panes;
  }

  send(order: PaneOrder): void {
    this.orders.push(order);
    this.#panes.send(order);
  }

  onAnswer(listener: (message: HandsMessage) => void): () => void {
    return this.#panes.onAnswer((message) => {
      const loses = 'paneId' in message ? this.losing.get(message.paneId) : undefined;
      if (!loses?.(message)) listener(message);
    });
  }
}

let stage: PaneStage;
let bridge: LossyBridge;
const diary = openDiary();

beforeAll(async () => {
  stage = await openPaneStage({}, (panes) => {
    bridge = new LossyBridge(panes);
    return bridge;
  });
});
afterAll(async () => {
  await stage.close();
  diary.remove();
});

const acks = (correlationId: string) =>
  stage.events.flatMap(({ correlationId: of, type, payload }) =>
    of === correlationId && type === 'daemon.write.ack' ? [payload] : [],
  );

/** The one status that it was answered with, however often, and what became of it. */
async function answered(
  paneId: string,
  body: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<readonly [unknown, unknown]> {
  const { ended, correlationId } = stage.inject(paneId, body, more);
  const { type, payload } = await ended;
  const statuses = new Set(acks(correlationId).map(({ status }) => status));
  return [[...statuses].join(), type === 'inject.failed' ? payload.reason : type];
}

/** Its program is dead, and the kernel does not know. */
async function killUnheard(paneId: string): Promise<void> {
  const pid = await stage.open(paneId, { command: 'cat' });
  bridge.losing.set(paneId, ({ is }) => is === 'pane.fact' || is === 'pane.exited');
  process.kill(pid, 'SIGKILL');
  await stage.until(() => stage.hands.panes.levels()[paneId] === 'down');
}

describe.concurrent('a write is answered', () => {
  it('accepted: the terminal has it', async () => {
    await stage.open('takes', { command: 'cat' });
    expect(await answered('takes', 'hello')).toEqual(['accepted', 'inject.verified']);
  });

  it('rejected_terminal_missing: the pane was closed a moment ago', async () => {
    await stage.open('closed', { command: 'cat' });
    stage.ask('closed', { do: 'pane.close' });
    const status = 'rejected_terminal_missing';
    expect(await answered('closed', 'too late')).toEqual([status, status]);
  });

  it('rejected_not_alive: its program was killed, the news is on its way, and it may not wait', async () => {
    await killUnheard('killed');
    const status = 'rejected_not_alive';
    expect(await answered('killed', 'too late', { critical: true })).toEqual([status, status]);
  });

  it('not at all while its program is dead, if it may wait; accepted when it is back', async () => {
    await killUnheard('revived');
    const { ended, correlationId } = stage.inject('revived', 'in time');
    bridge.losing.delete('revived');
    await stage.until(() => stage.chain(correlationId).includes('inject.deferred'));
    stage.ask('revived', { do: 'pane.restart' });
    expect((await ended).type).toBe('inject.verified');
    expect(acks(correlationId).map(({ status }) => status)).toEqual(['accepted']);
    const waits = stage.chain(correlationId).filter((type) => /deferred|resumed/.test(type));
    expect(waits).toEqual(['inject.deferred', 'inject.resumed']);
  });

  it('rejected_mode_noninteractive: it was opened to be looked at', async () => {
    await stage.open('only-seen', { command: 'cat', readOnly: true });
    const status = 'rejected_mode_noninteractive';
    expect(await answered('only-seen', 'not for you')).toEqual([status, status]);
    expect((await stage.screen('only-seen')).rows.join('')).toBe('');
  });

  it('blocked_ghost_dedup: the answer was lost and the order came again; typed it is once', async () => {
    const script = 'read -r line; echo "<$line>"; sleep 60';
    await stage.open('twice', { command: 'sh', args: ['-c', script] });
    bridge.losing.set('twice', ({ is }) => is === 'pane.write.acked');
    const { ended, correlationId } = stage.inject('twice', 'only once');
    await stage.until(() =>
      stage.said.some((one) => one.is === 'pane.write.acked' && one.paneId === 'twice'),
    );
    bridge.losing.delete('twice');
    const again = bridge.orders.findLast((one) => one.paneId === 'twice');
    if (again) bridge.send(again);
    expect((await ended).type).toBe('inject.verified');
    expect(acks(correlationId).map(({ status }) => status)).toEqual(['blocked_ghost_dedup']);
    await stage.sees('twice', '<only once>');
  });

  it('error: the program has read nothing for five seconds', async () => {
    await stage.open('never', stubbornSpec('never-reads', diary.file('never')));
    await stage.sees('never', 'I do not listen');
    expect(await answered('never', 'x'.repeat(300_000))).toEqual(['error', 'error']);
    const told = stage.said.find((one) => one.is === 'pane.write.acked' && one.paneId === 'never');
    expect(told).toMatchObject({ reason: 'does_not_read' });
  });
});
