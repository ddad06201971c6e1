/**
 * The pretend programs as specs of panes, and their diaries: what each really received and did, by
 * its own word.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PaneSpec } from '../../../machines/hands/pane-messages.ts';
import { projectRoot } from '../../project-root.ts';

const folder = `${projectRoot()}test/fixtures/clis/`;

export type CliKind = 'claude' | 'codex' | 'gemini';

export interface Entry {
  /** Monotonic milliseconds, on the clock of the host. */
  readonly at: number;
  readonly pid: number;
  readonly is: string;
  readonly text?: string;
  readonly on?: boolean;
  readonly bytes?: number;
}

export interface Diary {
  file(name: string): string;
  of(name: string, is?: string): readonly Entry[];
  remove(): void;
}

export function openDiary(): Diary {
  const root = mkdtempSync(join(tmpdir(), 'diaries-'));
  const file = (name: string): string => join(root, `${name}.ndjson`);
  return {
    file,
    of(name, is) {
      if (!existsSync(file(name))) return [];
      const lines = readFileSync(file(name), 'utf8').split('\n').filter(Boolean);
      const entries = lines.map((line) => JSON.parse(line) as Entry);
      return is === undefined ? entries : entries.filter((one) => one.is === is);
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}

export function cliSpec(
  kind: CliKind,
  diary: string,
  { args = [], env = {} }: Partial<Pick<PaneSpec, 'args' | 'env'>> = {},
): Partial<PaneSpec> & Pick<PaneSpec, 'command'> {
  return {
    command: process.execPath,
    args: [`${folder}cli.mjs`, kind, ...args],
    env: { CLI_DIARY: diary, ...env },
    cli: kind,
  };
}

export function stubbornSpec(
  kind: 'never-reads' | 'ignores-signals' | 'flood',
  diary: string,
  args: readonly string[] = [],
): Partial<PaneSpec> & Pick<PaneSpec, 'command'> {
  return {
    command: process.execPath,
    args: [`${folder}stubborn.mjs`, kind, ...args],
    env: { CLI_DIARY: diary },
    cli: 'generic',
  };
}
