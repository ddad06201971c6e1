/**
 * Goal: a text that begins with a dash reaches the pane as it is, and whoever is refused is shown
 * the help that tells the options.
 * Method: command lines against a host on a socket, whose hands are staged; what these were given.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StagedHost, stagedHost } from './staged-host.ts';

let host: StagedHost;
beforeAll(async () => {
  host = await stagedHost();
});
afterAll(() => host.close());

it.each([
  [['pane', 'inject', '1', '--', '-rf dash'], '-rf dash'],
  [['pane', 'inject', '1', '--json', '--', '--wait'], '--wait'],
  [['pane', 'inject', '--', '1', 'plain'], 'plain'],
  [['pane', 'inject', '1', '--', '--'], '--'],
  [['pane', 'inject', '1', 'before', '--critical'], 'before'],
])('%j injects %j', async (words, text) => {
  const { status, err } = await host.run(words);
  expect([status, err]).toEqual([0, '']);
  host.clock.advance(10_000);
  expect(host.hands.orders.filter((one) => one.do === 'pane.write').at(-1)?.text).toBe(text);
});

it('types what is behind -- too', async () => {
  expect(await host.run(['pane', 'type', '1', '--enter', '--', '-x'])).toMatchObject({ status: 0 });
  expect(host.hands.orders.at(-1)).toMatchObject({ do: 'pane.type', data: '-x\r' });
});

it.each([
  [['pane', 'inject', '1', '-rf'], /unknown option '-rf'/, 'ambush pane inject --help'],
  [['pane', 'inject', '1', 'a', '--', '-b'], /too many arguments/, 'ambush pane inject --help'],
  [['pane', 'inject', '--', '-1'], /missing required argument 'TEXT'/, 'ambush pane inject --help'],
  [['contracts', 'approve', 'x'], /required option '--by/, 'ambush contracts approve --help'],
  [['pane', 'opne'], /unknown command/, 'ambush pane --help'],
])('%j names the help that helps', async (words, law, help) => {
  const { status, out, err } = await host.run(words);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(law);
  expect(err).toContain(`Try ${help}\n`);
});
