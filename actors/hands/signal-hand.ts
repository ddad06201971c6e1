/**
 * The user's signals, asked beside the sampler, each on a time of its own: one question at a time,
 * with a limit, so that a source that does not answer holds up nobody. A tick takes what is known.
 *
 * @spec timeline phase 2
 */
import { politeNice } from '../../machines/timeline/plan.ts';
import { figureOf } from '../../machines/timeline/signal/prometheus.ts';
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

export interface SignalHand {
  start(signals: readonly UserSignal[]): void;
  stop(): void;
  /** Another life of the target: what an earlier one printed says nothing of it. */
  forget(): void;
  saw(chunk: Uint8Array, stream: 'stdout' | 'stderr'): void;
  /** Absent where the timeline has no signals; null for what is not known now. */
  values(): { readonly signals?: Readonly<Record<string, number | null>> };
}

type Ask = () => Promise<number | null>;

export function createSignalHand(host: Host): SignalHand {
  const figures = new Map<string, number | null>();
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
      // Lines without a match leave what an earlier line said.
      if (figure !== null || source.kind !== 'output') figures.set(name, figure);
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
        figures.set(signal.name, null);
        watch(signal, round);
      }
    },
    forget() {
      output = createOutputLines(host);
      for (const { name, source } of watched) if (source.kind === 'output') figures.set(name, null);
    },
    saw: (chunk, stream) => output.add(chunk, stream),
    values: () => (watched.length === 0 ? {} : { signals: Object.fromEntries(figures) }),
  };
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
        return 'error' in page ? null : figureOf(host.decode(page.bytes), source);
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
    return reason === null ? host.clock.monotonicMs() - beganMs : null;
  };
}

async function printedBy(
  host: Host,
  { command, args }: Extract<SignalSource, { kind: 'command' }>,
  running: Set<number>,
): Promise<number | null> {
  const spec = { command, args, env: {}, nice: politeNice, role: 'helper' } as const;
  const child = await host.processes.spawn(spec);
  if ('error' in child) return null;
  const printed = createOutputTail(printedBytesMax);
  running.add(child.pid);
  return new Promise((resolve) => {
    const end = (figure: number | null): void => {
      host.clock.clearTimeout(timer);
      running.delete(child.pid);
      child.release();
      resolve(figure);
    };
    const timer = host.clock.setTimeout(() => {
      host.processes.signal(child.pid, 'SIGKILL');
      end(null);
    }, commandTimeoutMs);
    child.onOutput((chunk, stream) => {
      if (stream === 'stdout') printed.add(chunk);
    });
    child.onExit((status) => {
      const isWell = status.kind === 'exited' && status.code === 0;
      const isShort = printed.total() <= printedBytesMax;
      end(isWell && isShort ? numberOf(host.decode(printed.bytes())) : null);
    });
  });
}

function searcherOf(host: Host, pattern: string, output: () => OutputLines): Ask {
  let of = output();
  let seen: Seen = { stdout: 0, stderr: 0 };
  let slow = 0;
  return async () => {
    if (slow >= slowSearchesMax) return null;
    if (of !== output()) seen = { stdout: 0, stderr: 0 };
    of = output();
    const fresh = of.since(seen);
    seen = fresh.seen;
    if (fresh.lines === '') return null;
    const found = host.search(pattern, fresh.lines, searchTimeoutMs);
    slow = 'error' in found ? slow + 1 : 0;
    return 'error' in found || found.value === null ? null : numberOf(found.value);
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

function numberOf(text: string): number | null {
  const figure = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(figure) ? figure : null;
}
