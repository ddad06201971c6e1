/**
 * Goal: whoever injects is told what befell all panes because of it, bytes that are no text are
 * refused rather than replaced.
 * Method: command lines against a host on a socket, whose hands are staged; what these were given.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type StagedHost, stagedHost } from '../staged-host.ts';

let host: StagedHost;
beforeEach(async () => {
  host = await stagedHost();
});
afterEach(() => host.close());

const texts = () => host.hands.orders.flatMap((one) => (one.do === 'pane.write' ? [one.text] : []));

it('says that a refusal has put the whole host into safe mode', async () => {
  const bad = ['pane', 'inject', '1', 'a\u0000b'];
  const said = [await host.run(bad), await host.run(bad), await host.run(bad)];
  expect(said.map(({ out }) => out.split('\n')[0])).toEqual([
    ...[expect.stringMatching(/^blocked/), expect.stringMatching(/^blocked/)],
    expect.stringMatching(/^blocked/),
  ]);
  expect(said.map(({ out }) => out.includes('Safe mode is on'))).toEqual([false, false, true]);
  const next = await host.run(['pane', 'inject', '1', 'fine']);
  expect(next.out).toMatch(/^deferred.*Safe mode is on: .*`ambush safe-mode off`\.\n$/s);
});

it('takes bytes that are no text only where they may be lost', async () => {
  const bytes = Uint8Array.of(0x71, 0xff, 0x72);
  for (const act of ['inject', 'type']) {
    const said = await host.run(['pane', act, '1', '-'], bytes);
    expect([said.status, said.err]).toEqual([2, expect.stringContaining('NOT_UTF8')]);
  }
  expect((await host.run(['pane', 'inject', '1', '-', '--lossy'], bytes)).status).toBe(0);
  host.clock.advance(10_000);
  expect(texts()).toEqual(['q\ufffdr']);
});
