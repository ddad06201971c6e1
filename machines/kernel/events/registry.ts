/**
 * The taxonomy: every event type with its lane, priority, emitter and payload, one file per
 * family.
 *
 * @spec kernel 3
 */
import type { z } from 'zod';
import type { Envelope } from '../envelope.ts';
import { busEvents } from './bus.ts';
import { clipEvents } from './clip.ts';
import { conditionEvents } from './condition.ts';
import { constraintEvents } from './constraint.ts';
import { contractEvents } from './contract.ts';
import { daemonEvents } from './daemon.ts';
import type { AnyEventDefinition } from './definition.ts';
import { expectationEvents } from './expectation.ts';
import { focusEvents } from './focus.ts';
import { injectEvents } from './inject.ts';
import { inputEvents } from './input.ts';
import { paneEvents } from './pane.ts';
import { resizeEvents } from './resize.ts';
import { runEvents } from './run.ts';
import { safemodeEvents } from './safemode.ts';
import { sampleEvents } from './sample.ts';
import { signalEvents } from './signal.ts';
import { stressorEvents } from './stressor.ts';
import { targetEvents } from './target.ts';
import { trackEvents } from './track.ts';

export const taxonomy = {
  ...runEvents,
  ...trackEvents,
  ...clipEvents,
  ...inputEvents,
  ...stressorEvents,
  ...targetEvents,
  ...sampleEvents,
  ...conditionEvents,
  ...signalEvents,
  ...expectationEvents,
  ...constraintEvents,
  ...busEvents,
  ...injectEvents,
  ...focusEvents,
  ...resizeEvents,
  ...paneEvents,
  ...daemonEvents,
  ...contractEvents,
  ...safemodeEvents,
} as const;

export type EventType = keyof typeof taxonomy;
export type PayloadOf<Type extends EventType> = z.infer<(typeof taxonomy)[Type]['payload']>;

/** Any event of the taxonomy, told apart by its `type`. */
export type AmbushEvent = { [Type in EventType]: Envelope<Type, PayloadOf<Type>> }[EventType];

/** Looked up for every event; an object of a hundred keys is slower. */
const definitions: ReadonlyMap<string, AnyEventDefinition> = new Map(Object.entries(taxonomy));

export const eventTypes = Object.keys(taxonomy) as readonly EventType[];

export function isEventType(type: string): type is EventType {
  return definitions.has(type);
}

export function definitionOf(type: EventType): AnyEventDefinition {
  return definitions.get(type) ?? taxonomy[type];
}
