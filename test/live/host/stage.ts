/**
 * A user of their own for each test file: a runtime directory, a state directory, and the command
 * line in this very process, which saves the half of a second that another one takes to start. The
 * host is a process of its own, as ever.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine } from '../../../cli/command-line.ts';
import { connectHost, type HostLink } from '../../../cli/host-link.ts';
import type { Asked } from '../../../machines/control/requests.ts';
import { anythingSchema } from '../../../machines/control/values.ts';
import type { LoggedEvent } from '../../../machines/record/session-line.ts';
import { keptIo } from '../../cli/commands/io.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
export const bundle = `${root}dist/bin/ambush.js`;
export const programs = `${root}test/fixtures/programs`;

export interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface Household {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs `ambush` with these words. */
  ambush(words: readonly string[], stdin?: string): Promise<Said>;
  /** The same, its standard output read as JSON. */
  json(words: readonly string[], stdin?: string): Promise<unknown>;
  /** A connection to the host that is up. */
  link(): Promise<HostLink>;
  /** Ends the host, whatever it is at, and removes the folder. */
  leave(): Promise<void>;
}

export function household(): Household {
  // A socket's path has little room, and so must the folder's name be short.
  const folder = mkdtempSync(join(tmpdir(), 'amb-'));
  const env = { ...process.env, XDG_RUNTIME_DIR: folder, XDG_STATE_HOME: join(folder, 'state') };
  const ambush = async (words: readonly string[], stdin = ''): Promise<Said> => {
    const io = keptIo(stdin, folder);
    const status = await commandLine(words, { ...io, env });
    return { status, ...io.said };
  };
  return {
    ...{ folder, env, ambush },
    async json(words, stdin) {
      const split = words.indexOf('--');
      const at = split < 0 ? words.length : split;
      const said = await ambush([...words.slice(0, at), '--json', ...words.slice(at)], stdin);
      return JSON.parse(said.out);
    },
    async link() {
      const link = await connectHost(env);
      if (!link.ok) throw new Error(`Expected a host, got ${JSON.stringify(link.problems)}.`);
      return link.value;
    },
    async leave() {
      await ambush(['down', '--force']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What was answered, whatever it is. */
export async function asked(link: HostLink, one: Asked): Promise<unknown> {
  const answer = await link.ask(one, anythingSchema);
  return answer.ok ? answer.value : { problems: answer.problems.map(({ code }) => code) };
}

export interface Follower {
  readonly events: readonly LoggedEvent[];
  /** The first event from now on, or of those that came, that is meant. */
  next(what: (event: LoggedEvent) => boolean): Promise<LoggedEvent>;
  close(): void;
}

/** Everything that the host says from now on. */
export function follow(link: HostLink): Follower {
  const events: LoggedEvent[] = [];
  const waiting = new Set<() => void>();
  const stream = link.stream({ do: 'events.read', past: false, follow: true }, (item) => {
    if (item.is !== 'events') return;
    events.push(...(item.events as readonly LoggedEvent[]));
    for (const look of [...waiting]) look();
  });
  return {
    events,
    next: (what) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find(what);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: () => stream.end(),
  };
}

/** Until it is so, looked at again and again; a test that waits in vain ends by its own limit. */
export async function until<Value>(
  look: () => Promise<Value | null> | Value | null,
): Promise<Value> {
  for (;;) {
    const value = await look();
    if (value !== null) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
