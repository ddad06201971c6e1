/**
 * Whether the target is ready, and whether it still answers: a process that lives but no longer
 * talks to anyone is hung, however alive the system says it is.
 *
 * @spec timeline language
 */
import type { ReadyProbe } from '../../machines/timeline/timeline.ts';
import type { Host } from '../../runtime/host/host.ts';
import { createByteSearch } from './byte-search.ts';

/** Between two questions while it is not ready yet. */
const impatienceMs = 100;
/** Between two questions once it is. */
const watchEveryMs = 500;
const questionTimeoutMs = 1_000;
/** One lost answer is chance; this many in a row, for over three seconds, are a hang. */
const lostAnswersMax = 3;
/** Questions put to a target that is about to be stopped. */
const lastQuestions = 2;

export interface Readiness {
  saw(chunk: Uint8Array, stream: 'stdout' | 'stderr'): void;
  /** Asks once more. Null: it is well, or has not had its time yet; else why it counts as hung. */
  askNow(): Promise<string | null>;
  end(): void;
}

export interface ReadinessListener {
  ready(): void;
  unready(reason: string): void;
}

/** Without a probe the target is ready as soon as it runs, and is never asked. */
export function watchReadiness(
  host: Host,
  probe: ReadyProbe | undefined,
  listener: ReadinessListener,
): Readiness {
  if (probe === undefined) {
    listener.ready();
    return { saw() {}, askNow: async () => null, end() {} };
  }
  return 'output' in probe
    ? watchOutput(host, probe, listener)
    : watchAnswers(host, probe.withinMs, questionOf(host, probe), listener);
}

function watchOutput(
  host: Host,
  probe: ReadyProbe & { readonly output: string },
  listener: ReadinessListener,
): Readiness {
  const searches = {
    stdout: createByteSearch(probe.output),
    stderr: createByteSearch(probe.output),
  };
  let isReady = false;
  let reason: string | null = null;
  const timer = host.clock.setTimeout(() => {
    if (isReady) return;
    reason = `It did not write the text that means ready within ${probe.withinMs} ms.`;
    listener.unready(reason);
  }, probe.withinMs);
  return {
    saw(chunk, stream) {
      if (isReady || !searches[stream](chunk)) return;
      isReady = true;
      reason = null;
      listener.ready();
    },
    askNow: async () => reason,
    end: () => host.clock.clearTimeout(timer),
  };
}

type Question = () => Promise<string | null>;

function watchAnswers(
  host: Host,
  withinMs: number,
  ask: Question,
  listener: ReadinessListener,
): Readiness {
  const deadlineMs = host.clock.monotonicMs() + withinMs;
  let phase: 'waiting' | 'ready' | 'unready' = 'waiting';
  let lost = 0;
  let timer: unknown;
  let isOver = false;
  const settle = (reason: string | null): void => {
    lost = reason === null ? 0 : lost + 1;
    if (reason === null && phase !== 'ready') {
      phase = 'ready';
      listener.ready();
    } else if (phase === 'ready' && reason !== null && lost >= lostAnswersMax) {
      phase = 'unready';
      listener.unready(`It no longer answers: ${reason}`);
    } else if (phase === 'waiting' && host.clock.monotonicMs() >= deadlineMs) {
      phase = 'unready';
      listener.unready(`It did not answer within ${withinMs} ms: ${reason}`);
    }
  };
  const look = (): void => {
    void ask().then((reason) => {
      if (isOver) return;
      settle(reason);
      const pause = phase === 'waiting' ? impatienceMs : watchEveryMs;
      timer = host.clock.setTimeout(look, pause);
    });
  };
  look();
  return {
    saw() {},
    async askNow() {
      if (phase === 'waiting') return null;
      let reason: string | null = null;
      for (let question = 0; question < lastQuestions; question++) {
        reason = await ask();
        if (reason === null) return null;
      }
      return `It no longer answers: ${reason}`;
    },
    end() {
      isOver = true;
      host.clock.clearTimeout(timer);
    },
  };
}

function questionOf(host: Host, probe: Exclude<ReadyProbe, { readonly output: string }>): Question {
  return 'tcp' in probe
    ? () => host.probes.tcp(probe.tcp, questionTimeoutMs)
    : () => host.probes.http(probe.http, questionTimeoutMs);
}
