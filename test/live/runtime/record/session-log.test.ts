/**
 * Goal: what the writer acknowledged is read after the process was killed, or its disk was full,
 * at any moment; and what is read is a prefix of what was said.
 * Method: a real process writes as fast as it can and prints how many lines were acknowledged;
 * it is killed (-9) after a random while. A second one has a limit on the size of its files.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLog } from '../../../../runtime/record/log-reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambush-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const dist = (path: string) =>
  JSON.stringify(new URL(`../../../../dist/${path}`, import.meta.url).href);

/** Says events one after the other, in bursts, and prints what was acknowledged. */
const writer = `
  import { writeSync } from 'node:fs';
  import { openSessionLog } from ${dist('runtime/record/session-log.js')};
  import { createSystemClock } from ${dist('runtime/host/clock.js')};
  import { createSystemRandom } from ${dist('runtime/host/random.js')};
  const [, path, most] = process.argv;
  const ground = { clock: createSystemClock(), random: createSystemRandom(1) };
  const log = openSessionLog(path, ground, { segmentBytesMax: 300_000 });
  const id = '00000000-0000-4000-8000-000000000000';
  const ids = { eventId: id, correlationId: id, causationId: null };
  let seq = 0;
  function burst() {
    for (let at = 0; at < 50; at += 1) {
      seq += 1;
      const said = { type: 'clip.armed', source: 'clip', paneId: 'system', ts: seq, seq };
      try {
        log.append({ ...ids, ...said, payload: { text: 'x'.repeat(seq % 700) } });
      } catch {}
    }
    if (seq % 150 === 0) log.flush();
    writeSync(1, log.acknowledged + '\\n');
    if (seq >= Number(most)) {
      writeSync(1, 'closed ' + log.close() + '\\n');
      process.exit(0);
    }
    setImmediate(burst);
  }
  burst();`;

interface Left {
  readonly said: string;
  readonly acknowledged: number;
  readonly seqs: readonly number[];
  readonly ordinary: boolean;
  readonly end: unknown;
}

async function leftOf(command: string, words: readonly string[], path: string, killAfter: number) {
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
    // Counted in what was printed, so that a busy machine kills as early as an idle one.
    if (said.length >= killAfter) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const whole = said.slice(0, said.lastIndexOf('\n')).split('\n');
  const reading = openLog(path);
  if (!reading.ok) throw new Error(reading.problems[0]?.message);
  const seqs = [...reading.value.events()].map(({ seq }) => seq);
  const { damage, end } = reading.value;
  reading.value.close();
  const counts = whole.map(Number).filter(Number.isFinite);
  const left: Left = {
    said,
    acknowledged: Math.max(0, ...counts),
    seqs,
    ordinary: damage === null || damage.ordinary,
    end,
  };
  return left;
}

function expectPrefix({ seqs, acknowledged }: Left): void {
  expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, at) => at + 1));
  expect(seqs.length).toBeGreaterThanOrEqual(acknowledged);
}

describe('a writer', () => {
  it('that is killed leaves all that was acknowledged', async () => {
    const kills = Array.from({ length: 4 }, (_, round) => async () => {
      const path = join(folder, `killed-${round}`);
      const words = ['--input-type=module', '-e', writer, path, '1e9'];
      const left = await leftOf(process.execPath, words, path, 10 + Math.random() * 900);
      expectPrefix(left);
      expect([left.ordinary, left.end]).toEqual([true, null]);
      expect(left.acknowledged).toBeGreaterThan(0);
    });
    await Promise.all(kills.map((kill) => kill()));
  });

  it.runIf(process.platform === 'linux')('whose disk is full keeps what fitted', async () => {
    const path = join(folder, 'full');
    // Blocks of 512 or 1,024 bytes, as the shell counts; the signal for it is ignored by Node.
    const script = 'ulimit -f 200; trap "" XFSZ; exec "$0" --input-type=module -e "$1" "$2" 5000';
    const words = ['-c', script, process.execPath, writer.replace('300_000', '1e9'), path];
    const left = await leftOf('sh', words, path, Number.POSITIVE_INFINITY);
    expect(left.said).toContain('closed EFBIG');
    expectPrefix(left);
    expect(left.seqs.length).toBeGreaterThan(100);
    expect(left.end).toMatchObject({ end: 'incomplete', reason: 'EFBIG' });
  });
});
