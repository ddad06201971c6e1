/**
 * Goal: decisions are told with the values they were made on, also when the payload of before is
 * told again, also with Lane B off; never with what a user typed.
 * Method: scenes in virtual time; a contract of others that reads the body, with a canary in it.
 */
import { describe, expect, it } from 'vitest';
import { Route } from '../../../actors/kernel/route.ts';
import type { Contract } from '../../../machines/kernel/contract.ts';
import { standingContracts } from '../../../machines/kernel/standing-contracts.ts';
import { restingVector } from '../../../machines/kernel/state-vector.ts';
import { restingFacts } from '../../machines/kernel/contracts/looks.ts';
import { envelope } from '../../runtime/bus/oracle.ts';
import { createScene, type Scene } from './scene.ts';

interface Decision {
  readonly contractId: string;
  readonly passed: boolean;
  readonly saw?: Readonly<Record<string, unknown>>;
}

const checksOf = ({ heard }: Scene) =>
  heard
    .filter(({ type }) => type === 'contract.checked')
    .map(({ payload }) => payload.decisions as readonly Decision[]);
const sawOf = (decisions: readonly Decision[] | undefined, id: string) =>
  decisions?.find(({ contractId }) => contractId === id)?.saw;

const foreign: Contract = {
  id: 'short-bodies',
  version: 1,
  owner: 'test',
  appliesTo: ['inject.requested'],
  preconditions: [({ payload }) => String(payload.body).length < 5],
  reads: ['payload.body', 'payload.critical', 'activity'],
  severity: 'warn',
  action: 'defer',
  fallbackAction: 'none',
  mode: 'enforced',
  emitOnViolation: 'inject.deferred',
};

describe('what is told of decisions', () => {
  it('is what each contract saw at that instant, not what it saw before', () => {
    const scene = createScene();
    scene.inject();
    scene.inject();
    scene.inject();
    scene.inject('1', { source: 'other.js' });
    const checks = checksOf(scene);
    expect(checks.map((one) => sawOf(one, 'ownership-exclusive'))).toEqual([
      { type: 'inject.requested', source: 'injection.js', submitter: null, activity: 'idle' },
      { type: 'inject.requested', source: 'injection.js', submitter: null, activity: 'injecting' },
      { type: 'inject.requested', source: 'injection.js', submitter: null, activity: 'injecting' },
      { type: 'inject.requested', source: 'other.js', submitter: null, activity: 'injecting' },
    ]);
    expect(checks.map((one) => sawOf(one, 'injection-order')?.waiting)).toEqual([0, 0, 1, 2]);
  });

  it.each([
    { waiting: 1 },
    { submitter: 'other.js' },
    { overlayOpen: true },
    { visible: false },
    { focusHolder: 'user' },
    { injecting: true },
  ])('is made anew when a fact differs: %j', (fact) => {
    const route = new Route('inject.requested', standingContracts, new Set(standingContracts));
    const event = envelope('inject.requested', 1);
    const look = { event, vector: restingVector, facts: restingFacts };
    const none: readonly string[] = [];
    const first = route.checks(look, none);
    expect(route.checks({ ...look, facts: { ...restingFacts } }, none)).toBe(first);
    expect(route.checks({ ...look, facts: { ...restingFacts, ...fact } }, none)).not.toBe(first);
  });

  it('is told once made when nothing differs', () => {
    const { kernel, inject, fact, heard } = createScene();
    for (let count = 0; count < 3; count += 1) {
      const { event } = inject();
      fact('inject.verified', {}, '1', event?.correlationId);
    }
    const payloads = heard.filter(({ type }) => type === 'contract.checked');
    expect(new Set(payloads.map(({ payload }) => payload)).size).toBe(1);
    expect(kernel.state('1').activity).toBe('idle');
  });

  it('is made anew when a contract of others decides otherwise, by what it does not tell', () => {
    const scene = createScene();
    const { reads: _, ...secretive } = foreign;
    scene.kernel.registerContract({ ...secretive, mode: 'shadow' });
    for (const body of ['ok', 'too long', 'ok', 'too long']) {
      const { event } = scene.inject('1', { payload: { body } });
      scene.fact('inject.verified', {}, '1', event?.correlationId);
    }
    const passed = checksOf(scene).map(
      (decisions) => decisions.find(({ contractId }) => contractId === foreign.id)?.passed,
    );
    expect(passed).toEqual([true, false, true, false]);
  });

  it('stands in the reasons of Lane A, too, Lane B on or off', () => {
    const { kernel, inject, fact } = createScene();
    kernel.setTelemetryEnabled(false);
    fact('typing.activity');
    inject();
    const [deferred] = kernel.query({ type: 'inject.deferred' });
    expect(deferred?.payload.reasons).toEqual([
      { contractId: 'focus-lock-guard', detail: 'locked', saw: { 'gates.focusLocked': true } },
    ]);
  });

  it('stands in violations and overrides', () => {
    const { kernel, inject, fact } = createScene();
    const correlationId = inject().event?.correlationId;
    inject('1', { source: 'triggers.js', correlationId });
    expect(kernel.query({ type: 'contract.violation' })[0]?.payload.saw).toEqual({
      type: 'inject.requested',
      source: 'triggers.js',
      submitter: 'injection.js',
      activity: 'injecting',
    });
    fact('cli.compaction.started', {}, '2');
    inject('2', { critical: true });
    expect(kernel.query({ type: 'contract.override' })[0]?.payload).toMatchObject({
      contractId: 'compaction-gate',
      saw: { 'gates.compacting': 'confirmed' },
    });
  });

  it('quotes nothing that a user typed, whatever a contract says it reads', () => {
    const scene = createScene();
    scene.kernel.registerContract(foreign);
    scene.inject('1', { payload: { body: 'canary-1', critical: false } });
    const expected = {
      'payload.body': { redacted: true, length: 8 },
      'payload.critical': false,
      activity: 'idle',
    };
    expect(sawOf(checksOf(scene)[0], 'short-bodies')).toEqual(expected);
    const [deferred] = scene.kernel.query({ type: 'inject.deferred' });
    expect(deferred?.payload.reasons).toMatchObject([{ saw: expected }]);
    expect(JSON.stringify(scene.heard)).not.toContain('canary-1');
  });

  it('has no values of a contract that does not say what it reads', () => {
    const scene = createScene();
    const { reads: _, ...silent } = foreign;
    scene.kernel.registerContract(silent);
    scene.inject();
    expect(checksOf(scene)[0]?.at(-1)).toEqual({
      contractId: 'short-bodies',
      passed: false,
      mode: 'enforced',
    });
  });

  it('is refused of a contract that reads what there is not', () => {
    const reads = ['gates.moon'] as never;
    expect(() => createScene().kernel.registerContract({ ...foreign, reads })).toThrow(TypeError);
  });
});
