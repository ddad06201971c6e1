/**
 * Goal: after a crash at any line of its record a kernel is what the record says, has its
 * deadlines and its order, ends unknown what the hands may have been at, asks nothing twice, and
 * uses no id a second time.
 * Method: storms are recorded; the record is cut after every line; the recovered kernel is held
 * beside the one that was never interrupted, its own record beside the one it came from, and its
 * whole history goes through the oracles when all has healed.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kernel } from '../../../embed/kernel.ts';
import type { KernelInput } from '../../../machines/record/kernel-lines.ts';
import {
  isEvent,
  isInput,
  type LoggedEvent,
  type SessionLine,
} from '../../../machines/record/session-line.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { faultsOf } from '../../sim/oracles.ts';
import { type Act, act, heal, manner, manners, play } from '../../sim/storm.ts';
import { createMemoryLog } from './memory-log.ts';
import { createHands, createScene, obey } from './scene.ts';

const panes = ['1', '2'];
const ttlMs = 45_000;

/** What a kernel is at, as far as anyone can see. */
function sightOf(kernel: Kernel) {
  const { violations, safeMode, queues } = kernel.stats();
  return {
    ...{ violations, safeMode, queues },
    panes: panes.map((pane) => {
      const { queue, ...rest } = kernel.explain(pane);
      return { ...rest, queue: queue.map(({ waitedMs, remainingMs, ...one }) => one) };
    }),
  };
}

/** A kernel that was stormed, and its record. */
function stormed(acts: readonly Act[], list: readonly string[]) {
  const log = createMemoryLog();
  const hands = createHands(manners(list, () => false));
  const scene = createScene({ hands, panes, log });
  play(scene, hands, acts);
  return { scene, hands, log };
}

/** The kernel that goes on from those lines, so long after the last of them. */
function recovered(
  lines: readonly SessionLine[],
  downMs: number,
  texts = new Map<string, string>(),
) {
  const log = createMemoryLog();
  const clock = createVirtualClock();
  clock.advance((lines.at(-1)?.atMs ?? 0) + downMs);
  const hands = createHands(obey);
  const textOf = ({ eventId }: { readonly eventId: string }) => texts.get(eventId) ?? null;
  const recover = { lines: () => lines, textOf };
  const scene = createScene({ clock, hands, panes, log, recover, random: createSeededRandom(99) });
  const at = log.lines.findIndex((line) => isInput(line) && line.input === 'recover');
  return { scene, hands, log, at };
}

function eventsOf(lines: readonly SessionLine[]): readonly LoggedEvent[] {
  return lines.filter(isEvent);
}

