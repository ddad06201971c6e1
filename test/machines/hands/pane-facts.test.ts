/**
 * Goal: whatever begins in the hands is an event of the taxonomy, with its payload and no other.
 * Method: each type with the least payload that it takes, and one that no event has.
 */
import { describe, expect, it } from 'vitest';
import { paneFactTypes, readFactPayload } from '../../../machines/hands/pane-facts.ts';
import { isEventType } from '../../../machines/kernel/events/registry.ts';

const least: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'inject.deferred': { reason: 'pty_down', remainingMs: 5 },
  'inject.resumed': { trigger: 'pty.up', waitedMs: 5 },
  'inject.dropped': { reason: 'ttl_expired' },
  'event.dropped': {
    ...{ stage: 's', reason: 'r', droppedCount: 0, oldestSeq: 0, newestSeq: 0 },
  },
};

describe('facts of a pane', () => {
  it.each(paneFactTypes)('%s is of the taxonomy and read as such', (type) => {
    expect(isEventType(type)).toBe(true);
    const payload = least[type] ?? {};
    expect(readFactPayload(type, payload)).toEqual(payload);
    expect(readFactPayload(type, null)).toBeNull();
  });

  it('carry nothing that their type does not know', () => {
    expect(readFactPayload('pty.down', { reason: 'x', canary: 1 })).toBeNull();
    expect(readFactPayload('inject.dropped', {})).toBeNull();
  });
});
