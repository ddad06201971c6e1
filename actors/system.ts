/**
 * The root supervisor: it makes the cast of a run, routes what the hands answer to the actor
 * that it concerns, and keeps the promise of an outcome.
 *
 * @spec timeline execution semantics
 */
import type { HandsAnswer, Leftover } from '../machines/hands/messages.ts';
import type { Envelope } from '../machines/kernel/envelope.ts';
import type { Clip } from './clip.actor.ts';
import { createConductor } from './conductor.actor.ts';
import { defaultCadenceMs, type Run, type RunInput, type RunOutcome } from './run.ts';
import { type ActiveStress, createTarget } from './target.actor.ts';
import { createTrack } from './track.actor.ts';
import { createWorld } from './world.ts';

export function startRun(input: RunInput): Run {
  const { plan, hands, clock, random, bus } = input;
  const startedAtMs = clock.wallMs();
  const world = createWorld({ clock, hands, random, bus });
  const clips = new Map<string, Clip>();
  let leftovers: readonly Leftover[] = [];
  let orphanGuard = 'unknown';
  let settle: (outcome: RunOutcome) => void = () => {};
  const done = new Promise<RunOutcome>((resolve) => {
    settle = resolve;
  });

  const target = createTarget({
    world,
    plan,
    active: () => activeStress(clips),
    onReady: () => conductor.targetReady(),
    onGone: (failed) => conductor.targetGone(failed),
  });
  // A lane without events has nothing to play, and would never be over.
  const lanes = plan.lanes
    .map((lane, index) => ({ lane, events: plan.events.filter((e) => e.lane === index) }))
    .filter(({ events }) => events.length > 0);
  let tracksLeft = lanes.length;
  const tracks = lanes.map(({ lane, events }) =>
    createTrack({
      world,
      plan,
      lane,
      events,
      seedOf: (clipId) => Math.floor(random.fork(`clip:${clipId}`).next() * 2 ** 31),
      onClip: (clip) => clips.set(clip.event.id, clip),
      onEnded() {
        tracksLeft -= 1;
        if (tracksLeft === 0) conductor.tracksEnded();
      },
    }),
  );
  const conductor = createConductor({
    world,
    plan,
    tracks,
    target,
    cadenceMs: input.cadenceMs ?? defaultCadenceMs,
    closing: () => ({ leftovers: leftovers.length, orphanGuard }),
    onEnded(status, reachedOrigin) {
      unsubscribe();
      settle({
        status,
        lives: target.lives,
        leftovers,
        orphanGuard,
        originMs: reachedOrigin ? world.originMs() : null,
        startedAtMs,
      });
    },
  });

  function hear(answer: HandsAnswer): void {
    if ('clipId' in answer) clips.get(answer.clipId)?.hear(answer);
    else if (answer.is === 'sampled') say(answer);
    else if (answer.is === 'hands.failed') conductor.handsFailed(answer.reason);
    else if (answer.is === 'hands.closed') {
      leftovers = answer.leftovers;
      orphanGuard = answer.orphanGuard;
      conductor.handsClosed();
    } else target.hear(answer);
  }

  function say({ atMs, meta, is, ...figures }: Extract<HandsAnswer, { is: 'sampled' }>): void {
    world.voices.hands.say('sample.taken', { atMs: world.offset(atMs), ...figures }, meta);
  }

  const unsubscribe = hands.onAnswer(hear);
  conductor.start();
  return { done, interrupt: conductor.interrupt, abort: conductor.abort };
}

function activeStress(clips: ReadonlyMap<string, Clip>): ActiveStress {
  const ids: string[] = [];
  let latest: Envelope | null = null;
  let latestStartMs = Number.NEGATIVE_INFINITY;
  for (const [id, clip] of clips) {
    const envelope = clip.sounding();
    if (!envelope) continue;
    ids.push(id);
    if (clip.event.startMs >= latestStartMs) {
      latest = envelope;
      latestStartMs = clip.event.startMs;
    }
  }
  return { ids, latest };
}
