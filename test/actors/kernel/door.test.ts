/**
 * Goal: the door tells every closed gate in order, refuses what is not known, and treats the contracts of
 * others as the specification says.
 * Method: one scene per promise, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import type { Contract, Envelope } from '../../../embed/kernel.ts';
import { createScene } from './scene.ts';

const ids = (verdict: { reasons: readonly { contractId: string }[] }) =>
  verdict.reasons.map(({ contractId }) => contractId);

const contract = (more: Partial<Contract> = {}): Contract => ({
  id: 'on-trial',
  version: 1,
  owner: 'test',
  appliesTo: ['inject.requested'],
  preconditions: [() => false],
  severity: 'warn',
  action: 'block',
  fallbackAction: 'block',
  mode: 'enforced',
  emitOnViolation: 'contract.violation',
  ...more,
});

describe('the door', () => {
  it('tells every closed gate, in order', () => {
    const { kernel, inject, fact } = createScene();
    fact('focus.locked', { owner: 'user' });
    fact('cli.compaction.started');
    const verdict = inject();
    expect(verdict.decision).toBe('deferred');
    expect(ids(verdict)).toEqual(['focus-lock-guard', 'compaction-gate']);
    const [deferred] = kernel.query({ type: 'inject.deferred' });
    expect(deferred?.payload).toMatchObject({
      reasons: [
        { contractId: 'focus-lock-guard', detail: 'locked' },
        { contractId: 'compaction-gate', detail: 'compaction confirmed' },
      ],
    });
    expect(deferred?.causationId).toBe(verdict.event?.eventId);
    fact('focus.released', { owner: 'user' });
    expect(kernel.explain('1').queue).toHaveLength(1);
    expect(kernel.explain('1').gates.map(({ contractId }) => contractId)).toEqual([
      'compaction-gate',
    ]);
  });

  it.each([
    [{ type: 'xstate.stop' }],
    [{ type: 'inject.unheard' }],
    [{ type: 'toString' }],
    [{ type: 'contract.violation' }],
    [{ type: 'inject.requested', paneId: '9' }],
    [{ type: 'inject.requested', paneId: 'system' }],
    [{ type: 'inject.requested', source: '' }],
    [{ type: 'inject.requested', payload: { body: 5 } }],
    [{ type: 'inject.requested', correlationId: 'x'.repeat(300) }],
  ])('refuses %j, and nothing is said', (more) => {
    const { kernel, heard } = createScene();
    const verdict = kernel.submit({ paneId: '1', source: 'test', ...more });
    expect([verdict.decision, verdict.event, ids(verdict)]).toEqual([
      'blocked',
      null,
      ['taxonomy'],
    ]);
    expect(heard).toEqual([]);
    expect(kernel.stats().refused).toBe(1);
  });

  it('lets no report pass as an intent, and none speak for the kernel', () => {
    const { fact, heard } = createScene();
    for (const type of ['inject.requested', 'resize.requested', 'safemode.entered', 'x.y']) {
      expect(() => fact(type), type).toThrow(TypeError);
    }
    expect(heard).toEqual([]);
  });

  it('refuses when Lane A is full, and takes more when it was delivered', () => {
    const { kernel, fact } = createScene();
    const decisions = new Map<string, number>();
    kernel.on('pty.up', () => {
      for (let count = 0; count < 4_000; count += 1) {
        const intent = { type: 'focus.changed', paneId: '1', source: 'loop' };
        const { decision, reasons } = kernel.submit(intent);
        const key = decision === 'blocked' ? (reasons[0]?.contractId ?? '') : decision;
        decisions.set(key, (decisions.get(key) ?? 0) + 1);
      }
      expect(() => fact('typing.idle')).toThrow(RangeError);
      expect(() => fact('typing.idle')).toThrow(/ Try again when /);
    });
    fact('pty.up');
    expect(Object.fromEntries(decisions)).toEqual({ allowed: 3_073, 'lane-a-bound': 927 });
    expect(fact('typing.idle').type).toBe('typing.idle');
  });
});

describe('contracts of others', () => {
  it.each([
    ['block', 'blocked', ['contract.violation', 'inject.dropped']],
    ['drop', 'dropped', ['contract.violation', 'inject.dropped']],
    ['skip', 'skipped', ['contract.violation', 'inject.dropped']],
    ['continue', 'allowed', ['contract.violation']],
    ['defer', 'deferred', ['contract.violation', 'inject.deferred']],
  ] as const)('%s: %s', (action, decision, said) => {
    const { kernel, inject, types } = createScene();
    kernel.registerContract(contract({ action }));
    const verdict = inject();
    expect([verdict.decision, ids(verdict)]).toEqual([decision, ['on-trial']]);
    expect(types('contract.violation', 'inject.dropped', 'inject.deferred')).toEqual(said);
    expect(kernel.stats().violations).toBe(action === 'block' ? 1 : 0);
  });

  it('fail closed when they throw; the others still decide, and nothing is quoted', () => {
    const { kernel, inject, heard } = createScene();
    kernel.registerContract(
      contract({
        id: 'broken',
        preconditions: [
          ({ payload }) => {
            throw new Error(String(payload.body));
          },
        ],
      }),
    );
    const verdict = inject('1', { payload: { body: 'canary-1' } });
    expect([verdict.decision, ids(verdict)]).toEqual(['blocked', ['broken']]);
    expect(kernel.query({ type: 'bus.error' })).toHaveLength(1);
    expect(JSON.stringify(heard)).not.toContain('canary-1');
  });

  it('change nothing while on trial, and are enforced when all four criteria are on record', () => {
    const plain = createScene();
    const { kernel, inject, heard, types } = createScene();
    const changes = [contract({ mode: 'shadow' }), contract({ id: 'throws', mode: 'shadow' })];
    for (const one of changes) kernel.registerContract(one);
    expect(inject().decision).toBe(plain.inject().decision);
    expect(types('contract.shadow')).toHaveLength(2);
    const same = (events: readonly Envelope[]) =>
      events.map(({ type }) => type).filter((type) => !type.startsWith('contract.'));
    expect(same(heard)).toEqual(same(plain.heard));
    const session = kernel.shadowSession('on-trial', 's1');
    expect(session).toEqual({ sessionId: 's1', evaluations: 1, violations: 1, falsePositives: 0 });
    const record = {
      contractId: 'on-trial',
      version: 1,
      sessions: ['1', '2', '3', '4', '5'].map((sessionId) => ({
        sessionId,
        evaluations: 1,
        violations: 1,
        falsePositives: 0,
      })),
      replay: { digest: 'd', wouldHaveBlocked: 5, confirmed: true },
      signOffs: ['a', 'b'],
    };
    expect(kernel.promoteContract({ ...record, signOffs: ['a'] })).toHaveLength(1);
    expect(types('contract.promoted')).toEqual([]);
    expect(kernel.promoteContract(record)).toEqual([]);
    expect(types('contract.promoted')).toEqual(['contract.promoted']);
    expect(inject('2').decision).toBe('blocked');
    const hint = expect.stringMatching(/^Try /);
    expect(kernel.promoteContract(record)).toMatchObject([{ code: 'PROMOTION_UNKNOWN', hint }]);
  });

  it.each([
    [{ id: 'focus-lock-guard' }],
    [{ id: '' }],
    [{ action: 'explode' as never }],
    [{ mode: 'maybe' as never }],
    [{ emitOnViolation: 'no.such' }],
  ])('are refused as %j', (more) => {
    expect(() => createScene().kernel.registerContract(contract(more))).toThrow(TypeError);
  });
});
