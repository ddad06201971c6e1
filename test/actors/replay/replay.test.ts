/**
 * Goal: a recorded session replays to the same verdicts and events, bit for bit, whatever was done
 * to its kernel; a changed contract lists exactly the verdicts that it changes.
 * Method: incidents and random storms are recorded, with subscribers that call back, hands that
 * fail, a real-like clock whose timers ring late; each log is replayed and the hashes compared. For
 * changed contracts the oracle is a second kernel that had the contract when it was stormed.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Replayed, replaySession } from '../../../actors/replay/replay.ts';
import type { NamedContract } from '../../../actors/replay/session-record.ts';
import type { Contract } from '../../../embed/kernel.ts';
import { standingContracts } from '../../../machines/kernel/standing-contracts.ts';
import {
  isEvent,
  isInput,
  isVerdict,
  type SessionLine,
} from '../../../machines/record/session-line.ts';
import { VerdictTrail } from '../../../machines/record/verdict-trail.ts';
import type { Clock } from '../../../runtime/host/host.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { scenarios } from '../../incidents/scenarios.ts';
import { type Act, act, manner, manners, play } from '../../sim/storm.ts';
import { createMemoryLog, type MemoryLog } from '../kernel/memory-log.ts';
import { createHands, createScene, obey, recordScenes } from '../kernel/scene.ts';

const panes = ['1', '2'];

/** The lines of a session that was closed then. */
function closed(lines: readonly SessionLine[]): readonly SessionLine[] {
  return [...lines, { end: 'closed', lines: lines.length, atMs: lines.at(-1)?.atMs ?? 0 }];
}

