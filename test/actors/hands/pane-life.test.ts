/**
 * Goal: a pane has one program at a time, whose end is told before anything follows it, and once it
 * is closed nothing of it begins again.
 * Method: a program that takes no signal, and orders in one breath, on a simulated host.
 */
import { describe, expect, it } from 'vitest';
import { scene, write } from './pane-scene.ts';

describe('a pane', () => {
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
