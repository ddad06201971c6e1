/**
 * Goal: the tree of an operation holds each of its events once, under its cause, whatever the log
 * lacks and however it was made up; building it costs no more than the operation.
 * Method: trees by hand; random forests with losses, duplicates and circles, compared with a naive
 * walk up from each event; a chain of 50,000 events.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../../../machines/record/session-line.ts';
import {
  type Chain,
  type ChainNode,
  causesOf,
  chainOf,
  operationOf,
} from '../../../machines/trace/chain.ts';
import { log, named, type Told } from './told.ts';

/** `a(b c(d))`, the events by a letter of their name. */
function shape({ event, children }: ChainNode): string {
  const name = String.fromCharCode(Number.parseInt(event.eventId.slice(0, 2), 16));
  return children.length === 0 ? name : `${name}(${children.map(shape).join(' ')})`;
}
const shapes = (chain: Chain | null) =>
  chain?.trees.map((tree) => `${tree.root}: ${shape(tree)}`) ?? [];
const grow = (...told: readonly Told[]) => chainOf(log(...told), named('op'));

describe('chain', () => {
  it('is the events under their causes, in order of time', () => {
    const chain = grow(
      { id: 'a', at: 5 },
      { id: 'c', by: 'a', at: 9 },
      { id: 'b', by: 'a', at: 7, pane: '2' },
      { id: 'd', by: 'b', at: 20 },
    );
    expect(shapes(chain)).toEqual(['root: a(b(d) c)']);
    expect(chain).toMatchObject({ firstMs: 5, lastMs: 20, events: 4, panes: ['1', '2'] });
  });

  it('has several roots, and says which parents are missing or lie elsewhere', () => {
    const chain = grow(
      { id: 'z', of: 'other' },
      { id: 'a' },
      { id: 'b', by: 'lost' },
      { id: 'c', by: 'b' },
      { id: 'd', by: 'z' },
    );
    expect(shapes(chain)).toEqual(['root: a', 'parent missing: b(c)', 'parent elsewhere: d']);
    expect(chain?.trees[1]?.parentId).toBe(named('lost'));
    expect(chain?.trees[2]?.parent?.correlationId).toBe(named('other'));
  });

  it('cuts circles open, and counts what comes twice once', () => {
    const chain = grow(
      { id: 'a', by: 'c' },
      { id: 'b', by: 'a' },
      { id: 'c', by: 'b' },
      { id: 'd', by: 'd' },
      { id: 'a', by: 'c' },
    );
    expect(shapes(chain)).toEqual(['circle: a(b(c))', 'circle: d']);
  });

  it('is null for an operation that is not there', () => {
    expect(chainOf(log({ id: 'a' }), named('none'))).toBeNull();
  });

  it('holds a chain as long as its log', () => {
    const ids = Array.from({ length: 50_000 }, (_, at) => `${at}`);
    const told = ids.map((id, at) => ({ id, by: at === 0 ? null : `${at - 1}` }));
    expect(chainOf(log(...told), named('op'))?.trees.length).toBe(1);
  });
});

const anyLog = fc
  .array(fc.record({ parent: fc.nat(14), lost: fc.boolean(), other: fc.nat(5) }), { maxLength: 14 })
  .map((events) =>
    log(
      ...events.map(({ parent, other }, at) => ({
        id: String.fromCharCode(97 + at),
        by: parent === 14 ? null : String.fromCharCode(97 + parent),
        of: other === 0 ? 'other' : 'op',
      })),
    ).filter((_, at) => !events[at]?.lost),
  );

it('agrees with a naive walk, for any forest with losses and circles', () => {
  fc.assert(
    fc.property(anyLog, (events) => {
      const own = events.filter(({ correlationId }) => correlationId === named('op'));
      const chain = chainOf(
        operationOf(() => events, named('op')),
        named('op'),
      );
      const seen: string[] = [];
      const walk = (node: ChainNode, above: LoggedEvent | null): void => {
        seen.push(node.event.eventId);
        if (above) expect(node.event.causationId).toBe(above.eventId);
        for (const child of node.children) walk(child, node.event);
      };
      for (const tree of chain?.trees ?? []) {
        walk(tree, null);
        const cause = tree.event.causationId;
        const parent = events.find(({ eventId }) => eventId === cause);
        const kind = parent?.correlationId === named('op') ? 'circle' : 'parent elsewhere';
        expect(tree.root).toBe(cause === null ? 'root' : parent ? kind : 'parent missing');
      }
      expect(seen.sort()).toEqual(own.map(({ eventId }) => eventId).sort());
    }),
    { seed: 11, numRuns: 300 },
  );
});

describe('the way up', () => {
  const events = log({ id: 'a' }, { id: 'b', by: 'a' }, { id: 'c', by: 'b' }, { id: 'd', by: 'x' });
  const known = new Map(events.map((event) => [event.eventId, event]));

  it('leads from the root to the event', () => {
    const { causes, missing } = causesOf(named('c'), known);
    expect(causes.map(({ eventId }) => eventId)).toEqual(['a', 'b', 'c'].map(named));
    expect(missing).toBeNull();
  });

  it('says where it breaks off, and does not run in circles', () => {
    expect(causesOf(named('d'), known).missing).toBe(named('x'));
    const circle = log({ id: 'a', by: 'b' }, { id: 'b', by: 'a' });
    const both = new Map(circle.map((event) => [event.eventId, event]));
    expect(causesOf(named('a'), both).causes).toHaveLength(2);
  });

  it('asks the log once where nothing lies outside, and once more where something does', () => {
    let passes = 0;
    const read = () => {
      passes += 1;
      return [...log({ id: 'z', of: 'other' }), ...log({ id: 'a' }, { id: 'b', by: 'z' })];
    };
    expect(operationOf(read, named('op')).map(({ eventId }) => eventId)).toEqual(
      ['z', 'a', 'b'].map(named),
    );
    expect(passes).toBe(2);
    operationOf(read, named('other'));
    expect(passes).toBe(3);
  });
});
