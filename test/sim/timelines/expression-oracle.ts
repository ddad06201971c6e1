/**
 * What an expression is in the text, what it comes to, and what it looks at: by the letter of the law,
 * and nothing of the program's own code. What is unknown stays unknown, unless the rest decides.
 *
 * @spec reliability invariants
 */
import type { Term, Test } from './model.ts';

export type Known = number | boolean | string | null;

/** What can be looked at, at one moment. */
export interface Look {
  figure(name: string): number | null;
  window(fn: WindowTerm['fn'], name: string, ms: number | null): number | null;
  word(event: string, field: 'state' | 'outcome'): string;
  /** Of a window whose length is not told; null for the whole run. */
  readonly usualMs: number | null;
}

type WindowTerm = Extract<Term, { is: 'window' }>;

export function textOf(test: Test): string {
  switch (test.is) {
    case 'compare':
      return `${termText(test.left)} ${test.op} ${test.bound}`;
    case 'word':
      return `event("${test.event}").${test.field} ${test.op} "${test.word}"`;
    case 'not':
      return `not (${textOf(test.of)})`;
    default:
      return test.of.map((one) => `(${textOf(one)})`).join(` ${test.is} `);
  }
}

function termText(term: Term): string {
  switch (term.is) {
    case 'signal':
      return term.name;
    case 'window':
      return windowText(term, term.ms);
    case '*':
      return `(${termText(term.of)} * ${term.by})`;
    default:
      return `(${term.of.map(termText).join(` ${term.is} `)})`;
  }
}

function windowText({ fn, name }: WindowTerm, ms: number | null): string {
  return `${fn}(${name}${ms === null ? '' : `, ${ms / 1_000}s`})`;
}

/** Null: it cannot be said. */
export function truthOf(test: Test, look: Look): boolean | null {
  switch (test.is) {
    case 'compare': {
      const value = figureIn(test.left, look);
      if (value === null) return null;
      if (test.op === '>') return value > test.bound;
      return test.op === '<' ? value < test.bound : value >= test.bound;
    }
    case 'word':
      return (look.word(test.event, test.field) === test.word) === (test.op === '==');
    case 'not': {
      const inner = truthOf(test.of, look);
      return inner === null ? null : !inner;
    }
    default: {
      const parts = test.of.map((one) => truthOf(one, look));
      // One that decides: false of several that must all hold, true of alternatives.
      const decisive = test.is === 'or';
      if (parts.includes(decisive)) return decisive;
      return parts.includes(null) ? null : !decisive;
    }
  }
}

function figureIn(term: Term, look: Look): number | null {
  switch (term.is) {
    case 'signal':
      return look.figure(term.name);
    case 'window':
      return look.window(term.fn, term.name, term.ms ?? look.usualMs);
    case '*': {
      const value = figureIn(term.of, look);
      return value === null ? null : value * term.by;
    }
    default: {
      const [one, other] = [figureIn(term.of[0], look), figureIn(term.of[1], look)];
      if (one === null || other === null) return null;
      return term.is === '+' ? one + other : one - other;
    }
  }
}

/** Everything that it looks at, by the words of the expression. */
export function seenBy(test: Test, look: Look): Readonly<Record<string, Known>> {
  const seen: Record<string, Known> = {};
  const ofTerm = (term: Term): void => {
    if (term.is === 'signal') seen[term.name] = look.figure(term.name);
    else if (term.is === 'window') {
      const ms = term.ms ?? look.usualMs;
      seen[windowText(term, ms)] = look.window(term.fn, term.name, ms);
    } else if (term.is === '*') ofTerm(term.of);
    else term.of.forEach(ofTerm);
  };
  const ofTest = (one: Test): void => {
    if (one.is === 'compare') ofTerm(one.left);
    else if (one.is === 'word')
      seen[`event("${one.event}").${one.field}`] = look.word(one.event, one.field);
    else if (one.is === 'not') ofTest(one.of);
    else one.of.forEach(ofTest);
  };
  ofTest(test);
  return seen;
}

/** What sums the run up need hold only at its end; figures of an instant always. */
export function usualKind(test: Test): 'always' | 'finally' {
  return asksOfInstant(test) ? 'always' : 'finally';
}

const totals: ReadonlySet<string> = new Set(['crashes', 'exits', 'restarts', 'elapsed_s']);

function asksOfInstant(test: Test): boolean {
  if (test.is === 'word') return false;
  if (test.is === 'not') return asksOfInstant(test.of);
  if (test.is !== 'compare') return test.of.some(asksOfInstant);
  const latest = (term: Term): boolean => {
    if (term.is === 'signal') return !totals.has(term.name);
    if (term.is === 'window') return false;
    return term.is === '*' ? latest(term.of) : term.of.some(latest);
  };
  return latest(test.left);
}
