/**
 * Goal: a contract of one's own goes from trial to enforced by the command line, on a record that is
 * kept from session to session; and whoever follows the events sees it happen.
 * Method: a module with a contract, four sessions on record, two who approve; a follower beside it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle, household, until } from './stage.ts';

const home = household();
const records = join(home.folder, 'state', 'ambush', 'contracts');
const record = join(records, 'no-force.json');
const session = { evaluations: 3, violations: 1, falsePositives: 0 };

beforeAll(async () => {
  writeFileSync(
    join(home.folder, 'no-force.mjs'),
    `export const contract = {
      id: 'no-force', version: 1, owner: 'test', appliesTo: ['inject.requested'],
      preconditions: [({ payload }) => !String(payload.body).includes('push -f')],
      severity: 'block', action: 'block', fallbackAction: 'none', mode: 'shadow',
      emitOnViolation: 'contract.violation',
    };\n`,
  );
  mkdirSync(records, { recursive: true });
  writeFileSync(
    record,
    JSON.stringify({
      ...{ contractId: 'no-force', version: 1, signOffs: [] },
      sessions: [1, 2, 3, 4].map((at) => ({ sessionId: `s${at}`, ...session })),
      replay: { digest: 'd', wouldHaveBlocked: 4, confirmed: true },
    }),
  );
  await home.ambush(['up', '--contract', 'no-force.mjs']);
});
afterAll(() => home.leave());

it('is promoted when two have approved it, and then refuses', async () => {
  const pane = (await home.ambush(['pane', 'open', '--', 'cat'])).out.trim();
  const follower = spawn(process.execPath, [bundle, 'events', '--follow', '--json'], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let followed = '';
  follower.stdout.setEncoding('utf8').on('data', (text: string) => {
    followed += text;
  });
  const inject = () => home.ambush(['pane', 'inject', pane, 'git push -f', '--wait']);
  expect((await inject()).out).toMatch(/^allowed/);
  const early = await home.ambush(['contracts', 'promote', 'no-force']);
  expect(early.status).toBe(2);
  expect(early.err).toContain('PROMOTION_SIGN_OFFS');
  await home.ambush(['contracts', 'approve', 'no-force', '--by', 'ada']);
  const second = await home.ambush(['contracts', 'approve', 'no-force', '--by', 'bob']);
  expect(second.out).toBe('no-force: 5 sessions, approved by ada, bob.\n');
  const promoted = await home.ambush(['contracts', 'promote', 'no-force']);
  expect(promoted).toEqual({ status: 0, out: 'no-force is enforced.\n', err: '' });
  const refused = await inject();
  expect([refused.status, refused.out]).toEqual([
    1,
    expect.stringMatching(/^blocked .*\n {2}no-force: /),
  ]);
  expect((await home.ambush(['contracts', 'ls'])).out).toMatch(/no-force +enforced +2 +2/);
  await until(() => (followed.includes('"type":"contract.violation"') ? true : null));
  expect(followed).toContain('"type":"contract.promoted"');
  follower.kill('SIGINT');
  expect((await once(follower, 'close'))[0]).toBe(0);
});

it('has its session on record when the host has ended', async () => {
  await home.ambush(['down']);
  const { sessions, signOffs } = JSON.parse(readFileSync(record, 'utf8'));
  expect(signOffs).toEqual(['ada', 'bob']);
  expect(sessions).toHaveLength(5);
  expect(sessions[4]).toMatchObject({ falsePositives: 0 });
});
