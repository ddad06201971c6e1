/**
 * The invariants of the reliability text by number, and where each is checked: by a checker of the
 * simulator, by tests, or not yet, with the reason.
 *
 * @spec reliability invariants
 */

export interface Invariant {
  readonly number: number;
  readonly text: string;
  /** Files that check it, from `test/`; the simulator's own are in `sim/kernel/`. */
  readonly checked: readonly string[];
  /** What is not checked, and why. */
  readonly gap?: string;
}

const envelope = 'sim/kernel/envelope-check.ts';
const life = 'sim/kernel/life-check.ts';
const injection = 'sim/kernel/injection-check.ts';
const state = 'sim/kernel/state-check.ts';
const resize = 'sim/kernel/resize-check.ts';
const contract = 'sim/kernel/contract-check.ts';
const memory = 'sim/kernel/memory-check.ts';
const twins = 'sim/kernel/twins.ts';
const afterlife = 'sim/crash/afterlife-check.ts';
const recordCheck = 'sim/crash/record-check.ts';
const epochs = 'sim/crash/epoch-check.ts';
const tap = 'sim/crash/tap.ts';
const history = 'sim/oracles.ts';
const recovery = 'actors/kernel/recovery.test.ts';
const timeline = 'sim/timelines/timeline-check.ts';
const constraints = 'sim/constraint-invariants.test.ts';

type Row = readonly [text: string, checked: readonly string[], gap?: string];

