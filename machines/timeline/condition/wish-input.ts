/**
 * A condition of the file as the model has it, with where its expressions and its events stand.
 *
 * @spec timeline phase 2
 */
import { parseDuration } from '../duration.ts';
import { outcomes, type WantedOutcome, type Wish } from './wish.ts';

type Path = readonly (string | number)[];

/** Where a text of the condition stands: a key or a value of a mapping within it. */
export interface Part {
  readonly text: string;
  readonly path: Path;
  readonly part: 'key' | 'value';
}

export interface EndPart extends Part {
  readonly outcome: WantedOutcome;
}

export interface WishInput {
  readonly wish: Wish;
  readonly expressions: readonly Part[];
  /** Ids of events that it waits for, and how they must end. */
  readonly events: readonly EndPart[];
  readonly byMs: number | null;
}

/** What the schema has let through: text, or a mapping of keys that hold together. */
export function readWish(input: unknown): WishInput {
  const parts = { expressions: [] as Part[], events: [] as EndPart[] };
  const wish = wishOf(input, [], parts);
  const by = isMapping(input) && 'by' in input ? parseDuration(input.by, 'zero-allowed') : null;
  return { wish, ...parts, byMs: by?.ok ? by.value : null };
}

interface Parts {
  readonly expressions: Part[];
  readonly events: EndPart[];
}

function wishOf(input: unknown, path: Path, parts: Parts): Wish {
  if (!isMapping(input)) return expressionOf({ text: String(input), path, part: 'value' }, parts);
  const wishes: Wish[] = [];
  let holdMs = 0;
  for (const [key, value] of Object.entries(input)) {
    const here = [...path, key];
    if (value === null) wishes.push(expressionOf({ text: key, path: here, part: 'key' }, parts));
    else if (key === 'if') {
      wishes.push(expressionOf({ text: String(value), path: here, part: 'value' }, parts));
    } else if (key === 'event') wishes.push(endOf(String(value), input.outcome, here, parts));
    else if (key === 'all' || key === 'any') {
      const items = Array.isArray(value) ? value : [];
      const of = items.map((item, at) => wishOf(item, [...here, at], parts));
      wishes.push({ is: key, of, holdMs: 0 });
    } else if (key === 'hold') {
      const hold = parseDuration(value, 'zero-allowed');
      if (hold.ok) holdMs = hold.value;
    }
  }
  const [only] = wishes;
  if (wishes.length === 1 && only !== undefined) {
    return holdMs === 0 ? only : { is: 'all', of: [only], holdMs };
  }
  return { is: 'all', of: wishes, holdMs };
}

function expressionOf(part: Part, parts: Parts): Wish {
  parts.expressions.push(part);
  return { is: 'holds', text: part.text, holdMs: 0 };
}

function endOf(eventId: string, outcome: unknown, path: Path, parts: Parts): Wish {
  const id = eventId.trim();
  const word = String(outcome ?? 'any')
    .trim()
    .toLowerCase();
  const wanted = outcomes.find((one) => one === word) ?? 'any';
  parts.events.push({ text: id, path, part: 'value', outcome: wanted });
  return { is: 'ended', eventId: id, outcome: wanted, holdMs: 0 };
}

function isMapping(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
