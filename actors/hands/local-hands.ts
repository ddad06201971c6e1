/**
 * The hands in the head's own process, behind the same messages as those in another one.
 *
 * @spec kernel 7.3
 */
import type { Hands, HandsCommand } from '../../machines/hands/messages.ts';
import type { KernelMeta } from '../../machines/kernel/envelope.ts';
import type { Host } from '../../runtime/host/host.ts';
import { type Answers, createAnswers } from './answers.ts';
import { createHandsTime, type HandsTime } from './hands-time.ts';
import { createPaneHand, type PaneHand } from './pane-hand.ts';
import { createSamplingHand, type SamplingHand } from './sampling-hand.ts';
import { createSignalHand, type SignalHand } from './signal-hand.ts';
import { createStressorHand, type StressorHand } from './stressor-hand.ts';
import { createTargetHand, type TargetHand } from './target-hand.ts';

export interface LocalHandsOptions {
  /** Stressor processes to start right away: starting one takes a tenth of a second. */
  readonly stressorsAhead: number;
}

/** Both ports: one for runs, one for panes. `hands.close` ends the panes, too. */
export interface LocalHands extends Hands {
  readonly panes: Pick<PaneHand, 'send' | 'onAnswer' | 'onPicture' | 'levels'>;
}

export function createLocalHands(given: Host, options: LocalHandsOptions): LocalHands {
  const time = createHandsTime(given.clock);
  const host: Host = { ...given, clock: time.clock };
  const answers = createAnswers(host.clock);
  const signals = createSignalHand(host);
  // Their time does not begin anew with a run's.
  const panes = createPaneHand(given);
  const listener = { changed: () => stressors.retarget(), printed: signals.saw };
  const target = createTargetHand(host, answers, listener, panes);
  const stressors = createStressorHand(
    host,
    time,
    answers,
    {
      pids() {
        const rootPid = target.rootPid();
        return rootPid === null ? [] : host.processes.tree(rootPid);
      },
    },
    options.stressorsAhead,
  );
  const cast: Cast = {
    time,
    target,
    stressors,
    sampling: createSamplingHand(host, answers, target, signals),
    signals,
    panes,
  };
  const loss = watchGuard(host, answers);
  let isClosing = false;
  return {
    panes: cast.panes,
    onAnswer: answers.listen,
    send(command) {
      answers.during(() => {
        loss.heard(command.meta);
        if (isClosing) return;
        isClosing = command.do === 'hands.close';
        obey(command, cast, () => void close(host, answers, cast, command.meta));
      });
    },
  };
}

interface Cast {
  readonly time: HandsTime;
  readonly target: TargetHand;
  readonly stressors: StressorHand;
  readonly sampling: SamplingHand;
  readonly signals: SignalHand;
  readonly panes: PaneHand;
}

function obey(command: HandsCommand, cast: Cast, shut: () => void): void {
  switch (command.do) {
    case 'hands.open':
      cast.time.open(command.instant);
      return;
    case 'target.start':
      cast.signals.forget();
      cast.target.start(command);
      return;
    case 'target.stop':
      cast.target.stop(command);
      return;
    case 'target.ask':
      void cast.target.ask(command);
      return;
    case 'stressor.arm':
      cast.stressors.arm(command);
      return;
    case 'stressor.adjust':
      cast.stressors.adjust(command);
      return;
    case 'stressor.stop':
      cast.stressors.stop(command);
      return;
    case 'sampling.start':
      cast.signals.start(command.signals ?? []);
      cast.sampling.start(command.meta, command.originMs, command.cadenceMs);
      return;
    case 'sampling.stop':
      cast.sampling.stop();
      cast.signals.stop();
      return;
    case 'hands.close':
      shut();
  }
}

/** The stress first, then the target, then whatever is left and the files, by the guardian. */
async function close(host: Host, answers: Answers, cast: Cast, meta: KernelMeta): Promise<void> {
  cast.sampling.stop();
  cast.signals.stop();
  await Promise.all([cast.stressors.close(), cast.target.close(), cast.panes.close()]);
  const leftovers = await host.guard.close();
  answers.give({ meta, is: 'hands.closed', leftovers, orphanGuard: host.guard.method });
}

/** Without its guardian a run could leave orphans, so it must not go on. */
function watchGuard(host: Host, answers: Answers): { heard(meta: KernelMeta): void } {
  let meta: KernelMeta | null = null;
  let untold: string | null = null;
  const tell = (): void => {
    if (meta === null || untold === null) return;
    answers.give({ meta, is: 'hands.failed', reason: untold });
    untold = null;
  };
  host.guard.onLost((reason) => {
    untold = reason;
    tell();
  });
  return {
    heard(latest) {
      meta = latest;
      tell();
    },
  };
}
