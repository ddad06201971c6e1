/**
 * Goal: after a heartbeat every link is what the hands say it is; silence is a bridge that is
 * down; what comes of an older epoch is told and not believed; hands without epochs stay valid.
 * Method: hands that say what the test says, on a virtual clock; random levels (fast-check).
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replaySession } from '../../../actors/replay/replay.ts';
import type { HandsMessage } from '../../../machines/hands/pane-messages.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { createMemoryLog } from './memory-log.ts';
import { createHands, createScene } from './scene.ts';

function bridged() {
  const log = createMemoryLog();
  const { orders, ...hands } = createHands();
  const say = hands.answer as (message: HandsMessage) => void;
  const scene = createScene({ hands, panes: ['1', '2'], log });
  const links = () =>
    ['1', '2'].map((pane) => {
      const { bridge, pty } = scene.kernel.state(pane).connectivity;
      return `${bridge} ${pty}`;
    });
  return { scene, log, say, links, orders };
}

const level = fc.constantFrom('up' as const, 'down' as const);

describe('the bridge to the hands', () => {
  it('is what each heartbeat says, whatever edges were lost before', () => {
    const beat = fc.record({ one: level, two: level, lost: fc.boolean(), quiet: fc.nat(5_000) });
    fc.assert(
      fc.property(fc.array(beat, { maxLength: 12 }), (beats) => {
        const { scene, say, links, log } = bridged();
        say({ is: 'hands.connected', epoch: 1, lastSeq: 0 });
        for (const { one, two, lost, quiet } of beats) {
          scene.clock.advance(quiet);
          if (lost) scene.fact(one === 'up' ? 'pty.down' : 'pty.up', {}, '1');
          say({ is: 'hands.heartbeat', epoch: 1, panes: { 1: one, 2: two }, highWaterSeq: 0 });
          expect(links()).toEqual([`up ${one}`, `up ${two}`]);
          // A level that is known is not told a second time.
          const said = scene.heard.length;
          say({ is: 'hands.heartbeat', epoch: 1, panes: { 1: one, 2: two }, highWaterSeq: 0 });
          expect(scene.heard).toHaveLength(said);
        }
        const source = { name: 'log', lines: () => log.lines };
        const options = { seeded: createSeededRandom, contracts: [], enforced: [] };
        expect(replaySession(source, options)).toMatchObject({ ok: true, value: { isSame: true } });
      }),
      { numRuns: 60, seed: 62 },
    );
  });

  it('is down after three seconds of silence, not before, and up with the next word', () => {
    const { scene, say, links, orders } = bridged();
    say({ is: 'hands.connected', epoch: 4, lastSeq: 0 });
    scene.clock.advance(2_000);
    say({ is: 'hands.heartbeat', epoch: 4, panes: {}, highWaterSeq: 0 });
    scene.clock.advance(2_999);
    expect(links()).toEqual(['up up', 'up up']);
    scene.clock.advance(1);
    expect(links()).toEqual(['down up', 'down up']);
    expect(scene.kernel.state('1').activity).toBe('recovering');
    expect(scene.inject().decision).toBe('deferred');
    say({ is: 'hands.heartbeat', epoch: 4, panes: {}, highWaterSeq: 0 });
    expect(links()).toEqual(['up up', 'up up']);
    expect(orders.map((order) => order.do)).toEqual(['pane.write']);
    const told = scene.heard.filter(({ type }) => type.startsWith('bridge.'));
    expect(told.map(({ type, payload }) => [type, payload])).toEqual([
      ['bridge.connected', { epoch: 4 }],
      ['bridge.disconnected', { reason: 'silence' }],
      ['bridge.connected', { epoch: 4 }],
    ]);
  });

  it('believes nothing of an older epoch, and nothing twice', () => {
    const { scene, say } = bridged();
    say({ is: 'hands.connected', epoch: 1, lastSeq: 0 });
    const key = scene.inject().event?.eventId ?? '';
    say({ is: 'hands.connected', epoch: 2, lastSeq: 10 });
    const acked = { is: 'pane.write.acked', key, paneId: '1', status: 'accepted' } as const;
    say({ ...acked, epoch: 1, seq: 1 });
    say({ ...acked });
    say({ is: 'hands.heartbeat', epoch: 1, panes: { 1: 'down' }, highWaterSeq: 1 });
    expect(scene.types('inject.applied')).toEqual([]);
    expect(scene.kernel.state('1').connectivity.pty).toBe('up');
    say({ ...acked, epoch: 2, seq: 12 });
    say({ ...acked, epoch: 2, seq: 12 });
    say({ is: 'hands.heartbeat', epoch: 2, panes: {}, highWaterSeq: 13 });
    expect(scene.types('inject.applied')).toEqual(['inject.applied']);
    const dropped = scene.heard.filter(({ type }) => type === 'event.dropped');
    expect(
      dropped.map(({ payload }) => [payload.stage, payload.reason, payload.oldestSeq]),
    ).toEqual([
      ['hands', 'old_epoch', 1],
      ['hands', 'old_epoch', 0],
      ['hands', 'old_epoch', 0],
      ['hands', 'gap', 11],
      ['hands', 'duplicate', 12],
      ['hands', 'gap', 13],
    ]);
  });

  it('asks no heartbeat of hands that never spoke of themselves, nor of a stopped kernel', () => {
    const { scene, say, links } = bridged();
    scene.clock.advance(60_000);
    expect(links()).toEqual(['up up', 'up up']);
    say({ is: 'hands.connected', epoch: 1, lastSeq: 0 });
    scene.kernel.stop();
    const said = scene.heard.length;
    scene.clock.advance(60_000);
    expect(scene.heard).toHaveLength(said);
  });

  it('tells what began in the hands once, and moves what it moves', () => {
    const { scene, say, links, log } = bridged();
    const fact = (type: string, payload: Record<string, unknown>, seq: number): void =>
      say({ is: 'pane.fact', paneId: '1', type, payload, epoch: 1, seq } as HandsMessage);
    say({ is: 'hands.connected', epoch: 1, lastSeq: 0 });
    fact('pty.down', { reason: 'exited' }, 1);
    expect(links()[0]).toBe('up down');
    fact('pty.up', { pid: 7 }, 2);
    fact('cli.compaction.started', { confidence: 0.9 }, 3);
    expect(scene.kernel.state('1').gates.compacting).toBe('confirmed');
    fact('pty.data.received', { byteLen: 12, chunkType: 'secret words' }, 4);
    const told = scene.kernel.query({ types: ['pty.*', 'cli.*'] }).reverse();
    expect(told.map(({ type, source }) => `${type} ${source}`)).toEqual([
      ...['pty.down daemon', 'pty.up daemon', 'cli.compaction.started terminal.js'],
      'pty.data.received daemon',
    ]);
    const loss = { droppedCount: 9, oldestSeq: 1, newestSeq: 9 };
    fact('event.dropped', { stage: 'screen-bytes', reason: 'flood', ...loss }, 5);
    expect(scene.heard.at(-1)).toMatchObject({
      ...{ type: 'event.dropped', paneId: '1', payload: { stage: 'screen-bytes', ...loss } },
    });
    // One who never waited in the hands cannot go on there.
    fact('inject.resumed', { trigger: 'pty.up', waitedMs: 1 }, 6);
    expect(scene.heard.at(-1)).toMatchObject({
      ...{ type: 'event.dropped', payload: { stage: 'hands', reason: 'not_awaited' } },
    });
    const source = { name: 'log', lines: () => log.lines };
    const options = { seeded: createSeededRandom, contracts: [], enforced: [] };
    expect(replaySession(source, options)).toMatchObject({ ok: true, value: { isSame: true } });
  });

  it('enters text as a paste only where the program switched that on', () => {
    const { scene, say, orders } = bridged();
    const payload = { body: 'two\nlines', lossyPolicy: 'allow' };
    const modeOf = (paneId: string) => {
      scene.inject(paneId, { payload });
      const order = orders.at(-1);
      return order?.do === 'pane.write' ? `${order.mode} ${JSON.stringify(order.text)}` : null;
    };
    expect(modeOf('2')).toBe('paste "two\\nlines"');
    say({ is: 'pane.mode', paneId: '1', bracketedPaste: false });
    expect(modeOf('1')).toBe('keys "two lines"');
    scene.kernel.closePane('1');
    scene.kernel.openPane('1');
    say({ is: 'pane.mode', paneId: '1', bracketedPaste: true });
    expect(modeOf('1')).toBe('paste "two\\nlines"');
  });
});
