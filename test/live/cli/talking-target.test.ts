/**
 * Goal: a timeline stresses a program and talks to it: what comes into a compaction is held back, and
 * seen to be taken afterwards; the report shows it beside the stress, and the log tells it whole.
 * Method: the built command on the example program, which loses what is typed while it compacts.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { reportSchema } from '../../../machines/report/report.ts';
import { openLog } from '../../../runtime/record/log-reader.ts';

const path = (relative: string) => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));
const assistant = path('docs/examples/talking-target/assistant.mjs');
const cwd = mkdtempSync(join(tmpdir(), 'ambush-talk-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const timeline = {
  program: { command: process.execPath, args: [assistant, '2000'] },
  duration: '8s',
  seed: 7,
  target: {
    pane: { cols: 80, rows: 24, cli: 'claude' },
    ready: { output: 'Ask me anything' },
  },
  tracks: [
    { axis: 'cpu', events: [{ id: 'busy', at: 0, for: '8s', intensity: 'light' }] },
    {
      pane: '1',
      events: [
        { id: 'hello', at: 0, inject: 'Hello, how are you?' },
        { id: 'more', inject: 'Tell me more.' },
        {
          id: 'meanwhile',
          inject: 'Are you still there?',
          start_when: 'pane("1").compacting == "confirmed"',
        },
      ],
    },
  ],
  chains: ['hello[verified] -> more'],
};

it('holds back what comes into a compaction, and sees it taken afterwards', async () => {
  writeFileSync(join(cwd, 't.json'), JSON.stringify(timeline));
  const words = ['run', 't.json', '--output', 'r.json', '--log', 'l.ndjson', '--exit-zero'];
  await promisify(execFile)(process.execPath, [path('dist/cli/main.js'), ...words], { cwd });
  const report = reportSchema.parse(JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8')));
  const { injections, target, run } = report.ambush;
  expect(run).toMatchObject({ status: 'completed', cleanup: 'clean' });
  expect(target.lives).toMatchObject([{ outcome: { kind: 'deadline' } }]);
  expect(injections).toMatchObject({ asked: 3, verified: 3, failed: 0 });
  const meanwhile = injections?.inputs.find(({ id }) => id === 'meanwhile');
  expect(meanwhile).toMatchObject({
    ...{ outcome: 'verified', deferred_by: ['compaction-gate'], stress: ['busy'], attempts: 1 },
  });
  const [compaction] = injections?.compactions ?? [];
  expect(compaction).toMatchObject({ pane: '1', confirmed: true, stress: ['busy'] });
  // Held until the compaction was over and had cooled down.
  const letGo = (meanwhile?.asked_ms ?? 0) + (meanwhile?.queue_wait_ms ?? 0);
  expect(letGo).toBeGreaterThanOrEqual((compaction?.end_ms ?? 0) + 1_000);
  // The program itself is the witness: it took each of the three, in order.
  const said = target.lives[0]?.output_tail ?? '';
  const taken = ['Hello, how are you?', 'Tell me more.', 'Are you still there?'];
  const places = taken.map((text) => said.indexOf(`> ${text}`));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places.toSorted((one, other) => one - other)).toEqual(places);
  const log = openLog(join(cwd, 'l.ndjson'));
  const types = log.ok ? [...log.value.events()].map(({ type }) => type) : [];
  expect(types.filter((type) => type === 'daemon.write.requested')).toHaveLength(3);
  expect(types).toContain('inject.deferred');
});
