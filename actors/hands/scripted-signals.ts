/**
 * Hands whose sampler reads from a script where the script has a word: the figures of a rehearsal.
 * Everything else passes as it is.
 *
 * @spec timeline phase 2
 */
import type { Hands, HandsAnswer } from '../../machines/hands/messages.ts';
import type { HostSample, TreeSample } from '../../machines/hands/samples.ts';

/** From one offset of the timeline to another a signal has this value. */
export interface ScriptedSignal {
  /** One that the sampler gives, or one of the timeline's own. */
  readonly name: string;
  /** Null: it has no figure. */
  readonly value: number | null;
  readonly fromMs: number;
  /** Exclusive; infinite where the script leaves it open. */
  readonly untilMs: number;
}

type Sampled = Extract<HandsAnswer, { is: 'sampled' }>;
type Writer = (sample: Sampled, value: number | null) => Sampled;

const mib = 2 ** 20;

const ofHost =
  (key: keyof HostSample): Writer =>
  (sample, value) => ({ ...sample, host: { ...(sample.host ?? noHost), [key]: value } });
/** Without a target there is nothing to have a figure of. */
const ofTarget =
  (key: keyof TreeSample, scale = 1): Writer =>
  (sample, value) => ({
    ...sample,
    target: sample.target && { ...sample.target, [key]: value === null ? null : value * scale },
  });

const noHost: HostSample = {
  cpuLoad: null,
  memoryUsed: null,
  cpuPressure: null,
  memoryPressure: null,
  ioPressure: null,
};

/** The signals that the sampler gives, and where in a sample each of them lies. */
const writers = {
  cpu_load: ofHost('cpuLoad'),
  memory_pressure: ofHost('memoryPressure'),
  io_pressure: ofHost('ioPressure'),
  io_latency_ms: ofHost('ioLatencyMs'),
  'target.cpu': ofTarget('cpu'),
  'target.rss_mb': ofTarget('rssBytes', mib),
  'target.threads': ofTarget('threads'),
  'target.fds': ofTarget('fds'),
} satisfies Readonly<Record<string, Writer>>;

export const scriptableNames: readonly string[] = Object.keys(writers);
/** Those of which a living program always has a figure. */
export const neverSilent: readonly string[] = ['target.rss_mb', 'target.threads', 'target.fds'];

function writerOf(name: string): Writer {
  const known = Object.hasOwn(writers, name) ? writers[name as keyof typeof writers] : undefined;
  return known ?? ofTimeline(name);
}

/** A signal that the timeline declares. */
const ofTimeline =
  (name: string): Writer =>
  (sample, value) => ({ ...sample, signals: { ...sample.signals, [name]: value } });

export function scriptSignals(hands: Hands, script: readonly ScriptedSignal[]): Hands {
  let originMs = 0;
  const play = (sample: Sampled): Sampled => {
    const atMs = sample.atMs - originMs;
    return script
      .filter(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs)
      .reduce((read, { name, value }) => writerOf(name)(read, value), sample);
  };
  return {
    send(command) {
      if (command.do === 'sampling.start') originMs = command.originMs;
      hands.send(command);
    },
    onAnswer: (listener) =>
      hands.onAnswer((answer) => listener(answer.is === 'sampled' ? play(answer) : answer)),
  };
}
