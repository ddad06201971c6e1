/**
 * Goal: what one end of the bridge says the other hears, once and in order, whatever becomes of
 * the connection; what is lost is told with its numbers; what is of another epoch is not believed;
 * and nothing grows without bound. Method: both real ends over real sockets, with a relay between
 * them that cuts and freezes.
 *
 * @spec kernel 7.2 7.3 7.5 7.6 11
 */
import { afterEach, describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { meta, openRig, type Rig } from './rig.ts';

const rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close();
});

async function open(options: Parameters<typeof openRig>[0] = {}): Promise<Rig> {
  const rig = await openRig(options);
  rigs.push(rig);
  return rig;
}

const measured = (atMs: number) =>
  ({ is: 'stressor.measured', meta, clipId: 'c', atMs, asked: 1, delivered: 1 }) as const;
const started = (atMs: number) => ({ is: 'stressor.started', meta, clipId: 'c', atMs }) as const;
const atMsOf = (answers: Rig['heard']['answers'], is: string) =>
  answers.flatMap((answer) => (answer.is === is && 'atMs' in answer ? [answer.atMs] : []));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a round trip', () => {
  it('takes an order to the hands and the answer back, for both ports', async () => {
    const rig = await open();
    const order = { do: 'pane.look', key: 'k', paneId: '1', meta } as const;
    rig.remote.send({ meta, do: 'sampling.stop' });
    rig.remote.panes.send(order);
    await rig.until(() => rig.told.orders.length === 1);
    expect(rig.told.commands).toEqual([{ meta, do: 'sampling.stop' }]);
    expect(rig.told.orders).toEqual([order]);
    rig.say(started(7));
    rig.sayOfPane({ is: 'pane.mode', paneId: '1', bracketedPaste: true });
    const picture = { is: 'pane.output', paneId: '1', data: 'YQ==', dropped: 0, from: 0 } as const;
    rig.sayOfPane(picture);
    await rig.until(() => rig.heard.pictures.length === 1);
    expect(rig.heard.answers).toEqual([started(7)]);
    expect(rig.heard.pictures).toEqual([picture]);
    expect(rig.heard.messages).toEqual([
      { is: 'hands.connected', epoch: 1, lastSeq: 0 },
      { is: 'pane.mode', paneId: '1', bracketedPaste: true, epoch: 1, seq: 1 },
    ]);
  });

  it('keeps what was said before anybody connected', async () => {
    const rig = await open();
    for (const n of upTo(10)) rig.remote.send({ meta, do: 'stressor.stop', clipId: `${n}` });
    expect(rig.told.commands).toEqual([]);
    await rig.until(() => rig.told.commands.length === 10);
  });

  it('refuses a write that is too large, in the words of the port', async () => {
    const rig = await open();
    const text = '\u0001'.repeat(300_000);
    rig.remote.panes.send({ do: 'pane.write', key: 'k', paneId: '1', meta, text, mode: 'keys' });
    await rig.until(() => rig.heard.messages.some(({ is }) => is === 'pane.write.acked'));
    expect(rig.heard.messages.find(({ is }) => is === 'pane.write.acked')).toMatchObject({
      key: 'k',
      status: 'error',
      reason: 'too_large',
    });
    expect(rig.told.orders).toEqual([]);
  });
});

