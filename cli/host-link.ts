/**
 * The way to the host that runs in the background: its control socket, requests with their answers,
 * and streams.
 *
 * @spec kernel 7
 */
import { join } from 'node:path';
import { readAnswer, type StreamItem } from '../machines/control/answers.ts';
import { type Asked, controlSpeech } from '../machines/control/requests.ts';
import { anythingSchema, type ValueSchema } from '../machines/control/values.ts';
import { type Problem, type Result, refuse, succeed } from '../machines/kernel/problem.ts';
import { connectLocal } from '../runtime/bridge/connect-local.ts';
import { greetingPatienceMs } from '../runtime/bridge/greeting.ts';
import type { Peer } from '../runtime/bridge/peer.ts';
import { runtimeDirectory } from '../runtime/bridge/private-directory.ts';
import { lockOf } from '../runtime/bridge/socket-lock.ts';
import { createSystemClock } from '../runtime/host/clock.ts';
import type { Clock } from '../runtime/host/host.ts';
import { createHostWatch, hostPatienceMs } from './host-watch.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The socket of this user's host; a named pipe on Windows. */
export function hostSocket(env: Env): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\ambush-${env.USERNAME ?? 'user'}-head`;
  return join(runtimeDirectory(env), 'head.sock');
}

export interface HostStream {
  /** Why it is over: a code word of the host, or `lost`. */
  readonly done: Promise<Result<string>>;
  end(): void;
}

export interface HostLink {
  ask<Value>(asked: Asked, schema: ValueSchema<Value>): Promise<Result<Value>>;
  stream(asked: Asked, onItem: (item: StreamItem) => void): HostStream;
  onClose(listener: () => void): void;
  close(): void;
}

/** `HOST_NOT_RUNNING` where there is none, `HOST_SILENT` where it does not answer. */
export async function connectHost(
  env: Env,
  clock = createSystemClock(),
): Promise<Result<HostLink>> {
  const path = hostSocket(env);
  const peer = await connectLocal({ path, speaks: controlSpeech, clock });
  if (!peer.ok) {
    const code = peer.problems[0]?.code;
    if (code === 'NO_GREETING') return refuse([silent(path, greetingPatienceMs)]);
    return code === 'NOBODY_LISTENS' ? refuse([notRunning]) : peer;
  }
  const link = linkOf(peer.value, path, clock);
  if (await isAwake(link, clock)) return succeed(link);
  link.close();
  return refuse([silent(path, hostPatienceMs)]);
}

async function isAwake(link: HostLink, clock: Clock): Promise<boolean> {
  let timer: unknown;
  const late = new Promise<boolean>((resolve) => {
    timer = clock.setTimeout(() => resolve(false), hostPatienceMs);
  });
  const asked = link.ask({ do: 'host.status' }, anythingSchema).then(() => true);
  return Promise.race([asked, late]).finally(() => clock.clearTimeout(timer));
}

interface Waiting {
  readonly onItem: (item: StreamItem) => void;
  readonly settle: (result: Result<unknown>) => void;
}

function linkOf(peer: Peer, path: string, clock: Clock): HostLink {
  const waiting = new Map<number, Waiting>();
  const closers: (() => void)[] = [];
  let count = 0;
  let isClosed = false;
  const settle = (id: number, result: Result<unknown>): void => {
    waiting.get(id)?.settle(result);
    waiting.delete(id);
  };
  const watch = createHostWatch(clock, {
    isAwaited: () => waiting.size > 0,
    ping: () => void begin({ do: 'host.status' }, () => {}),
    onSilent: () => {
      for (const id of [...waiting.keys()]) settle(id, refuse([silent(path, hostPatienceMs)]));
      peer.destroy('It did not answer.');
    },
  });
  peer.onMessage((message) => {
    watch.heard();
    const answer = readAnswer(message);
    if (answer === null) return peer.destroy('It said something that is no answer.');
    if ('item' in answer) waiting.get(answer.id)?.onItem(answer.item);
    else if ('end' in answer) settle(answer.id, succeed(answer.end));
    else settle(answer.id, answer.ok ? succeed(answer.value) : refuse(answer.problems));
  });
  peer.onClose((reason) => {
    isClosed = true;
    watch.stop();
    for (const id of [...waiting.keys()]) settle(id, refuse([lost(reason)]));
    for (const closer of closers) closer();
  });
  const begin = (asked: Asked, onItem: Waiting['onItem']) => {
    count += 1;
    const id = count;
    const done = new Promise<Result<unknown>>((resolve) => {
      waiting.set(id, { onItem, settle: resolve });
    });
    watch.wake();
    const sent = isClosed ? 'closed' : peer.send({ ...asked, id });
    if (sent === 'closed') settle(id, refuse([lost('It is closed.')]));
    if (sent === 'too_large') settle(id, refuse([tooLarge]));
    // Full: the host does not read; whoever asked so much may ask again.
    if (sent === 'full') settle(id, refuse([busy]));
    return { id, done };
  };
  return {
    async ask(asked, schema) {
      const result = await begin(asked, () => {}).done;
      if (!result.ok) return result;
      const read = schema.safeParse(result.value);
      return read.success ? succeed(read.data) : refuse([otherVersion]);
    },
    stream(asked, onItem) {
      const { id, done } = begin(asked, onItem);
      return {
        done: done.then((result) => (result.ok ? succeed(String(result.value)) : result)),
        end: () => void begin({ do: 'stream.end', of: id }, () => {}),
      };
    },
    onClose: (listener) => void closers.push(listener),
    close() {
      watch.stop();
      peer.close();
    },
  };
}

const notRunning: Problem = {
  code: 'HOST_NOT_RUNNING',
  message: 'Expected a host that runs in the background, got none.',
  hint: 'Try `ambush up`, or `ambush pane open -- COMMAND`, which starts one.',
};

function silent(path: string, patienceMs: number): Problem {
  return {
    code: 'HOST_SILENT',
    message: `Expected the host to answer within ${patienceMs / 1_000} s, got nothing.`,
    hint:
      'Try again; if it goes on so, `ambush down --force` ends it and its programs (its process id ' +
      `stands in ${lockOf(path)}).`,
  };
}

const otherVersion: Problem = {
  code: 'HOST_OF_OTHER_VERSION',
  message: 'Expected an answer of this version, got another one.',
  hint: 'Try `ambush down` and `ambush up`: the host goes on with the version that started it.',
};

const tooLarge: Problem = {
  code: 'REQUEST_TOO_LARGE',
  message: 'Expected a request that fits into 1 MiB, got a larger one.',
  hint: 'Try a shorter text, or a smaller environment.',
};

const busy: Problem = {
  code: 'HOST_BUSY',
  message: 'Expected the host to read what it is asked, got none of it read.',
  hint: 'Try again.',
};

function lost(reason: string): Problem {
  return {
    code: 'HOST_LOST',
    message: `Expected the host to answer, got the end of the connection: ${reason}`,
    hint: 'Try `ambush pane ls`: it tells whether the host is there.',
  };
}
