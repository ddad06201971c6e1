/**
 * A host whose hands are staged, on a socket of its own: the commands find it as they find theirs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../../cli/command-line.ts';
import { hostSocket } from '../../cli/host-link.ts';
import { controlSpeech } from '../../machines/control/requests.ts';
import { listenLocal } from '../../runtime/bridge/listen-local.ts';
import { createSystemClock } from '../../runtime/host/clock.ts';
import { bash, createStage, type Stage } from '../actors/host/stage.ts';
import { keptIo } from './commands/io.ts';

export interface StagedHost extends Stage {
  /** What the command says, and how it ends. */
  readonly run: (words: readonly string[], stdin?: Uint8Array) => Promise<Ran>;
  readonly close: () => void;
}

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** With one pane, in which bash seems to run. */
export async function stagedHost(): Promise<StagedHost> {
  const directory = mkdtempSync(join(tmpdir(), 'ambush-staged-'));
  const env = { XDG_RUNTIME_DIR: directory };
  const stage = createStage();
  const clock = createSystemClock();
  const path = hostSocket(env);
  const onPeer = stage.host.join;
  const server = await listenLocal({ path, speaks: controlSpeech, clock, onPeer });
  if (!server.ok) throw new Error(server.problems[0]?.message);
  stage.join().ask({ do: 'pane.open', spec: bash });
  return {
    ...stage,
    async run(words, stdin = new Uint8Array()) {
      const io = keptIo();
      const readStdin = async () => stdin;
      const status = await commandLine(words, { ...io, readStdin, env: { ...io.env, ...env } });
      return { status, ...io.said };
    },
    close() {
      server.value.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
