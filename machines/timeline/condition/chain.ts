/**
 * The text of a chain: `a -> b -> c`, `a[crash] -> b`, `a -> [b, c]`, `[a, b] -> c`.
 * What stands on the left has ended before what stands on the right starts; a list on the left
 * is a join (all of them), a list on the right a fan-out.
 *
 * @spec timeline phase 2
 */

import { oneOf, showText } from '../show.ts';
import { didYouMean } from '../suggest.ts';
import { outcomes } from './wish.ts';

export type ChainOutcome = (typeof outcomes)[number];

/** An event that a chain names, with the place of its id in characters of the text. */
export interface ChainLink {
  readonly id: string;
  readonly outcome: ChainOutcome;
  readonly offset: number;
}

/** One step holds the events between two arrows. */
export type ChainStep = readonly ChainLink[];

export interface ChainFault {
  readonly code: 'INVALID_CHAIN' | 'UNKNOWN_OUTCOME';
  readonly message: string;
  readonly hint: string;
  readonly offset: number;
}

export type ChainReading =
  | { readonly ok: true; readonly steps: readonly ChainStep[] }
  | { readonly ok: false; readonly faults: readonly ChainFault[] };

const arrow = '->';
const linkForm = /^([^[\],]+?)(?:\s*\[\s*([^[\],]*?)\s*\])?$/u;

export function readChain(text: string): ChainReading {
  const faults: ChainFault[] = [];
  const parts = splitAt(text, arrow);
  if (parts.length < 2) {
    faults.push(broken(`at least one "->"; got ${showText(text)}`, 0));
  }
  const steps = parts.map((part) => readStep(part, faults));
  for (const link of steps.at(-1) ?? []) {
    if (link.outcome === 'any' || parts.length < 2) continue;
    faults.push(broken(`no outcome after the last "->"; got ${link.outcome}`, link.offset));
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, steps };
}

interface Part {
  readonly text: string;
  readonly offset: number;
}

function readStep(part: Part, faults: ChainFault[]): ChainStep {
  const { text, offset } = trimmed(part);
  const open = text.split('[').length - text.split(']').length;
  if (open !== 0) {
    const mark = open > 0 ? ']' : '[';
    faults.push(
      broken(`a "${mark}" for each "${open > 0 ? '[' : ']'}"; got ${showText(text)}`, offset),
    );
    return [];
  }
  const list = text.startsWith('[') && text.endsWith(']');
  const inner = list ? { text: text.slice(1, -1), offset: offset + 1 } : { text, offset };
  return splitAt(inner.text, ',').flatMap((piece) => {
    const item = trimmed({ text: piece.text, offset: inner.offset + piece.offset });
    const match = linkForm.exec(item.text);
    if (match === null || (!list && text.includes(','))) {
      const got = item.text === '' ? 'nothing' : showText(item.text);
      faults.push(broken(`the id of an event; got ${got}`, item.offset));
      return [];
    }
    const [, id = '', word] = match;
    const outcome = word === undefined ? 'any' : outcomes.find((known) => known === word);
    if (outcome !== undefined) return [{ id, outcome, offset: item.offset }];
    faults.push(unknownOutcome(word ?? '', item.offset + item.text.indexOf('[') + 1));
    return [];
  });
}

function splitAt(text: string, mark: string): readonly Part[] {
  let offset = 0;
  return text.split(mark).map((piece) => {
    const part = { text: piece, offset };
    offset += piece.length + mark.length;
    return part;
  });
}

function trimmed({ text, offset }: Part): Part {
  return { text: text.trim(), offset: offset + text.length - text.trimStart().length };
}

function broken(expects: string, offset: number): ChainFault {
  const hint = 'Try "a -> b", "a[crash] -> b", "a -> [b, c]" or "[a, b] -> c".';
  return { code: 'INVALID_CHAIN', message: `Expected ${expects}.`, hint, offset };
}

function unknownOutcome(word: string, offset: number): ChainFault {
  const message = `Expected ${oneOf(outcomes)}; got ${showText(word)}.`;
  const hint = didYouMean(word, outcomes) ?? 'Try "a[crash] -> b".';
  return { code: 'UNKNOWN_OUTCOME', message, hint, offset };
}
