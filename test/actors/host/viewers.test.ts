/**
 * Goal: whoever looks sees the screen first and then all that is printed; who reads too slowly
 * misses something, is told how much, and sees the screen anew; nobody pays when nobody looks.
 * Method: clients that attach, stall and leave; hands that print.
 */
import { expect, it } from 'vitest';
import { bash, createStage } from './stage.ts';

function looking() {
  const stage = createStage();
  const client = stage.join();
  client.ask({ do: 'pane.open', spec: bash });
  const attach = (who = client) => who.begin({ do: 'pane.attach', paneId: '1', size: null });
  const print = (data: string, dropped = 0): void => {
    stage.hands.show({ is: 'pane.output', paneId: '1', data, dropped, from: 0 });
  };
  const watches = () =>
    stage.hands.orders.flatMap((order) => (order.do === 'pane.watch' ? [order.on] : []));
  return { ...stage, client, attach, print, watches };
}

it('shows the screen, then what is printed, to everyone who looks', () => {
  const { client, join, attach, print, watches } = looking();
  const other = join();
  const [one, two] = [attach(), attach(other)];
  print('YQ==');
  for (const items of [client.items(one), other.items(two)]) {
    expect(items.map(({ is }) => is)).toEqual(['painted', 'output']);
    expect(items[0]?.paint).toContain('$ hello');
    expect(items[1]).toEqual({ is: 'output', data: 'YQ==', dropped: 0 });
  }
  expect(watches()).toEqual([true]);
  client.ask({ do: 'stream.end', of: one });
  print('Yg==');
  expect(client.answerTo(one)).toEqual({ id: one, end: 'asked' });
  expect([client.items(one).length, other.items(two).length]).toEqual([2, 3]);
  other.leave();
  expect(watches()).toEqual([true, false]);
});

it('shows nothing twice: what a screen has overtaken is on it', () => {
  const { client, attach, hands, clock } = looking();
  const stream = attach();
  const output = (from: number, dropped = 0): void =>
    hands.show({ is: 'pane.output', paneId: '1', data: 'YWJj', dropped, from });
  output(0, 70_000);
  hands.overtakes.bytes = 70_006;
  clock.advance(500);
  output(70_003);
  output(70_006);
  output(60_000, 10_009);
  expect(client.items(stream).map(({ is, dropped }) => [is, dropped])).toEqual([
    ...[
      ['painted', undefined],
      ['output', 70_000],
      ['painted', undefined],
      ['output', 0],
      ['output', 10_009],
    ],
  ]);
});

it('tells a slow client what it missed, and shows the screen anew', () => {
  const { client, attach, print } = looking();
  const stream = attach();
  client.stalls(true);
  for (const data of ['YQ==', 'Yg==', 'Yw==']) print(data);
  client.stalls(false);
  print('ZA==');
  expect(client.items(stream).map(({ is, missed }) => [is, missed])).toEqual([
    ...[
      ['painted', 0],
      ['painted', 3],
      ['output', undefined],
    ],
  ]);
});

it('shows the screen anew once output is calm of which the hands could not keep all', () => {
  const { client, attach, print, clock } = looking();
  const stream = attach();
  print('YQ==', 70_000);
  clock.advance(400);
  print('YQ==', 80_000);
  clock.advance(400);
  expect(client.items(stream)).toHaveLength(3);
  clock.advance(100);
  print('Yg==');
  expect(client.items(stream).map(({ is, dropped }) => [is, dropped])).toEqual([
    ...[
      ['painted', undefined],
      ['output', 70_000],
      ['output', 80_000],
      ['painted', undefined],
      ['output', 0],
    ],
  ]);
});

it('gives a pane the size of whoever is still there, as that one has it now', () => {
  const { client, join, hands, clock } = looking();
  const [ada, bob] = [join(), join()];
  const attach = (who: typeof ada, cols: number) =>
    who.begin({ do: 'pane.attach', paneId: '1', size: { cols, rows: 24 } });
  attach(ada, 100);
  clock.advance(1_000);
  const at = attach(bob, 60);
  clock.advance(1_000);
  // One that asks from elsewhere is no terminal that looks.
  client.ask({ do: 'pane.resize', paneId: '1', cols: 70, rows: 24 });
  clock.advance(1_000);
  ada.ask({ do: 'pane.resize', paneId: '1', cols: 110, rows: 24 });
  clock.advance(1_000);
  bob.ask({ do: 'pane.resize', paneId: '1', cols: 61, rows: 24 });
  clock.advance(1_000);
  bob.ask({ do: 'stream.end', of: at });
  clock.advance(1_000);
  const sizes = hands.orders.flatMap((order) => (order.do === 'pane.resize' ? [order.cols] : []));
  expect(sizes).toEqual([100, 60, 70, 110, 61, 110]);
  ada.leave();
  clock.advance(1_000);
  expect(hands.orders.filter((order) => order.do === 'pane.resize')).toHaveLength(6);
});

it('tells a program that ended, one that runs again, a new size, and a pane that is gone', () => {
  const { client, attach, clock } = looking();
  const stream = attach();
  client.ask({ do: 'pane.kill', paneId: '1', signal: 'SIGTERM', graceMs: 0 });
  client.ask({ do: 'pane.restart', paneId: '1' });
  client.ask({ do: 'pane.resize', paneId: '1', cols: 100, rows: 30 });
  clock.advance(1_000);
  client.ask({ do: 'pane.close', paneId: '1' });
  expect(client.items(stream).map(({ is }) => is)).toEqual([
    ...['painted', 'ended', 'painted', 'resized', 'ended'],
  ]);
  expect(client.answerTo(stream)).toEqual({ id: stream, end: 'closed' });
});

it('shows no pane in its own terminal, nor by way of another', () => {
  const { client, join, hands } = looking();
  client.ask({ do: 'pane.open', spec: bash });
  const [one = '', two = ''] = hands.orders.flatMap((order) =>
    order.do === 'pane.open' ? [order.spec.env.AMBUSH_PANE ?? ''] : [],
  );
  const attach = (paneId: string, within: string, who = join()) =>
    who.ask({ do: 'pane.attach', paneId, size: null, within });
  const refused = { ok: false, problems: [{ code: 'PANE_IN_ITSELF' }] };
  expect(attach('1', one)).toMatchObject(refused);
  const inOne = join();
  expect(attach('2', one, inOne)).toBe(undefined);
  expect(attach('1', two)).toMatchObject(refused);
  expect(attach('1', two.replace(/^.*\//, 'another-host/'))).toBe(undefined);
  inOne.leave();
  expect(attach('1', two)).toBe(undefined);
});
