/**
 * Hands that are heard late: answers come in their order, each so many milliseconds after it was
 * given, as they do where the head is busy or far away.
 *
 * @spec reliability simulation
 */
import type { Hands } from '../../../machines/hands/messages.ts';
import type { Clock } from '../../../runtime/host/host.ts';

/** Each sample takes the next of the lags, and what follows it the same. */
export function lateHands(hands: Hands, clock: Clock, lagsMs: readonly number[]): Hands {
  if (lagsMs.length === 0) return hands;
  let count = 0;
  let latest = 0;
  return {
    send: (command) => hands.send(command),
    onAnswer: (listener) =>
      hands.onAnswer((answer) => {
        const lag = lagsMs[count % lagsMs.length] ?? 0;
        if (answer.is === 'sampled') count += 1;
        latest = Math.max(latest, clock.monotonicMs() + lag);
        clock.setTimeout(() => listener(answer), latest - clock.monotonicMs());
      }),
  };
}