describe('a connection that is cut', () => {
  it('comes back, and nothing is missing, twice or out of order, in either direction', async () => {
    const rig = await open();
    const count = 3_000;
    const words = (is: string) => rig.heard.messages.filter((message) => message.is === is).length;
    let cuts = 0;
    for (const n of upTo(count)) {
      rig.say(started(n));
      rig.remote.send({ meta, do: 'stressor.stop', clipId: String(n) });
      if (n % 300 === 150) {
        await rig.until(() => words('hands.connected') === cuts + 1);
        // Somewhere in the middle of what is under way.
        await rig.until(() => rig.heard.answers.length > n / 2);
        rig.relay.cut();
        cuts += 1;
      }
    }
    await rig.until(() => rig.heard.answers.length >= count && rig.told.commands.length >= count);
    expect(atMsOf(rig.heard.answers, 'stressor.started')).toEqual(upTo(count));
    const stopped = rig.told.commands.map((command) => 'clipId' in command && command.clipId);
    expect(stopped).toEqual(upTo(count).map(String));
    await rig.until(() => words('hands.connected') === cuts + 1);
    expect([cuts, words('hands.disconnected'), rig.relay.connections()]).toEqual([10, 10, 11]);
  });

  it('is told at once, and so is its return', async () => {
    const rig = await open();
    await rig.until(() => rig.heard.messages.length === 1);
    rig.relay.cut();
    await rig.until(() => rig.heard.messages.length === 3);
    expect(rig.heard.messages).toEqual([
      { is: 'hands.connected', epoch: 1, lastSeq: 0 },
      { is: 'hands.disconnected', epoch: 1, reason: 'connection_lost' },
      { is: 'hands.connected', epoch: 1, lastSeq: 0 },
    ]);
  });

  it('is given up when it stays away, and the run is told', async () => {
    const clock = createVirtualClock();
    const rig = await open({ clock });
    rig.remote.send({ meta, do: 'sampling.stop' });
    await rig.until(() => rig.heard.messages.length === 1);
    rig.relay.close();
    await rig.until(() => rig.heard.messages.length === 2);
    for (const _ of upTo(110)) {
      clock.advance(100);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await rig.until(() => rig.heard.answers.length > 0);
    expect(rig.heard.answers).toEqual([
      { is: 'hands.failed', meta, reason: 'The hands no longer answer on the bridge.' },
    ]);
    rig.remote.send({ meta, do: 'hands.close' });
    await rig.until(() => rig.heard.answers.length > 1);
    expect(rig.heard.answers[1]).toEqual({
      is: 'hands.closed',
      meta,
      leftovers: [],
      orphanGuard: 'none',
    });
  });
});

describe('a connection that is half open', () => {
  it('counts as lost after three seconds of silence, and comes back whole', async () => {
    const clock = createVirtualClock();
    const rig = await open({ clock });
    await rig.until(() => rig.heard.messages.length === 1);
    rig.relay.freeze();
    rig.say(started(1));
    for (const _ of upTo(31)) {
      clock.advance(100);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await rig.until(() => rig.heard.messages.some(({ is }) => is === 'hands.disconnected'));
    const lost = rig.heard.messages.filter(({ is }) => is === 'hands.disconnected');
    expect(lost).toEqual([{ is: 'hands.disconnected', epoch: 1, reason: 'silence' }]);
    rig.relay.thaw();
    rig.say(started(2));
    for (const _ of upTo(5)) {
      clock.advance(100);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await rig.until(() => rig.heard.answers.length === 2);
    expect(atMsOf(rig.heard.answers, 'stressor.started')).toEqual([1, 2]);
  });
});

describe('a storm', () => {
  it('loses figures only, counts them, and says from where to where', {
    timeout: 30_000,
  }, async () => {
    const rig = await open();
    await rig.until(() => rig.heard.messages.length === 1);
    rig.remote.send({ meta, do: 'sampling.stop' });
    await rig.until(() => rig.told.commands.length === 1);
    rig.relay.freeze();
    const figures = 50_000;
    const facts = 500;
    const before = process.memoryUsage().heapUsed;
    for (const n of upTo(figures)) {
      rig.say(measured(n));
      if (n % (figures / facts) === 0) rig.say(started(n));
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(128 * 2 ** 20);
    rig.relay.thaw();
    await rig.until(() => atMsOf(rig.heard.answers, 'stressor.measured').at(-1) === figures - 1);
    await rig.until(() => atMsOf(rig.heard.answers, 'stressor.started').length === facts);
    const heard = atMsOf(rig.heard.answers, 'stressor.measured');
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    const order = atMsOf(rig.heard.answers, 'stressor.started');
    expect(order).toEqual(upTo(facts).map((n) => n * (figures / facts)));
    const losses = rig.heard.answers.flatMap((one) => (one.is === 'answers.dropped' ? [one] : []));
    const dropped = losses.reduce((sum, { count }) => sum + count, 0);
    expect(dropped).toBeGreaterThan(0);
    expect(heard.length + dropped).toBe(figures);
    for (const { stage, reason, oldestSeq = 0, newestSeq = 0 } of losses) {
      expect({ stage, reason }).toEqual({ stage: 'bridge', reason: 'queue_full' });
      expect(newestSeq).toBeGreaterThanOrEqual(oldestSeq);
    }
    const words = rig.heard.messages.filter(({ is }) => is === 'hands.heartbeat');
    const { ours, theirs } = rig.remote.stats();
    expect(ours.received).toBe(rig.heard.answers.length + words.length);
    expect(theirs.dropped).toBeLessThanOrEqual(dropped);
  });

  it('of what a pane prints is shown or told as dropped, byte for byte', async () => {
    const rig = await open();
    await rig.until(() => rig.heard.messages.length === 1);
    rig.relay.freeze();
    const portion = 100_000;
    const data = Buffer.alloc(portion, 'x').toString('base64');
    const print = (from: number): void =>
      rig.sayOfPane({ is: 'pane.output', paneId: '1', data, dropped: 0, from });
    for (const n of upTo(200)) print(n * portion);
    rig.relay.thaw();
    const all = 200 * portion;
    const shown = () =>
      rig.heard.pictures.flatMap((one) => (one.is === 'pane.output' ? [one] : []));
    const endOf = ({ from, dropped }: { from: number; dropped: number }) =>
      from + dropped + portion;
    await rig.until(() => shown().some((one) => endOf(one) === all));
    const dropped = shown().reduce((sum, one) => sum + one.dropped, 0);
    expect(dropped).toBeGreaterThan(0);
    expect(shown().length * portion + dropped).toBe(all);
    // Looked at anew it counts anew, and nothing was lost.
    print(0);
    await rig.until(() => shown().at(-1)?.from === 0);
    expect(shown().at(-1)).toMatchObject({ dropped: 0 });
  });

  it('of both ends at once ends, and nothing is missing', async () => {
    // More than either end may have in flight, each of them answered at once.
    const count = 20_000;
    const answerTo = ({ do: what, ...rest }: { readonly do: string }) =>
      started(what === 'stressor.stop' && 'clipId' in rest ? Number(rest.clipId) : -1);
    const rig = await open({ answerTo });
    for (const n of upTo(count)) rig.remote.send({ meta, do: 'stressor.stop', clipId: `${n}` });
    await rig.until(() => rig.heard.answers.length === count);
    expect(atMsOf(rig.heard.answers, 'stressor.started')).toEqual(upTo(count));
  });

  it('of orders to hands that do not read is refused, not kept', async () => {
    const rig = await open();
    await rig.until(() => rig.heard.messages.length === 1);
    rig.relay.freeze();
    const write = (n: number) =>
      rig.remote.panes.send({
        ...{ do: 'pane.write', key: String(n), paneId: '1', meta, mode: 'keys' },
        text: 'x'.repeat(1_000),
      });
    for (const n of upTo(20_000)) write(n);
    const refused = () => rig.heard.messages.filter(({ is }) => is === 'pane.write.acked');
    await rig.until(() => refused().length > 0);
    rig.relay.thaw();
    await rig.until(() => rig.told.orders.length + refused().length === 20_000);
    expect(refused()[0]).toMatchObject({ status: 'error', reason: 'bridge_full' });
    const told = rig.told.orders.map(({ key }) => Number(key));
    expect(told).toEqual(upTo(told.length));
  });

  it('of answers makes orders wait at the hands, and then they are obeyed in order', async () => {
    const rig = await open();
    const [answers, orders] = [10_000, 500];
    await rig.until(() => rig.heard.messages.length === 1);
    rig.relay.freezeAnswers();
    for (const n of upTo(answers)) rig.say(started(n));
    for (const n of upTo(orders)) rig.remote.send({ meta, do: 'stressor.stop', clipId: `${n}` });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(rig.told.commands).toEqual([]);
    rig.relay.thaw();
    await rig.until(() => rig.told.commands.length === orders);
    const stopped = rig.told.commands.map((command) => 'clipId' in command && command.clipId);
    expect(stopped).toEqual(upTo(orders).map(String));
    await rig.until(() => rig.heard.answers.length === answers);
  });
});

describe('hands of another epoch', () => {
  it('are not believed', async () => {
    const rig = await open({ epoch: 1, headEpoch: 2 });
    rig.remote.send({ meta, do: 'sampling.stop' });
    rig.say(started(1));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(rig.heard.answers).toEqual([]);
    expect(rig.told.commands).toEqual([]);
  });
});

describe('a heartbeat', () => {
  it('says the level of every pane, after all that was said before', async () => {
    const rig = await open();
    for (const _ of upTo(5)) {
      rig.sayOfPane({ is: 'pane.fact', paneId: '1', type: 'pty.up', payload: {} });
    }
    await rig.until(() => rig.heard.messages.some(({ is }) => is === 'hands.heartbeat'));
    expect(rig.heard.messages.at(-1)).toEqual({
      is: 'hands.heartbeat',
      epoch: 1,
      panes: { '1': 'up', '2': 'down' },
      highWaterSeq: 5,
    });
  });
});
