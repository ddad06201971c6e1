/**
 * Goal: every kind of event has one number within a segment, and is found by its type and pane.
 * Method: a few kinds, asked for in all ways.
 */
import { expect, it } from 'vitest';
import { RingKinds } from '../../../machines/kernel/ring-kinds.ts';
import { envelope } from '../../runtime/bus/oracle.ts';

it('numbers type, pane and source, and finds by type and pane', () => {
  const all = new Set<string>();
  const kinds = new RingKinds(all);
  const say = (type: string, paneId: string, source: string) =>
    kinds.numberOf({ ...envelope(type, 1), paneId, source });
  const numbers = [
    say('pty.up', '1', 'a'),
    say('pty.up', '2', 'a'),
    say('pty.up', '1', 'b'),
    say('pty.down', '1', 'a'),
  ];
  expect(numbers).toEqual([0, 1, 2, 3]);
  expect([say('pty.up', '1', 'a'), say('pty.up', '2', 'a')]).toEqual([0, 1]);
  expect([kinds.type(3), kinds.paneId(1), kinds.source(2)]).toEqual(['pty.down', '2', 'b']);
  const found = (types: readonly string[] | null, paneId?: string) => kinds.wanted(types, paneId);
  expect(found(['pty.up'])).toEqual(Uint8Array.of(1, 1, 1, 0));
  expect(found(null, '1')).toEqual(Uint8Array.of(1, 0, 1, 1));
  expect(found(['pty.down', 'pty.up'], '2')).toEqual(Uint8Array.of(0, 1, 0, 0));
  expect([found(['bus.error']), found(null, '9'), found([])]).toEqual([null, null, null]);
  expect([...all]).toEqual(['pty.up', 'pty.down']);
  const { bytes } = kinds;
  kinds.clear();
  expect([bytes > 0, kinds.bytes, found(['pty.up'])]).toEqual([true, 0, null]);
});

it('counts what its names take', () => {
  const bytesOf = (paneId: string, source: string) => {
    const kinds = new RingKinds(new Set());
    kinds.numberOf({ ...envelope('pty.up', 1), paneId, source });
    return kinds.bytes;
  };
  const least = bytesOf('', '');
  expect(least).toBeGreaterThan(0);
  // Two bytes for each character.
  expect([bytesOf('1'.repeat(10), '') - least, bytesOf('', 'a'.repeat(30)) - least]).toEqual([
    20, 60,
  ]);
});
