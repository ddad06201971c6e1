/**
 * What the process of a host says while it starts, one JSON object a line: whose contracts it loads,
 * and at last that it is ready or what is wrong. It may also end, or say nothing any more.
 *
 * @spec kernel 7
 */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Problem } from '../machines/kernel/problem.ts';
import type { Clock } from '../runtime/host/host.ts';

/** A machine that needs longer to start Node three times is too loaded for a terminal. */
export const startPatienceMs = 30_000;
/** A module of contracts that needs longer waits for something that does not come. */
export const loadPatienceMs = 10_000;
/** A host whose module waits says so itself; one whose module spins cannot. */
const spinPatienceMs = loadPatienceMs + 2_000;

export interface HeadWord {
  /** Empty when it is ready. */
  readonly problems: readonly Problem[];
  /** It will not end by itself, or has ended already. */
  readonly isLost: boolean;
}

export function headWord(child: ChildProcess, clock: Clock): Promise<HeadWord> {
  return new Promise((resolve) => {
    let timer: unknown;
    const answer = (problems: readonly Problem[], isLost: boolean): void => {
      clock.clearTimeout(timer);
      resolve({ problems, isLost });
    };
    const lose = (problem: Problem): void => answer([problem], true);
    const expect = (patienceMs: number, orElse: Problem): void => {
      clock.clearTimeout(timer);
      timer = clock.setTimeout(() => lose(orElse), patienceMs);
    };
    expect(startPatienceMs, notStarted('nothing'));
    child.once('error', (error) => lose(notStarted(error.message)));
    child.once('close', (code, signal) => lose(notStarted(`the end of it (${signal ?? code})`)));
    if (!child.stdout) return;
    createInterface(child.stdout).on('line', (line) => {
      const said = readWord(line);
      if (said === null) lose(notStarted(JSON.stringify(line.slice(0, 80))));
      else if ('problems' in said) answer(said.problems, false);
      else if (said.loading === null) expect(startPatienceMs, notStarted('nothing'));
      else expect(spinPatienceMs, loadedTooLate(said.loading));
    });
  });
}

type Said = { readonly problems: readonly Problem[] } | { readonly loading: string | null };

/** Null for what is none of ours. */
function readWord(line: string): Said | null {
  try {
    const said: unknown = JSON.parse(line);
    const { problems, ready, loading } = Object(said);
    if (Array.isArray(problems)) return { problems };
    if (ready === true) return { problems: [] };
    return loading === null || typeof loading === 'string' ? { loading } : null;
  } catch {
    return null;
  }
}

export function loadedTooLate(name: string): Problem {
  return {
    code: 'CONTRACT_NOT_LOADED',
    message: `Expected a module that is loaded within ${loadPatienceMs / 1_000} s, got no end of it.`,
    where: { file: name },
    hint: `Try \`node ${name}\`: it must end by itself.`,
  };
}

function notStarted(got: string): Problem {
  return {
    code: 'HOST_NOT_STARTED',
    message: `Expected the host to say that it is ready, got ${got}.`,
    hint: 'Try to read head.err beside its socket, in $XDG_RUNTIME_DIR/ambush or /tmp/ambush-UID.',
  };
}
