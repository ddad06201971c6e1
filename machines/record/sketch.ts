/**
 * What of a payload may be recorded outside dev mode, so that a replay decides the same without
 * knowing what was said: texts keep their length, their line breaks and whatever a terminal would
 * take as a command, every other character is an `x`; what is no text keeps only its length.
 *
 * @spec kernel 2
 * @spec reliability attacks
 */
import type { HandsMessage } from '../hands/pane-messages.ts';
import { definitionOf, isEventType } from '../kernel/events/registry.ts';
import { redactPayload } from '../kernel/redact.ts';

/** Ends a bracketed paste; its letters and digits are not the user's. */
const pasteEnd = '\u001b[201~';

/** Everything of these has a meaning of its own: control characters, C1, halves of pairs. */
const telling = /\p{Cc}|\p{Surrogate}/u;

/** The text with its letters gone: as long, broken into the same lines, as hard to enter. */
export function sketchText(text: string): string {
  let sketch = '';
  for (let at = 0; at < text.length; ) {
    if (text.startsWith(pasteEnd, at)) {
      sketch += pasteEnd;
      at += pasteEnd.length;
      continue;
    }
    // A whole pair is one character of two units.
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    sketch += telling.test(char) ? char : 'x'.repeat(char.length);
    at += char.length;
  }
  return sketch;
}

/** The payload of an event without what the allow-list of its type does not name. */
export function sketchPayload(
  type: string,
  payload: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const safe: readonly string[] = isEventType(type) ? definitionOf(type).safe : [];
  const sketch: Record<string, unknown> = { ...redactPayload(payload, new Set(safe)) };
  for (const [key, value] of Object.entries(payload)) {
    if (typeof value !== 'string' || safe.includes(key) || key === '__proto__') continue;
    sketch[key] = sketchText(value);
  }
  return sketch;
}

/** What the hands answered, without words of theirs that are told nowhere either. */
export function sketchAnswer(answer: HandsMessage): HandsMessage {
  if (answer.is === 'pane.fact') {
    return { ...answer, payload: sketchPayload(answer.type, answer.payload) };
  }
  if (answer.is !== 'pane.write.acked' || answer.reason === undefined) return answer;
  return { ...answer, reason: sketchText(answer.reason) };
}