const rows: readonly Row[] = [
  ['`eventId` is unique over all incarnations', [envelope, afterlife, recovery]],
  [
    'Per source and epoch `seq` is 1, 2, 3 … without gap; what Lane B lost or withheld is told',
    [envelope, afterlife],
  ],
  ['`causationId` is null or names an earlier event', [envelope]],
  ['Child and parent share `correlationId`', [envelope]],
  ['A root mints a new one', [envelope]],
  ['Every Lane A subscriber gets exactly the log, in order, once', [memory]],
  ['Monotonic time never decreases; wall time may, and stamps are its own', [envelope]],
  [
    'Bodies are redacted unless dev mode is on; `length` is true; no log shows more',
    [envelope, tap],
  ],
  ['Type and payload keys are in the taxonomy', [envelope]],
  ['An event is never changed after publishing', [envelope]],
  ['Each `inject.requested` has exactly one terminal event', [life, history]],
  ['After faults heal it comes in time', [life]],
  ['Nothing of its life cycle follows it', [life]],
  [
    'The terminal applies the bytes of one intent at most once; nobody asks twice unless refused',
    [life, afterlife, recordCheck],
  ],
  ['`verified` implies applied; `dropped` implies not applied', [life, afterlife]],
  ['Per pane, first writes come in the order of the requests', [injection, history, recovery]],
  ['At most one intent per pane is between first write and terminal', [life, injection]],
  [
    'No first write while a gate is closed, an override of the same cause excepted',
    [injection, contract],
  ],
  ['`inject.deferred.reasons` is exactly the ordered set of closed gates', [injection]],
  [
    'A deferred intent is resumed by an allowed trigger, or ends; none stays behind an open gate',
    [injection],
  ],
  ['Each is looked at again by itself', [injection]],
  [
    'Expiry comes on time whatever gates, wall clock, late timers, sleep or restarts do',
    [injection, afterlife, recovery],
  ],
  ['Recovery never extends a time to live', [afterlife, recovery]],
  ['Retries are bounded and carry the same key', [life, afterlife]],
  ['Queue depths equal the model; the 65th request is `queue_full`', [injection]],
  ['One `submit.sent` per attempt, after `applied`', [life]],
  ['Verification during a compaction gives `verify.false_positive`', [injection]],
  ['`transform.lossy` exactly when a code point was lost; the count is exact', [injection]],
  ['`pane.state.changed` diffs, folded, equal the vector; no empty diff', [state]],
  ['Only legal combinations occur', [state]],
  ['`injecting` exactly while the slot is taken', [state]],
  ['A lost link means `recovering` in the same turn', [state, epochs]],
  ['After a heartbeat connectivity equals the daemon\u2019s level state', [epochs, state]],
  [
    'Compaction moves only along section 9.4, with its sustained times; lexical alone never confirms',
    [state, 'machines/compaction/detector.machine.test.ts', 'corpus/corpus.test.ts'],
  ],
  ['Focus locks alternate per pane and owner; no agent holds focus under a user lock', [state]],
  [
    'The last applied size is the last requested once quiet; coalesced counts add up',
    [resize, state],
  ],
  ['No `resize.started` while covered, hidden, or within an injection', [resize]],
  [
    'One decision per gated event and contract; contracts on trial change nothing else',
    [contract, twins],
  ],
  ['Predicates are pure: looking changes nothing', [twins, 'sim/kernel/sim-contracts.ts']],
  ['`safemode.entered` exactly on request or the third counted violation in 10 s', [contract]],
  ['`exited` exactly 30 s after the later of entry and last violation', [contract]],
  ['In safe mode only recovery and manual intents write', [injection]],
  [
    '`bridgeSeq` rises strictly per epoch; older epochs are never delivered',
    [epochs, envelope, memory],
    'At the port of the hands and per remote source; a bridge with its own wrapper is not built yet.',
  ],
  ['emitted = delivered + reported dropped, per stage', [memory, envelope, epochs, tap]],
  ['Lane A is never dropped; its producer is refused', [memory, 'actors/kernel/door.test.ts']],
  ['Lane B off leaves the Lane A log byte-identical; handlers that throw change nothing', [twins]],
  ['The ring keeps its promise, and counts the rest', [memory, 'machines/kernel/ring.test.ts']],
  ['Its queries equal a filter of the log', [memory, recordCheck]],
  [
    'Priority order, first in, first out within a class, age bound 1 s',
    ['sim/kernel/probe.ts', 'runtime/bus/lanes.test.ts'],
  ],
  [
    'After a crash at any instant the recovered state is the fold of the durable prefix',
    [recordCheck, recovery],
  ],
  [
    'What was acknowledged is in it; no effect goes out before its cause is',
    [recordCheck, 'live/runtime/record/session-log.test.ts'],
    'A death of the process; what a loss of power takes was never synced.',
  ],
  ['Replay gives the same decisions, and notices a forged log', [recordCheck, recovery]],
  [
    'A log cut at any byte reads as its longest valid prefix',
    [recordCheck, 'runtime/record/log-reader.test.ts'],
  ],
  ['Starts and stops on schedule within a tick and 250 ms', [timeline]],
  [
    'Conditions depend only on samples and earlier events',
    [
      'sim/timelines/decide-again.ts',
      'sim/timelines/condition-oracle.ts',
      'sim/timelines/expected-again.ts',
      'sim/timelines/modulation.ts',
    ],
  ],
  ['No event starts twice or before its cause; cycles are refused by the parser', [timeline]],
  [
    'While the bottleneck is above its threshold no subordinate exceeds its cap; at most one change per two ticks per axis; intensity returns',
    [
      'sim/timelines/giving-way.ts',
      'sim/timelines/drum-oracle.ts',
      'sim/timelines/effects.ts',
      constraints,
    ],
  ],
  [
    'The sum of load is within the caps at every tick; nothing is left afterwards',
    [timeline, 'sim/timelines/limits.ts', 'machines/timeline/limit-share.test.ts'],
    'The limits are told to the stressors; that real ones keep them is for the live tests.',
  ],
  [
    'Global metrics are the fold of the segments; export, import, export is byte-identical',
    [timeline, 'machines/report/segments.test.ts'],
    'Of the report in JSON; other formats are not there yet.',
  ],
  [
    'Same seed, same timeline, simulated sensors: the same report, declared wall-clock fields excepted',
    [timeline],
  ],
];

export const invariants: readonly Invariant[] = rows.map(([text, checked, gap], at) => ({
  number: at + 1,
  text,
  checked,
  ...(gap === undefined ? {} : { gap }),
}));

/** The reference page. */
export function invariantsPage(): string {
  const lines = invariants.map(({ number, text, checked, gap = '' }) => {
    const files = checked.map((file) => `[${file.replace(/^.*\//, '')}](../../test/${file})`);
    return `| ${number} | ${text} | ${files.join(', ')} | ${gap} |`;
  });
  return [
    '# Invariants',
    '',
    'Generated from `test/sim/kernel/invariants.ts`. What must be true of a kernel and, from 54 on, of a timeline',
    'whatever is done to it, and where it is checked. How the simulator works, and how to replay a seed: [simulation](../guides/simulation.md).',
    '',
    '| | invariant | checked in | not yet |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}
