/**
 * The run's directory: made by the guardian, so that no moment exists in which it is there and
 * nobody is bound to remove it. Mode 0700, never a link, on a real disk where there is one.
 *
 * @spec reliability orphans
 */
import { accessSync, constants, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryFileSystems } from '../../machines/hands/linux-proc.ts';

const diskDirectory = '/var/tmp';

export function createRunDirectory(): string {
  return mkdtempSync(join(parentDirectory(), 'ambush-'));
}

/** Null when it is gone, else the reason. Links inside are removed, never followed. */
export function removeRunDirectory(path: string): string | null {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 2, retryDelay: 20 });
    return existsSync(path) ? 'It is still there after it was removed.' : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A memory file system would make the disk axis stress memory, so a disk is preferred. */
export function parentDirectory(): string {
  const usual = tmpdir();
  return isRamdisk(usual) && isWritable(diskDirectory) && !isRamdisk(diskDirectory)
    ? diskDirectory
    : usual;
}

function isRamdisk(path: string): boolean {
  try {
    return process.platform === 'linux' && memoryFileSystems.has(statfsSync(path).type);
  } catch {
    return false;
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
