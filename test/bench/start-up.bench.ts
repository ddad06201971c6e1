/**
 * Time of `ambush --help` and `ambush check` beside a bare `node -e 0`, taken in turns.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Bench, median } from './bench.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const command = `${root}dist/bin/ambush.js`;
const rounds = 25;

const cases = {
  bare: ['-e', '0'],
  help: [command, '--help'],
  check: [command, 'check', 'docs/examples/slow-server/timeline.yaml'],
} as const;
type Case = keyof typeof cases;

function timeOf(which: Case): number {
  const beganMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, cases[which], { cwd: root });
  if (status !== 0) throw new Error(`${which} ended with ${status}: ${stderr}`);
  return performance.now() - beganMs;
}

export const bench: Bench = {
  name: 'start-up',
  aim: 'help at most 1.3 times bare node, check at most 1.7 times',
  async measure() {
    const times: Readonly<Record<Case, number[]>> = { bare: [], help: [], check: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const which of ['bare', 'help', 'check'] as const) times[which].push(timeOf(which));
    }
    const bare = median(times.bare);
    const [help, check] = [median(times.help), median(times.check)];
    return {
      figures: {
        bare_ms: bare,
        help_ms: help,
        check_ms: check,
        help_ratio: help / bare,
        check_ratio: check / bare,
      },
      met: help / bare <= 1.3 && check / bare <= 1.7,
      notes: [],
    };
  },
};