function replayed(
  lines: readonly SessionLine[],
  contracts: readonly Contract[] = [],
  enforced: readonly string[] = [],
): Replayed {
  const source = { name: 'log', lines: () => lines };
  const result = replaySession(source, { seeded: createSeededRandom, contracts, enforced });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

/** Virtual time with fractions, whose timers ring late by what the seed says. */
function lateClock(seed: number): Clock & { advance(ms: number): void } {
  const clock = createVirtualClock();
  const chance = createSeededRandom(seed);
  clock.advance(chance.next() * 1_000);
  return {
    ...clock,
    setTimeout: (fn, delayMs) => clock.setTimeout(fn, delayMs + chance.next() * 3),
  };
}

function stormed(
  acts: readonly Act[],
  list: readonly string[],
  contracts: readonly Contract[] = [],
) {
  const log = createMemoryLog();
  const hands = createHands(manners(list, () => false));
  const clock = lateClock(acts.length) as ReturnType<typeof createVirtualClock>;
  const scene = createScene({ hands, panes, log, clock });
  for (const contract of contracts) scene.kernel.registerContract(contract);
  let calls = 0;
  scene.kernel.on('inject.deferred', ({ correlationId }) => {
    calls += 1;
    if (calls % 3 === 0) scene.fact('typing.activity', {}, '2');
    if (calls % 5 === 0) scene.inject('2', { correlationId, payload: { body: 'again\n\u001b' } });
    if (calls % 7 === 0) throw new Error('subscriber');
  });
  play(scene, hands, acts);
  return { scene, log };
}

/** Denies every third intent of a pane, by a figure that a sketch keeps. */
const picky: Contract = {
  ...{ id: 'picky', version: 1, owner: 'test', appliesTo: ['inject.requested'] },
  preconditions: [({ payload }) => String(payload.body ?? '').length !== 2],
  ...{ severity: 'block', action: 'block', fallbackAction: 'none', mode: 'shadow' },
  emitOnViolation: 'contract.violation',
};

describe('a replay', () => {
  it('gives the same verdicts and the same events, bit for bit', () => {
    let verdicts = 0;
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 100, size: 'max' }),
        fc.array(manner, { minLength: 1, maxLength: 6 }),
        (acts, list) => {
          const { log } = stormed(acts, list);
          const result = replayed(closed(log.lines));
          expect(result.verdicts.now).toEqual(result.verdicts.recorded);
          expect(result.events.now).toEqual(result.events.recorded);
          expect(result).toMatchObject({ isSame: true, differences: [], contracts: [] });
          verdicts += result.verdicts.recorded.count;
        },
      ),
      { numRuns: 14, seed: 51 },
    );
    expect(verdicts).toBeGreaterThan(150);
  });

  it.each(Object.keys(scenarios))('of %s', (name) => {
    const logs: MemoryLog[] = [];
    const record = () => {
      const log = createMemoryLog();
      logs.push(log);
      return log;
    };
    recordScenes(record, () => scenarios[name]?.());
    for (const { lines } of logs) {
      const onTrial: Contract = {
        ...{ ...picky, id: 'on-trial', severity: 'info' },
        preconditions: [() => false],
      };
      const isIn = lines.some((line) => isInput(line) && line.input === 'contract');
      const result = replayed(closed(lines), isIn ? [onTrial] : []);
      expect(result.verdicts.now).toEqual(result.verdicts.recorded);
      expect(result.events.now).toEqual(result.events.recorded);
    }
    expect(logs.length).toBeGreaterThan(0);
  });

  it('is the same up to where a log ends, wherever it was cut', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 12, maxLength: 15, size: 'max' }), (acts) => {
        const { log } = stormed(acts, ['obey', 'twice']);
        for (let cut = 1; cut <= log.lines.length; cut += 1) {
          const result = replayed(log.lines.slice(0, cut));
          expect(result).toMatchObject({ isSame: true, isWhole: false, differences: [] });
        }
      }),
      { numRuns: 1, seed: 52 },
    );
  });

  it('lists exactly the verdicts that a changed contract changes', () => {
    let differing = 0;
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60, size: 'max' }), (acts) => {
        // Without hands nothing that is recorded hangs on whether an intent passed.
        const runs = (['shadow', 'enforced'] as const).map((mode) => {
          const log = createMemoryLog();
          const scene = createScene({ panes, log });
          scene.kernel.registerContract({ ...picky, mode });
          play(
            scene,
            createHands(obey),
            acts.filter((one) => one.do !== 'answer'),
          );
          return closed(log.lines);
        });
        const [shadow = [], enforced = []] = runs;
        const same = replayed(shadow, [picky]);
        expect(same).toMatchObject({ isSame: true, differences: [] });
        const result = replayed(shadow, [picky], ['picky']);
        const [was, would] = [trailOf(shadow), trailOf(enforced)];
        const expected = was.flatMap((one, at) => (one === would[at] ? [] : [at + 1]));
        expect(result.differences.map(({ recorded }) => recorded.number)).toEqual(expected);
        expect(result.isSame).toBe(expected.length === 0);
        const now = result.differences.map((one) => textOf(one.now?.verdicts ?? []));
        expect(now).toEqual(expected.map((number) => would[number - 1]));
        differing += expected.length;
      }),
      { numRuns: 15, seed: 53 },
    );
    expect(differing).toBeGreaterThan(20);
  });

  it('names contracts that are given, changed, enforced or missing', () => {
    const log = createMemoryLog();
    const scene = createScene({ panes, log });
    scene.kernel.registerContract(picky);
    scene.inject();
    const source = { name: 'log', lines: () => log.lines };
    const options = { seeded: createSeededRandom, contracts: [], enforced: ['other'] };
    const codes = replaySession(source, options);
    expect(codes.ok ? [] : codes.problems.map(({ code }) => code)).toEqual([
      'CONTRACT_MISSING',
      'UNKNOWN_CONTRACT',
    ]);
    const result = replayed(log.lines, [{ ...picky, version: 2 }], ['picky']);
    expect(result.contracts).toEqual([
      {
        id: 'picky',
        recorded: { version: 1, mode: 'shadow' },
        now: { version: 2, mode: 'enforced' },
      },
    ]);
  });

  it('says that a log without inputs has none, and that an input is not known', () => {
    const answer = (lines: readonly SessionLine[]) => {
      const source = { name: 'log', lines: () => lines };
      const options = { seeded: createSeededRandom, contracts: [], enforced: [] };
      const result = replaySession(source, options);
      return result.ok ? [] : result.problems.map(({ code }) => code);
    };
    expect(answer(closed([]))).toEqual(['NO_INPUTS']);
    const log = createMemoryLog();
    createScene({ log }).inject();
    expect(answer(log.lines.slice(1))).toEqual(['NO_INPUTS']);
    const odd = log.lines.map((line) =>
      isInput(line) && line.input === 'submit' ? { ...line, draft: 1 } : line,
    );
    expect(answer(odd)).toEqual(['INPUT_UNREADABLE']);
  });

  it('sees an event that is not what was said, though every verdict is the same', () => {
    const log = createMemoryLog();
    createScene({ panes, log }).inject();
    const lines = closed(log.lines);
    const at = lines.findIndex((line) => isEvent(line) && line.type === 'inject.requested');
    expect(at).toBeGreaterThan(0);
    const changed = lines.with(at, { ...lines[at], source: 'stranger' } as SessionLine);
    const result = replayed(changed);
    expect(result.verdicts.now).toEqual(result.verdicts.recorded);
    expect(result).toMatchObject({ isSame: false, differences: [] });
    // Another contract may say more: then the verdicts are what counts.
    expect(replayed(changed, [{ ...picky, preconditions: [] }]).isSame).toBe(true);
  });

  it('names a standing contract of another version or mode', () => {
    const log = createMemoryLog();
    createScene({ panes, log }).inject();
    const asRecorded = (more: object) =>
      log.lines.map((line) => {
        if (!isInput(line) || line.input !== 'start') return line;
        const [first, ...rest] = line.contracts as readonly NamedContract[];
        return { ...line, contracts: [{ ...first, ...more }, ...rest] };
      }) as readonly SessionLine[];
    const [first] = standingContracts;
    const { id, version = 0, mode } = first ?? {};
    const now = { version, mode };
    expect(replayed(asRecorded({})).contracts).toEqual([]);
    expect(replayed(asRecorded({ version: version + 1 })).contracts).toEqual([
      { id, recorded: { version: version + 1, mode }, now },
    ]);
    expect(replayed(asRecorded({ mode: 'shadow' })).contracts).toEqual([
      { id, recorded: { version, mode: 'shadow' }, now },
    ]);
  });

  it('rings what nobody recorded in time, however late the timers of the record rang', () => {
    const clock = createVirtualClock();
    const late = {
      ...clock,
      setTimeout: (fn: () => void, ms: number) => clock.setTimeout(fn, ms + 400),
    };
    const log = createMemoryLog();
    const scene = createScene({ panes, log, clock: late, ttlMs: 100 });
    scene.kernel.registerContract({ ...picky, mode: 'enforced' });
    scene.fact('focus.locked', { owner: 'user' });
    scene.inject();
    clock.advance(500);
    scene.inject('1', { payload: { body: 'no' } });
    clock.advance(300);
    scene.fact('focus.released', { owner: 'user' });
    const { differences } = replayed(closed(log.lines), [picky]);
    const verdicts = differences.map(({ recorded, now }) =>
      [recorded, now].map((one) => one?.verdicts.map(({ verdict, atMs }) => [verdict, atMs])),
    );
    expect(verdicts).toEqual([
      [
        [['blocked', 500]],
        [
          ['deferred', 500],
          ['dropped', 600],
        ],
      ],
    ]);
  });
});

function trailOf(lines: readonly SessionLine[]): readonly string[] {
  const trail = new VerdictTrail();
  for (const line of lines) if (isInput(line) || isVerdict(line)) trail.add(line);
  return trail.intents.map(({ verdicts }) => textOf(verdicts));
}

function textOf(verdicts: readonly { readonly verdict: string; readonly reasons: unknown }[]) {
  return JSON.stringify(verdicts.map(({ verdict, reasons }) => [verdict, reasons]));
}
