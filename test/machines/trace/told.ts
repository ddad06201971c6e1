/**
 * Events of a log by hand: each is what it says, and follows from what its parent's name says.
 */
import type { LoggedEvent } from '../../../machines/record/session-line.ts';

export interface Told {
  /** A name of its own; the ids follow from it. */
  readonly id: string;
  readonly type?: string;
  readonly at?: number;
  readonly by?: string | null;
  readonly of?: string;
  readonly source?: string;
  readonly pane?: string;
  readonly seq?: number;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** The id of what has this name; every letter counts. */
export function named(name: string): string {
  const hex = [...name].map((letter) => letter.charCodeAt(0).toString(16)).join('');
  const digits = hex.padEnd(28, '0').slice(0, 28);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-8${digits.slice(15, 18)}-${digits.slice(16, 28)}`;
}

/** `of` is the operation; without it all belong to one. */
export function log(...told: readonly Told[]): readonly LoggedEvent[] {
  return told.map(({ id, type = 'clip.armed', at, by = null, of = 'op', ...more }, index) => ({
    eventId: named(id),
    correlationId: named(of),
    causationId: by === null ? null : named(by),
    type,
    source: more.source ?? 'kernel',
    paneId: more.pane ?? '1',
    ts: 1_767_225_600_000 + (at ?? index),
    seq: more.seq ?? index + 1,
    payload: more.payload ?? {},
    atMs: at ?? index,
  }));
}
