/**
 * Every process of a run carries the run's id in its environment, and hands it on to its
 * children. A run inside a run keeps the outer tag as well, so that the outer guardian finds it.
 *
 * @spec reliability orphans
 */
import { readFileSync } from 'node:fs';
import type { SpawnSpec, TerminalSpec } from './host.ts';

export const tagName = 'AMBUSH_RUN';

/** The value for children of this run, given the value that we inherited ourselves. */
export function tagValue(
  runId: string,
  role: SpawnSpec['role'] | TerminalSpec['role'],
  inherited: string | undefined,
  nth = 0,
): string {
  const own =
    role === 'helper'
      ? runId
      : `${runId}:${role === 'target' ? targetTag(runId) : paneTag(runId, nth)}`;
  return inherited === undefined || inherited === '' ? own : `${inherited}:${own}`;
}

/** What only the target and its descendants carry. */
export function targetTag(runId: string): string {
  return `${runId}/target`;
}

/** What only the program of the n-th pane that was opened and its descendants carry. */
export function paneTag(runId: string, nth: number): string {
  return `${runId}/pane-${nth}`;
}

/** False also when the process is gone, is another user's, or the system has no `/proc`. */
export function carriesTag(pid: number, tag: string): boolean {
  return environmentHasTag(environmentOf(pid), tag);
}

/** Empty where it cannot be read. */
export function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}

export function environmentHasTag(environment: string, tag: string): boolean {
  const marker = `${tagName}=`;
  const from = environment.startsWith(marker) ? 0 : environment.indexOf(`\0${marker}`) + 1;
  if (!environment.startsWith(marker, from)) return false;
  const end = environment.indexOf('\0', from);
  const value = environment.slice(from + marker.length, end < 0 ? undefined : end);
  return value.split(':').includes(tag);
}
