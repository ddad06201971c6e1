/**
 * Goal: a full file system stops the writing for as long as it is full, not for ever.
 * Method: a small file system of its own, filled from outside and freed again.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mib, Stressor, wait } from './rig.ts';

/** The directory of a new file system of this size, or null where we may not mount one. */
function mounted(bytes: number): string | null {
  const directory = mkdtempSync(join(tmpdir(), 'ambush-test-fs-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', directory], {
      stdio: 'ignore',
    });
    return directory;
  } catch {
    rmdirSync(directory);
    return null;
  }
}

const directory = mounted(8 * mib);

test.skipIf(directory === null)(
  'it writes again when space comes back (needs the right to mount)',
  async () => {
    const scratch = directory ?? '';
    const ballast = join(scratch, 'ballast');
    const stressor = new Stressor();
    try {
      await stressor.hear('ready');
      writeFileSync(ballast, Buffer.alloc(8 * mib - 8_192));
      stressor.arm({ axis: 'disk', dose: 4 * mib, lengthMs: 1_800, scratch });
      await stressor.hear('started');
      await wait(500);
      const told = stressor.reports.map((report) => ('reason' in report ? report.reason : ''));
      expect(told).toContain('A tenth of the file system is kept free.');
      rmSync(ballast);
      const ended = await stressor.hear('ended');
      expect(ended.dose.detail.fsyncs).toBeGreaterThan(3);
    } finally {
      await stressor.close();
      execFileSync('umount', ['-l', scratch]);
      rmdirSync(scratch);
    }
  },
);
