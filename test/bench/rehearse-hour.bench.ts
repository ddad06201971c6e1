/**
 * `ambush rehearse` of one hour with 500 events, every fourth of which waits for something, beside
 * `ambush check` of the same file: what playing it costs on top of reading it. Whole processes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bench, median } from './bench.ts';

const command = fileURLToPath(new URL('../../bin/ambush.js', import.meta.url));
const events = 500;
const rounds = 3;
const aimMs = 2_000;
const axes = ['cpu', 'memory', 'disk', 'network', 'time'] as const;

/** Events overlap a little; those that wait do so for signals, ends, or both. */
function timeline(): string {
  const everyS = 7;
  const lines = Array.from({ length: events }, (_, at) => {
    const axis = axes[at % axes.length];
    const when = [
      `start_when: { cpu_load > 0.0${1 + (at % 9)} }`,
      `start_when: { event: e${Math.max(0, at - 4)} }`,
      `start_when: { all: [{ event: e${Math.max(0, at - 3)} }, "avg(cpu_load, 5s) > 0.01"] }`,
    ][(at >> 2) % 3];
    const waits = at % 4 === 3 ? `, ${when}` : '';
    return `  - { id: e${at}, axis: ${axis}, at: ${at * everyS}s, for: 10s, intensity: light${waits} }`;
  });
  return `program: node\nduration: 1h\nseed: 1\nevents:\n${lines.join('\n')}\n`;
}

function timed(words: readonly string[], cwd: string): number {
  const beganMs = performance.now();
  execFileSync(process.execPath, [command, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  return performance.now() - beganMs;
}

export const bench: Bench = {
  name: 'rehearse-hour',
  aim: `one hour with ${events} events rehearsed within ${aimMs / 1_000} s`,
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'ambush-hour-'));
    const ours: number[] = [];
    const peer: number[] = [];
    try {
      writeFileSync(join(folder, 't.yaml'), timeline());
      for (let round = 0; round < rounds; round += 1) {
        peer.push(timed(['check', 't.yaml'], folder));
        ours.push(timed(['rehearse', 't.yaml', '--quiet', '--exit-zero'], folder));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const rehearse_ms = median(ours);
    const check_ms = median(peer);
    const figures = { rehearse_ms, check_ms, ratio: rehearse_ms / check_ms };
    return {
      figures: { ...figures, fastest_ms: Math.min(...ours) },
      met: rehearse_ms <= aimMs,
      notes: [`7,200 ticks; median of ${rounds} processes each`],
    };
  },
};
