/**
 * Goal: what a contract says it reads is what it reads, so that the values told with a decision are
 * those that it was made on; and text that nobody vouches for stays out of what is told.
 * Method: every standing contract looks at traps that note each value it touches, in thousands of
 * random situations (seeded); the union of what it touched is compared with what it declares.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { definitionOf } from '../../../machines/kernel/events/registry.ts';
import type { PaneFacts } from '../../../machines/kernel/evidence.ts';
import {
  evidenceOf,
  isReadable,
  type Look,
  readables,
  safeEvidence,
} from '../../../machines/kernel/evidence.ts';
import { redactPayload } from '../../../machines/kernel/redact.ts';
import { standingContracts } from '../../../machines/kernel/standing-contracts.ts';
import { restingVector, type StateVector } from '../../../machines/kernel/state-vector.ts';
import { envelope } from '../../runtime/bus/oracle.ts';
import { restingFacts } from './contracts/looks.ts';

const level = fc.constantFrom('up' as const, 'down' as const);
const name = fc.constantFrom('injection.js', 'triggers.js', 'user', 'one');
const looks: fc.Arbitrary<Look> = fc.record({
  event: fc.record({
    type: fc.constantFrom(...new Set(standingContracts.flatMap(({ appliesTo }) => appliesTo))),
    source: name,
    payload: fc.record(
      { policy: fc.constantFrom('allow', 'refuse'), owner: name, body: fc.string() },
      { requiredKeys: [] },
    ),
  }) as unknown as fc.Arbitrary<Envelope>,
  vector: fc.record({
    activity: fc.constantFrom('idle', 'injecting', 'resizing', 'recovering', 'error'),
    gates: fc.record({
      focusLocked: fc.boolean(),
      compacting: fc.constantFrom('none', 'suspected', 'confirmed', 'cooldown'),
      safeMode: fc.boolean(),
    }),
    connectivity: fc.record({ bridge: level, pty: level }),
  }) as fc.Arbitrary<StateVector>,
  facts: fc.record({
    overlayOpen: fc.boolean(),
    visible: fc.boolean(),
    focusHolder: fc.option(name),
    injecting: fc.boolean(),
    waiting: fc.nat(2),
    submitter: fc.option(name),
  }),
});

/** Notes the dotted name of every plain value that is read. */
function trap<Value extends object>(value: Value, prefix: string, touched: Set<string>): Value {
  return new Proxy(value, {
    get(target, key) {
      const inner: unknown = Reflect.get(target, key);
      const path = `${prefix}${String(key)}`;
      if (typeof inner === 'object' && inner !== null) return trap(inner, `${path}.`, touched);
      touched.add(path);
      return inner;
    },
  });
}

describe('what a contract reads', () => {
  it.each(standingContracts)('$id declares, and nothing else', (contract) => {
    const touched = new Set<string>();
    fc.assert(
      fc.property(looks, ({ event, vector, facts }) => {
        const { appliesTo } = contract;
        const type = appliesTo.includes(event.type) ? event.type : (appliesTo[0] ?? '');
        for (const precondition of contract.preconditions) {
          precondition(
            trap({ ...event, type }, '', touched),
            trap(vector, '', touched),
            trap<PaneFacts>(facts, '', touched),
          );
        }
      }),
      { seed: 5, numRuns: 500 },
    );
    expect([...touched].sort()).toEqual([...(contract.reads ?? [])].sort());
  });
});

describe('evidence', () => {
  const look = {
    event: { ...envelope('inject.requested', 1), payload: { policy: 'allow', lost: 3 } },
    vector: restingVector,
    facts: restingFacts,
  };

  it('is the values by their names, null for what is not there', () => {
    expect(
      evidenceOf(['gates.compacting', 'waiting', 'payload.policy', 'payload.none'], look),
    ).toEqual({
      'gates.compacting': 'none',
      waiting: 0,
      'payload.policy': 'allow',
      'payload.none': null,
    });
    expect(Object.keys(evidenceOf(readables, look))).toEqual(readables);
  });

  it('knows its names from others', () => {
    const names = ['waiting', 'payload.x', 'payload.', 'toString', 'gates', 'event.payload', 7];
    expect(names.filter(isReadable)).toEqual(['waiting', 'payload.x']);
  });

  it('is told by an allow-list: text of a payload that nobody vouches for is not', () => {
    const saw = { 'payload.body': 'canary', 'payload.lost': 3, 'gates.compacting': 'none' };
    const safe = new Set(['reasons', ...safeEvidence('reasons.saw')]);
    expect(redactPayload({ reasons: [{ saw }] }, safe)).toEqual({
      reasons: [{ saw: { ...saw, 'payload.body': { redacted: true, length: 6 } } }],
    });
    expect(definitionOf('contract.violation').safe).toContain('saw.gates.compacting');
  });
});
