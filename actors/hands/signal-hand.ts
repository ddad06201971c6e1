/**
 * The user's signals, asked beside the sampler, each on a time of its own: one question at a time,
 * with a limit, so that a source that does not answer holds up nobody. A tick takes what is known.
 *
 * @spec timeline phase 2
 */
import { politeNice } from '../../machines/timeline/plan.ts';
import { figureOf } from '../../machines/timeline/signal/prometheus.ts';
import type { Silence } from '../../machines/timeline/signal/silence.ts';
import type { SignalSource, UserSignal } from '../../machines/timeline/signal/user-signal.ts';
import type { Host } from '../../runtime/host/host.ts';
import { createOutputTail, type OutputTail } from './output-tail.ts';

/** No answer after this is none. */
const answerTimeoutMs = 1_000;
const commandTimeoutMs = 5_000;
const pageBytesMax = 1024 * 1024;
const printedBytesMax = 4 * 1024;
/** One look at new lines; a pattern that needs longer so often in a row is not tried again. */
const searchTimeoutMs = 20;
const slowSearchesMax = 3;
const tooSlow: Silence = {
  cause: 'slow-pattern',
  detail: `${slowSearchesMax} times in a row more than ${searchTimeoutMs} ms`,
};

export interface SignalHand {
  start(signals: readonly UserSignal[]): void;
  stop(): void;
  /** Another life of the target: what an earlier one printed says nothing of it. */
  forget(): void;
  saw(chunk: Uint8Array, stream: 'stdout' | 'stderr'): void;
  /** Absent where the timeline has no signals; null for what is not known now. */
  values(): {
    readonly signals?: Readonly<Record<string, number | null>>;
    /** Why those of them that have no figure have none. */
    readonly silences?: Readonly<Record<string, Silence>>;
  };
}

/** A figure, or why there is none. */
type Answer = number | Silence;
type Ask = () => Promise<Answer>;

export function createSignalHand(host: Host): SignalHand {
  const figures = new Map<string, Answer>();
  const timers = new Map<string, unknown>();
  const running = new Set<number>();
  let output = createOutputLines(host);
  let watched: readonly UserSignal[] = [];
  let round = 0;

  const watch = ({ name, everyMs, source }: UserSignal, of: number): void => {
    const ask = askerOf(host, source, running, () => output);
    const look = async (): Promise<void> => {
      const beganMs = host.clock.monotonicMs();
      const figure = await ask();
      if (of !== round) return;
      if (!isKept(source, figures.get(name), figure)) figures.set(name, figure);
      const pauseMs = Math.max(0, beganMs + everyMs - host.clock.monotonicMs());
      timers.set(
        name,
        host.clock.setTimeout(() => void look(), pauseMs),
      );
    };
    void look();
  };
  const stop = (): void => {
    round += 1;
    for (const timer of timers.values()) host.clock.clearTimeout(timer);
    timers.clear();
    for (const pid of running) host.processes.signal(pid, 'SIGKILL');
  };
  return {
    stop,
    start(signals) {
      stop();
      watched = signals;
      figures.clear();
      for (const signal of signals) {
        figures.set(signal.name, { cause: 'not-yet' });
        watch(signal, round);
      }
    },
    forget() {
      output = createOutputLines(host);
      for (const { name, source } of watched) {
        if (source.kind === 'output' && typeof figures.get(name) === 'number') {
          figures.set(name, { cause: 'no-match' });
        }
      }
    },
    saw: (chunk, stream) => output.add(chunk, stream),
    values: () => (watched.length === 0 ? {} : told(figures)),
  };
}

/** Lines without a figure leave what an earlier line said, as long as the next ones are looked at. */
function isKept(source: SignalSource, before: Answer | undefined, now: Answer): boolean {
  if (source.kind !== 'output' || typeof now === 'number' || before === undefined) return false;
  if (now.cause === 'slow-pattern') return false;
  return typeof before === 'number' || (now.cause === 'no-match' && before.cause !== 'not-yet');
}

function told(figures: ReadonlyMap<string, Answer>): ReturnType<SignalHand['values']> {
  const all = [...figures];
  const silent = all.flatMap(([name, one]) => (typeof one === 'number' ? [] : [[name, one]]));
  const signals = all.map(([name, one]) => [name, typeof one === 'number' ? one : null] as const);
  return {
    signals: Object.fromEntries(signals),
    ...(silent.length === 0 ? {} : { silences: Object.fromEntries(silent) }),
  };
}

/** Sentences of the probes end with a stop; error codes do not. */
function unanswered(reason: string): Silence {
  return { cause: 'no-answer', detail: reason.replace(/\.$/, '').replace(/^No /, 'no ') };
}

