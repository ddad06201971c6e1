/**
 * A clip alive: the machine decides, this actor keeps its times, orders its stressor from the
 * hands, and says each step. All that it says shares one correlation, rooted in `clip.scheduled`.
 *
 * @spec timeline execution semantics
 */
import { createActor } from 'xstate';
import type { DoseAccount, HandsAnswer } from '../machines/hands/messages.ts';
import type { Envelope } from '../machines/kernel/envelope.ts';
import { type ClipEffect, clipMachine } from '../machines/timeline/clip.machine.ts';
import type { Plan, PlannedEvent } from '../machines/timeline/timeline.ts';
import { thousandths, type World } from './world.ts';

/** A stressor is armed this long before its start: enough to spawn it on a busy machine. */
export const armLeadMs = 2_000;

export type StressorAnswer = Extract<HandsAnswer, { readonly clipId: string }>;

export interface Clip {
  readonly event: PlannedEvent;
  /** The latest envelope of this clip while its stress runs, else null. */
  sounding(): Envelope | null;
  hear(answer: StressorAnswer): void;
  stop(reason: string): void;
}

export interface ClipInput {
  readonly world: World;
  readonly plan: Plan;
  readonly event: PlannedEvent;
  readonly track: string;
  readonly seed: number;
  readonly onSound: (sounding: boolean) => void;
  readonly onEnded: () => void;
}

export function startClip(input: ClipInput): Clip {
  const { world, plan, event, track } = input;
  const { clip: voice, hands } = world.voices;
  const clipId = event.id;
  const endMs = event.startMs + event.durationMs;
  let last = voice.say('clip.scheduled', {
    atMs: world.offset(),
    clipId,
    axis: event.axis,
    track,
    startMs: event.startMs,
    durationMs: event.durationMs,
    ...event.dose,
  });
  let sounding = false;
  let startedAtMs = 0;
  let endedAtMs: number | null = null;
  let account: DoseAccount | null = null;
  let reason = 'the stressor did not answer in time';
  let withdrawn = false;

  const actor = createActor(clipMachine, { clock: world.clock, id: `clip:${clipId}` });
  const timers = [
    world.at(event.startMs - armLeadMs, () => actor.send({ type: 'arm.due' })),
    world.at(event.startMs, () => actor.send({ type: 'start.due' })),
    world.at(endMs, () => actor.send({ type: 'end.due' })),
  ];

  const effects: Record<ClipEffect['type'], () => void> = {
    armStressor() {
      last = voice.say('stressor.arm.requested', { ...now(), axis: event.axis }, last);
      world.order({ do: 'stressor.arm', stress: stressOf() }, last);
    },
    stopStressor() {
      last = voice.say('clip.stop.requested', now(), last);
      world.order({ do: 'stressor.stop', clipId }, last);
    },
    announceArmed() {
      last = voice.say('clip.armed', now(), last);
    },
    announceStarted() {
      const atMs = world.offset(startedAtMs);
      last = voice.say(
        'clip.started',
        { atMs, clipId, skewMs: thousandths(atMs - event.startMs) },
        last,
      );
      sounding = true;
      input.onSound(true);
    },
    announceStopped() {
      const { asked, delivered, detail } = account ?? { asked: 0, delivered: 0, detail: {} };
      const atMs = endedAtMs === null ? world.offset() : world.offset(endedAtMs);
      const { unit } = event.dose;
      last = voice.say('clip.stopped', { atMs, clipId, unit, asked, delivered, detail }, last);
    },
    announceSkipped() {
      last = voice.say('clip.skipped', { ...now(), reason }, last);
    },
    announceFailed() {
      last = voice.say('clip.failed', { ...now(), reason }, last);
    },
  };
  for (const type of Object.keys(effects) as ClipEffect['type'][]) actor.on(type, effects[type]);

  actor.subscribe({
    complete() {
      for (const forget of timers) forget();
      if (sounding) {
        sounding = false;
        input.onSound(false);
      }
      input.onEnded();
    },
  });
  actor.start();

  function now(): { atMs: number; clipId: string } {
    return { atMs: world.offset(), clipId };
  }

  function stressOf() {
    return {
      clipId,
      axis: event.axis,
      startAtMs: world.originMs() + event.startMs,
      endAtMs: world.originMs() + endMs,
      dose: event.dose,
      priority: plan.target.priority,
      limits: plan.limits,
      seed: input.seed,
    };
  }

  return {
    event,
    sounding: () => (sounding ? last : null),
    hear(answer) {
      if (actor.getSnapshot().status !== 'active') return;
      const at = { atMs: world.offset(answer.atMs), clipId };
      switch (answer.is) {
        case 'stressor.armed':
          last = hands.say('stressor.armed', { ...at, pid: answer.pid }, answer.meta);
          return actor.send({ type: 'stressor.armed' });
        case 'stressor.started':
          startedAtMs = answer.atMs;
          return actor.send({ type: 'stressor.started' });
        case 'stressor.measured': {
          const { asked, delivered } = answer;
          hands.say('stressor.measured', { ...at, asked, delivered }, last);
          return;
        }
        case 'stressor.limited':
          hands.say('stressor.limited', { ...at, reason: answer.reason }, last);
          return;
        case 'stressor.ended':
          endedAtMs = answer.atMs;
          account = answer.dose;
          return actor.send({ type: 'stressor.ended' });
        case 'stressor.failed':
          if (!withdrawn) reason = answer.reason;
          return actor.send({ type: 'stressor.failed' });
      }
    },
    stop(why) {
      if (actor.getSnapshot().status !== 'active') return;
      withdrawn = !sounding;
      if (withdrawn) reason = why;
      actor.send({ type: 'stop.requested' });
    },
  };
}
