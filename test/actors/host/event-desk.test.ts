/**
 * Goal: a client reads what is remembered and what comes without a gap and without a repetition,
 * or is told how much it missed.
 * Method: clients that follow, stall and go, over storms of events.
 */
import { expect, it } from 'vitest';
import { backlogMax } from '../../../actors/host/event-desk.ts';
import type { StagedClient } from './stage.ts';
import { bash, createStage } from './stage.ts';

const events = (client: StagedClient, id: number) =>
  client.items(id).flatMap((item) => (item.events ?? []) as readonly { eventId: string }[]);

function busy() {
  const stage = createStage();
  const client = stage.join();
  client.ask({ do: 'pane.open', spec: bash });
  const storm = (count: number): void => {
    for (let at = 0; at < count; at += 1) {
      stage.kernel.report({ type: 'typing.activity', paneId: '1', source: 'terminal.js' });
    }
  };
  return { ...stage, client, storm };
}

it('reads all that is remembered, oldest first, and ends', () => {
  const { client, storm, heard } = busy();
  storm(500);
  const id = client.begin({ do: 'events.read', follow: false, past: true });
  expect(events(client, id).map(({ eventId }) => eventId)).toEqual(
    heard.map(({ eventId }) => eventId),
  );
  expect(client.answerTo(id)).toEqual({ id, end: 'all_read' });
});

it('follows without a gap and without a repetition, through a stall', () => {
  const { client, storm, heard, clock } = busy();
  storm(10);
  const id = client.begin({ do: 'events.read', follow: true, past: true });
  storm(100);
  clock.advance(1);
  client.stalls(true);
  storm(1_000);
  clock.advance(1);
  client.stalls(false);
  storm(5);
  clock.advance(1);
  expect(events(client, id).map(({ eventId }) => eventId)).toEqual(
    heard.map(({ eventId }) => eventId),
  );
});

it('tells what a reader missed that was too slow', () => {
  const { client, storm, heard, clock } = busy();
  const id = client.begin({ do: 'events.read', follow: true, past: false });
  const before = heard.length;
  client.stalls(true);
  storm(backlogMax + 100);
  clock.advance(1);
  client.stalls(false);
  const said = heard.length - before;
  const dropped = client.items(id).find(({ is }) => is === 'dropped');
  expect(dropped?.count).toBe(said - backlogMax);
  expect(events(client, id)).toHaveLength(backlogMax);
});

it('sends large events in smaller items, and misses only what no frame holds', () => {
  const { client, kernel, heard } = busy();
  kernel.setDevMode(true);
  const bodies = [...Array.from({ length: 20 }, () => 100_000), 2 ** 20];
  for (const length of bodies) {
    const payload = { body: 'x'.repeat(length) };
    kernel.submit({ type: 'inject.requested', paneId: '1', source: 'test', payload });
  }
  const id = client.begin({ do: 'events.read', follow: false, past: true });
  const bodyOf = ({ payload }: { readonly payload: Readonly<Record<string, unknown>> }) =>
    String(payload.body ?? '').length;
  const whole = heard.filter((event) => bodyOf(event) < 2 ** 20);
  expect(events(client, id).map(({ eventId }) => eventId)).toEqual(
    whole.map(({ eventId }) => eventId),
  );
  expect(heard.length - whole.length).toBe(1);
  expect(client.items(id).filter(({ is }) => is === 'dropped')).toEqual([
    { is: 'dropped', count: 1, reason: 'too_large' },
  ]);
});