function askerOf(
  host: Host,
  source: SignalSource,
  running: Set<number>,
  output: () => OutputLines,
): Ask {
  switch (source.kind) {
    case 'http':
      return timed(host, () => host.probes.http(source.url, answerTimeoutMs));
    case 'tcp':
      return timed(host, () => host.probes.tcp(source.port, answerTimeoutMs));
    case 'prometheus':
      return async () => {
        const page = await host.probes.page(source.url, answerTimeoutMs, pageBytesMax);
        if ('error' in page) return unanswered(page.error);
        const figure = figureOf(host.decode(page.bytes), source);
        return typeof figure === 'number' ? figure : { cause: figure };
      };
    case 'command':
      return () => printedBy(host, source, running);
    case 'output':
      return searcherOf(host, source.pattern, output);
  }
}

function timed(host: Host, ask: () => Promise<string | null>): Ask {
  return async () => {
    const beganMs = host.clock.monotonicMs();
    const reason = await ask();
    return reason === null ? host.clock.monotonicMs() - beganMs : unanswered(reason);
  };
}

async function printedBy(
  host: Host,
  { command, args }: Extract<SignalSource, { kind: 'command' }>,
  running: Set<number>,
): Promise<Answer> {
  const spec = { command, args, env: {}, nice: politeNice, role: 'helper' } as const;
  const child = await host.processes.spawn(spec);
  if ('error' in child) return { cause: 'no-command', detail: child.error };
  const printed = createOutputTail(printedBytesMax);
  running.add(child.pid);
  return new Promise((resolve) => {
    const end = (figure: Answer): void => {
      host.clock.clearTimeout(timer);
      running.delete(child.pid);
      child.release();
      resolve(figure);
    };
    const late: Silence = { cause: 'no-end', detail: `${commandTimeoutMs / 1_000} s are over` };
    let isLate = false;
    const timer = host.clock.setTimeout(() => {
      isLate = true;
      host.processes.signal(child.pid, 'SIGKILL');
      end(late);
    }, commandTimeoutMs);
    child.onOutput((chunk, stream) => {
      if (stream === 'stdout') printed.add(chunk);
    });
    child.onExit((status) => {
      if (isLate) end(late);
      else if (status.kind === 'signalled') end({ cause: 'exit-code', detail: status.signal });
      else if (status.code !== 0) end({ cause: 'exit-code', detail: `exit code ${status.code}` });
      else if (printed.total() > printedBytesMax) {
        end({ cause: 'too-long', detail: `${printedBytesMax} bytes` });
      } else end(numberOf(host.decode(printed.bytes())));
    });
  });
}

function searcherOf(host: Host, pattern: string, output: () => OutputLines): Ask {
  let of = output();
  let seen: Seen = { stdout: 0, stderr: 0 };
  let slow = 0;
  return async () => {
    if (slow >= slowSearchesMax) return tooSlow;
    if (of !== output()) seen = { stdout: 0, stderr: 0 };
    of = output();
    const fresh = of.since(seen);
    seen = fresh.seen;
    if (fresh.lines === '') return { cause: 'no-match' };
    const found = host.search(pattern, fresh.lines, searchTimeoutMs);
    slow = 'error' in found ? slow + 1 : 0;
    if ('error' in found) return slow >= slowSearchesMax ? tooSlow : { cause: 'no-match' };
    return found.value === null ? { cause: 'no-match' } : numberOf(found.value);
  };
}

interface Seen {
  readonly stdout: number;
  readonly stderr: number;
}

interface OutputLines {
  add(chunk: Uint8Array, stream: keyof Seen): void;
  /** Whole lines that came after so many bytes of each stream; of very many only the latest. */
  since(seen: Seen): { readonly lines: string; readonly seen: Seen };
}

function createOutputLines(host: Host): OutputLines {
  const tails = { stdout: createOutputTail(), stderr: createOutputTail() };
  return {
    add: (chunk, stream) => tails[stream].add(chunk),
    since(seen) {
      const stdout = freshOf(tails.stdout, seen.stdout);
      const stderr = freshOf(tails.stderr, seen.stderr);
      const lines = [stdout, stderr].map(({ bytes }) => host.decode(bytes)).join('');
      return { lines, seen: { stdout: stdout.upTo, stderr: stderr.upTo } };
    },
  };
}

function freshOf(tail: OutputTail, seen: number) {
  const total = tail.total();
  if (total === seen) return { bytes: new Uint8Array(), upTo: seen };
  const kept = tail.bytes();
  const fresh = kept.subarray(Math.max(0, kept.length - (total - seen)));
  const end = fresh.lastIndexOf(10) + 1;
  return { bytes: fresh.subarray(0, end), upTo: total - (fresh.length - end) };
}

function numberOf(text: string): Answer {
  const figure = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(figure) ? figure : { cause: 'not-a-number' };
}
