/**
 * Goal: a pane has one program at a time, whose end is told before anything follows it, and once it
 * is closed nothing of it begins again.
 * Method: a program that takes no signal, and orders in one breath, on a simulated host.
 */
import { describe, expect, it } from 'vitest';
import { scene, write } from './pane-scene.ts';

describe('a pane', () => {
  it('tells what it had read and not drawn when it is closed', async () => {
    const flood = 'line after line of a flood\n'.repeat(4_000);
    const { ask, pass, facts } = await scene({}, (process) =>
      process.onSignal(() => {
        process.print(flood);
        process.exit(0);
        return true;
      }),
    );
    ask({ do: 'pane.close' });
    await pass(2_000);
    const lost = facts('event.dropped').map(({ payload }) => payload);
    expect(lost.at(-1)).toMatchObject({ stage: 'screen-bytes', reason: 'closed' });
    const { newestSeq } = lost.at(-1) as { readonly newestSeq: number };
    const read = facts('pty.data.received').map(({ payload }) => Number(payload.byteLen));
    // The last byte that was read is the last that was lost.
    expect(newestSeq + 1).toBe(read.reduce((sum, bytes) => sum + bytes, 0));
  });

  it('does not say that it has a size which its terminal did not take', async () => {
    const { hand, ask, pass, of, facts } = await scene();
    const spec = { ...{ command: 'x', args: [], cwd: null, env: {}, cols: 40, rows: 10 } } as const;
    const terminal = {
      ...{ pid: 7, write: () => {}, resize: () => false, onOutput: () => {} },
      ...{ onExit: () => {}, release: () => {} },
    };
    hand.adopt({ key: 'a', paneId: '2', spec: { ...spec, cli: null, readOnly: false }, terminal });
    ask({ do: 'pane.resize', cols: 50, rows: 12 }, 'r', '2');
    await pass(10);
    expect(of('pane.resized')).toEqual([]);
    expect(facts('event.dropped')).toMatchObject([{ payload: { reason: 'resize_failed' } }]);
  });

  it.each([['pane.close'], ['pane.restart']])(
    'that does not end by itself is over before %s goes on, and is told so',
    async (next) => {
      const { ask, pass, host, of, said } = await scene({}, (process) =>
        process.onSignal(() => true),
      );
      ask({ do: 'pane.kill', signal: 'SIGTERM', graceMs: 5_000 });
      await pass(100);
      ask({ do: next }, 'next');
      await pass(300);
      expect([host.processes.alive().length, of('pane.exited'), of('pane.opened').length]).toEqual([
        ...[1, [], 1],
      ]);
      await pass(1_000);
      const outcome = { kind: 'signalled', signal: 'SIGKILL' };
      expect(of('pane.exited')).toMatchObject([{ outcome }]);
      const order = said.map(({ is }) => is).filter((is) => /exited|opened/.test(is));
      const reborn = next === 'pane.restart' ? ['pane.opened'] : [];
      expect(order).toEqual(['pane.opened', 'pane.exited', ...reborn]);
      expect(host.processes.alive()).toHaveLength(reborn.length);
    },
  );

  it('that is closed is not opened again by what was asked before', async () => {
    const { ask, pass, host, hand, of, acks } = await scene();
    ask({ do: 'pane.restart' }, 'first');
    ask({ do: 'pane.restart' }, 'second');
    ask(write, 'late');
    ask({ do: 'pane.close' });
    await pass(2_000);
    expect([host.processes.alive(), hand.levels()]).toEqual([[], {}]);
    const refused = of('pane.open.failed').map((one) => ('key' in one ? one.key : null));
    expect(refused).toEqual(['first', 'second']);
    expect(acks()).toEqual(['late rejected_terminal_missing']);
  });
});