describe('a kernel that goes on', () => {
  it('is the fold of its record, and says again what the record says', () => {
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 60 }),
        fc.array(manner, { minLength: 1, maxLength: 6 }),
        (acts, list) => {
          const { scene, log } = stormed(acts, list);
          const again = recovered(log.lines, 0);
          expect(again.log.lines.slice(0, again.at)).toEqual(log.lines);
          // Nothing passed meanwhile: only what the hands were at may have changed.
          const idle = panes.every((pane) => scene.kernel.explain(pane).active === null);
          if (idle) expect(sightOf(again.scene.kernel)).toEqual(sightOf(scene.kernel));
        },
      ),
      { numRuns: 60, seed: 31 },
    );
  });

  it('keeps every invariant over both lives, wherever the first ended', () => {
    let recoveries = 0;
    fc.assert(
      fc.property(
        fc.array(act, { minLength: 15, maxLength: 30, size: 'max' }),
        fc.array(manner, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(0, 1, 10_000, 44_999, 100_000),
        (acts, list, downMs) => {
          const first = stormed(acts, list);
          const { lines } = first.log;
          for (let cut = 1; cut <= lines.length; cut += 1) {
            const prefix = lines.slice(0, cut);
            const second = recovered(prefix, downMs);
            recoveries += 1;
            const { scene, hands, log, at } = second;
            for (const pane of panes) {
              for (const { remainingMs } of scene.kernel.explain(pane).queue) {
                expect(remainingMs).toBeGreaterThan(0);
                expect(remainingMs).toBeLessThanOrEqual(ttlMs - downMs);
              }
            }
            heal(scene);
            const history = eventsOf(log.lines);
            expect(faultsOf(history)).toEqual([]);
            // Neither what is durable nor what was lost has an id that is used again.
            const before = new Set(eventsOf(lines).map(({ eventId }) => eventId));
            const after = eventsOf(log.lines.slice(at));
            expect(after.filter(({ eventId }) => before.has(eventId))).toEqual([]);
            // The text of nothing that was ever written is written again, nor any sketch.
            expect(hands.orders.filter((one) => one.do === 'pane.write')).toEqual([]);
            const orders = hands.orders.map((one) => `${one.do} ${one.key}`);
            const asked = first.hands.orders.map((one) => `${one.do} ${one.key}`);
            expect(orders.filter((one) => asked.includes(one))).toEqual([]);
          }
        },
      ),
      { numRuns: 3, seed: 32 },
    );
    expect(recoveries).toBeGreaterThan(200);
  });

  it('never extends a deadline, and says first what expired meanwhile, in order', () => {
    const log = createMemoryLog();
    const scene = createScene({ hands: createHands(), panes, log });
    scene.fact('focus.locked', { owner: 'user' }, '1');
    scene.fact('focus.locked', { owner: 'user' }, '2');
    const ids = ['2', '1', '2', '1'].map((pane) => {
      scene.clock.advance(1_000);
      return scene.inject(pane).event?.eventId;
    });
    scene.kernel.safeMode('on');
    const { scene: after } = recovered(log.lines, 43_500);
    const dropped = after.heard.filter(({ type }) => type === 'inject.dropped');
    expect(dropped.map(({ causationId }) => causationId)).toEqual(ids.slice(0, 2));
    const exit = after.heard.findIndex(({ type }) => type === 'safemode.exited');
    const last = after.heard.findLastIndex(({ type }) => type === 'inject.dropped');
    expect(exit).toBeGreaterThan(last);
    expect(after.kernel.explain('2').queue.map(({ remainingMs }) => remainingMs)).toEqual([500]);
    after.clock.advance(499);
    expect(after.kernel.explain('2').queue).toHaveLength(1);
    after.clock.advance(1);
    expect(after.kernel.explain('2').queue).toHaveLength(0);
  });

  it('writes the text that it finds again, and no other', () => {
    const log = createMemoryLog();
    const scene = createScene({ hands: createHands(), panes, log });
    scene.fact('focus.locked', { owner: 'user' }, '1');
    const [kept, lost, wrong] = ['secret one', 'secret two', 'secret three'].map(
      (body) => scene.inject('1', { payload: { body } }).event?.eventId ?? '',
    );
    expect(JSON.stringify(log.lines)).not.toContain('secret');
    const texts = new Map([
      [kept ?? '', 'secret one'],
      [wrong ?? '', 'another length'],
    ]);
    const { scene: after, hands, log: second } = recovered(log.lines, 10, texts);
    after.fact('focus.released', { owner: 'user' }, '1');
    after.clock.advance(1_000);
    const written = hands.orders.flatMap((one) => (one.do === 'pane.write' ? [one.text] : []));
    expect(written).toEqual(['secret one']);
    const ends = after.heard.filter(({ type }) => /^inject.(?:dropped|verified)$/.test(type));
    expect(ends.map(({ type, payload }) => [type, payload.reason])).toEqual([
      ['inject.verified', undefined],
      ['inject.dropped', 'text_lost'],
      ['inject.dropped', 'text_lost'],
    ]);
    expect(lost).not.toBe('');
    // The record of the second life is whole: a third goes on from it.
    const third = recovered(second.lines, 10);
    expect(third.log.lines.slice(0, second.lines.length)).toEqual(second.lines);
  });

  it('has what leads to an effect with the system before the effect', () => {
    const log = createMemoryLog();
    const seen: boolean[] = [];
    const hands = createHands(({ key }) => {
      const durable = log.lines.slice(0, log.flushed());
      seen.push(eventsOf(durable).some(({ eventId }) => eventId === key));
      return [];
    });
    createScene({ hands, log }).inject('1');
    expect(seen).toEqual([true]);
  });

  it('goes on without a log that refuses while the record is asked again', () => {
    const log = createMemoryLog();
    const scene = createScene({ hands: createHands(), panes, log });
    scene.fact('focus.locked', { owner: 'user' });
    scene.inject('1');
    scene.inject('1');
    const before = sightOf(scene.kernel);
    const lines = [...log.lines];
    const said = { type: 'focus.changed', paneId: '2', source: 'me', payload: {} };
    // What the first one says with the ids that come next is lost with it.
    const lost = [scene.kernel.report(said).eventId, scene.kernel.report(said).eventId];
    for (const most of [0, 1, lines.length - 1, lines.length]) {
      const offered: SessionLine[] = [];
      const write = (line: SessionLine): void => {
        if (offered.length >= most) throw new Error('ENOSPC');
        offered.push(line);
      };
      const told: string[] = [];
      const prepare = (kernel: Kernel): void => {
        kernel.on('bus.error', ({ payload }) => {
          told.push(payload.stage, kernel.report(said).eventId);
        });
      };
      const { kernel } = createScene({
        ...{ hands: createHands(obey), panes, random: createSeededRandom(99) },
        log: { write, flush: () => {}, abandon: (reason) => told.push(reason) },
        recover: { lines: () => lines, prepare },
      });
      expect(told).toHaveLength(3);
      expect(told.slice(0, 2)).toEqual(['LINE_REFUSED', 'session-log']);
      expect(lost).not.toContain(told[2]);
      expect(sightOf(kernel)).toEqual(before);
      expect(offered).toEqual(lines.slice(0, most));
    }
  });

  it('refuses a record that is none, and hands where there were none', () => {
    const log = createMemoryLog();
    createScene({ log }).inject();
    expect(() => recovered(log.lines, 0)).toThrow('Expected a kernel without hands, as recorded.');
    expect(() => recovered([], 0)).toThrow('Expected the record of a kernel, got none.');
  });

  it('has the wall clock of the record, however far it had been set', () => {
    const log = createMemoryLog();
    const clock = createVirtualClock();
    let stepMs = 0;
    const stepped = { ...clock, wallMs: () => clock.wallMs() + stepMs };
    const { fact } = createScene({
      ...{ hands: createHands(), panes, clock: stepped },
      log: {
        ...log,
        write: (line) => {
          log.write(line);
          stepMs += 5;
        },
      },
    });
    fact('typing.activity');
    fact('typing.idle');
    const again = recovered(log.lines, 0);
    expect(again.log.lines.slice(0, again.at)).toEqual(log.lines);
    expect(log.lines.filter((line) => 'wallMs' in line).length).toBeGreaterThan(1);
  });

  it('counts the time by the wall clock where the host is another', () => {
    const log = createMemoryLog();
    const scene = createScene({ hands: createHands(), panes, log });
    scene.fact('focus.locked', { owner: 'user' });
    scene.inject();
    const elsewhere = log.lines.map((line) =>
      isInput(line) && (line as KernelInput).input === 'start' ? { ...line, origin: 'boot' } : line,
    );
    const { scene: after } = recovered(elsewhere, 20_000);
    expect(after.kernel.explain('1').queue[0]?.remainingMs).toBe(25_000);
  });
});
