/**
 * The text of an injection before the pane is taken for it: which way it is entered, what had to
 * be replaced, and whether content may be lost at all.
 *
 * @spec kernel 3.1 8
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { type InjectionMode, transformBody } from '../../machines/pane/transform.ts';
import type { Judgement } from './door.ts';
import type { Ground } from './ground.ts';
import { causeOf } from './voice.ts';

const source = 'injection.js';

export interface Prepared {
  readonly text: string;
  readonly mode: InjectionMode;
  /** The last event told of it. */
  readonly last: Envelope;
  /** Lost content, as the contracts judged it; null when nothing was lost. */
  readonly loss: { readonly event: Envelope; readonly judgement: Judgement } | null;
}

export interface Preparing {
  /** Whether the program takes a paste as one; null when that is not known. */
  readonly pastes: () => boolean | null;
  /** What the door says of an event now, given who waits before it. */
  readonly judge: (event: Envelope, critical: boolean, waiting: number) => Judgement;
}

/**
 * Without hands whoever submits does the work, and tells of it. A program that did not switch
 * pasting on would take its brackets for keys.
 */
export function prepareText(
  ground: Ground,
  request: Envelope,
  last: Envelope,
  { pastes, judge }: Preparing,
): Prepared {
  const { paneId, payload } = request;
  const body = typeof payload.body === 'string' ? payload.body : '';
  const mode = pastes() === false ? 'keys' : modeOf(payload.mode, body);
  if (!ground.order) return { text: body, mode, last, loss: null };
  const { text, lost } = transformBody(body, mode);
  const { voice } = ground;
  const chosen = { mode, paneId };
  let told = voice.say('inject.mode.selected', paneId, chosen, causeOf(last), source);
  if (text !== body) {
    const change = { mode, fromLen: body.length, toLen: text.length };
    told = voice.say('inject.transform.applied', paneId, change, causeOf(told), source);
  }
  if (lost === 0) return { text, mode, last: told, loss: null };
  const policy = payload.lossyPolicy === 'allow' ? 'allow' : 'refuse';
  const lossy = voice.mint({
    type: 'inject.transform.lossy',
    source,
    paneId,
    payload: { lost, policy, mode },
    correlationId: request.correlationId,
    causationId: told.eventId,
  });
  const event = voice.publish(lossy);
  return { text, mode, last: event, loss: { event, judgement: judge(lossy, false, 0) } };
}

/** A body of several lines is pasted, so that its line breaks submit nothing. */
function modeOf(asked: unknown, body: string): InjectionMode {
  if (asked === 'paste' || asked === 'keys') return asked;
  return /[\n\r]/.test(body) ? 'paste' : 'keys';
}
