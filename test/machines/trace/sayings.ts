/**
 * Payloads for the sentences of `wordsOf`: every type that has words of its own, and each way in
 * which its sentence can turn out.
 */
type Payload = Readonly<Record<string, unknown>>;

const held = [
  { contractId: 'focus-lock-guard', detail: 'locked' },
  { contractId: 'compaction-gate', detail: 'confirmed' },
];
const waiting = { reason: 'typing', remainingMs: 45_000 };
const dropped = ['ttl_expired', 'compaction_timeout', 'queue_full', 'blocked', 'dropped'].concat([
  ...['skipped', 'lossy_transform', 'kernel_stopped', 'eaten'],
]);
const clip = { clipId: 'spike', axis: 'cpu', unit: 'percent', atMs: 2_500 };
const stops = ['duration', 'target-gone', 'interrupt', 'abort', 'hands-failed', 'rain'];

export const kernelSayings: Readonly<Record<string, readonly Payload[]>> = {
  'inject.requested': [{}, { critical: true }],
  'inject.deferred': [waiting, { ...waiting, reasons: held }],
  'inject.queued': [{ depth: 3 }],
  'inject.resumed': [{ trigger: 'focus.released', waitedMs: 2_600 }],
  'inject.dropped': [
    ...dropped.map((reason) => ({ reason })),
    { reason: 'blocked', reasons: held },
  ],
  'inject.applied': [{ dataLen: 12 }],
  'inject.submit.sent': [{ attempt: 2 }],
  'inject.verified': [{}, { evidence: 'echo', attempts: 1 }, { attempts: 3 }],
  'inject.failed': [{ reason: 'outcome_unknown' }, { reason: 'refused', attempts: 2 }],
  'inject.timeout': [{ stage: 'ack', attempt: 1 }],
  'inject.retry': [{ stage: 'submit', attempt: 2 }],
  'inject.transform.lossy': [{ lost: 4, policy: 'refuse' }],
  'verify.pass': [{ evidence: 'echo' }],
  'verify.false_positive': [{}, { confidenceAtVerify: 0.81 }],
  'contract.violation': [
    { contractId: 'link-gate', detail: 'down', counted: true },
    { contractId: 'link-gate', detail: 'down', counted: false },
  ],
  'contract.shadow.violation': [{ contractId: 'mine', detail: 'late' }],
  'contract.override': [{ contractId: 'safe-mode-gate', detail: 'on' }],
  'contract.checked': [{ eventType: 'inject.requested', decisions: held }],
  'contract.promoted': [{ contractId: 'mine', sessions: 20, signOffs: ['a', 'b'] }],
  'focus.locked': [{}, { owner: 'user' }, { owner: 'agent' }],
  'focus.released': [{ owner: 'agent' }],
  'focus.steal.blocked': [{ owner: 'agent', holder: 'user' }, { holder: 'other' }],
  'focus.arbitration.resolved': [{ winner: 'user', loser: 'agent' }, { winner: 'agent' }],
  'focus.arbitration.conflict': [{ holder: 'user', claimant: 'agent' }, { holder: 'agent' }],
  'fit.skipped': [{ reason: 'hidden' }],
  'resize.coalesced': [{ cols: 80, rows: 24, count: 5 }],
  'resize.storm.detected': [{ count: 30, windowMs: 1_000 }],
  'cli.compaction.suspected': [
    { confidence: 0.6 },
    { confidence: 0.6, signals: [{ signal: 'spinner' }, { name: 'silence', signal: 'x' }] },
  ],
  'cli.compaction.started': [{ confidence: 0.9 }, { confidence: 0.9, transitionReason: 'held' }],
  'cli.compaction.ended': [{}, { durationMs: 51_500 }, { endReason: 'end_marker' }],
  'safemode.entered': [{ triggerReason: 'manual' }, { triggerReason: 'violations', violations: 3 }],
  'safemode.exited': [
    { reason: 'manual', durationMs: 9_000 },
    { reason: 'quiet', durationMs: 30_000 },
  ],
  'daemon.write.ack': [{ status: 'accepted' }, { status: 'error', reason: 'no such pane' }],
  'event.dropped': [
    { stage: 'lane-b', reason: 'queue_full', droppedCount: 5, oldestSeq: 1, newestSeq: 5 },
  ],
  'bus.error': [{ stage: 'subscriber', eventType: 'pty.up' }],
  'pane.state.changed': [
    {
      from: { gates: { compacting: 'none' }, a: 1 },
      to: { gates: { compacting: 'confirmed' }, a: 2 },
    },
  ],
  'pane.visibility.changed': [{ visible: false }, { visible: true }],
};

export const runSayings: Readonly<Record<string, readonly Payload[]>> = {
  'run.started': [{ events: 4, durationMs: 30_000, seed: 7 }],
  'run.origin.set': [{ countInMs: 500 }],
  'run.stop.requested': [
    ...stops.map((reason) => ({ reason })),
    { reason: 'abort', detail: 'Why.' },
  ],
  'run.recovery.awaited': [{ withinMs: 10_000 }],
  'expectation.judged': ['kept', 'broken', 'unavailable', 'unjudged', 'x'].map((judgement) => ({
    ...{ expects: 'crashes == 0', kind: 'finally', judgement },
  })),
  'target.answered': [{ silence: null }, { silence: 'No answer.' }],
  'target.recovered': [{ afterMs: 1_500 }],
  'run.abort.requested': [{ because: 'crashes >= 3', saw: { crashes: 3 }, atMs: 12_500 }],
  'run.ended': [
    { status: 'passed', leftovers: 0 },
    { status: 'failed', leftovers: 2 },
  ],
  'clip.scheduled': [
    { ...clip, startMs: 1_000, durationMs: 8_000, from: 20, to: 80 },
    { ...clip, startMs: 1_000, durationMs: 8_000, from: 80, to: 80 },
    { ...clip, startMs: 'x', unit: 'horses', from: 1, to: 2 },
    { ...clip, startMs: 0, from: 'a', to: 2 },
    { ...clip, startMs: 0, from: 1, to: 'b' },
  ],
  'stressor.arm.requested': [clip],
  'stressor.armed': [{ ...clip, pid: 77 }],
  'clip.armed': [clip],
  'clip.started': [
    { ...clip, skewMs: 1.5 },
    { ...clip, atMs: -250, skewMs: 0 },
    { ...clip, atMs: 0 },
  ],
  'clip.modulation.unavailable': [{ ...clip, by: 'io_pressure' }],
  'clip.stop.requested': [clip],
  'clip.stopped': [{ ...clip, asked: 80, delivered: 76 }],
  'clip.skipped': [{ ...clip, reason: 'The target had ended.' }],
  'input.scheduled': [{ atMs: 0, clipId: 'ask', pane: '1', startMs: 5_000, chars: 6 }],
  'input.due': [
    { atMs: 5_000.4, clipId: 'ask', pane: '1', skewMs: 0.4 },
    { atMs: 7_000, clipId: 'ask', pane: '1', skewMs: 0, metBy: 'e-1' },
  ],
  'input.settled': [
    { atMs: 5_400, clipId: 'ask', outcome: 'verified' },
    { atMs: 50_000, clipId: 'ask', outcome: 'dropped', reason: 'ttl_expired' },
  ],
  'input.skipped': [{ atMs: 9_000, clipId: 'ask', reason: 'the target had ended' }],
  'clip.failed': [{ ...clip, reason: 'No memory.' }],
  'condition.met': [
    { ...clip, role: 'start', because: 'a > 1', saw: { a: 2.00049, b: null } },
    { ...clip, role: 'stop', because: 'a > 1', saw: {} },
  ],
  'condition.missed': [{ ...clip, because: 'a > 1 did not hold in time', saw: { a: 0 } }],
  'condition.unavailable': [{ ...clip, role: 'stop', because: 'a > 1', saw: { a: null } }],
  'signal.unavailable': [
    { signal: 'a', cause: 'not-told', reason: 'nothing here tells it', readers: [] },
  ],
  'signal.available': [{ signal: 'a' }],
  'stressor.limited': [{ ...clip, reason: 'No memory.' }],
  'target.start.requested': [{ program: 'node', life: 1 }],
  'target.started': [{ pid: 77 }],
  'target.ready': [{}],
  'target.hung': [
    { reason: 'No answer.', active: [] },
    { reason: 'No answer.', active: ['spike'] },
  ],
  'target.crashed': [
    { signal: 'SIGSEGV', core: true, active: ['spike', 'leak'] },
    { code: 3, active: 'x' },
  ],
  'target.exited': [{ active: [] }],
  'target.spawn.failed': [{ reason: 'No such file.' }],
  'target.stop.requested': [{ signal: 'SIGTERM', graceMs: 5_000 }],
  'target.stopped': [{}, { killed: true }],
  'clip.adjust.requested': [{ ...clip, reason: 'The CPU is the constraint.' }],
  'clip.adjusted': [{ ...clip, asked: 40 }],
  'constraint.identified': [
    { bottleneck: null, how: 'auto' },
    { bottleneck: 'memory', how: 'auto' },
    { bottleneck: 'cpu', how: 'given' },
  ],
  'constraint.step.changed': [{ step: 'exploit', atMs: 2_500 }],
  'constraint.rule.applied': [{ axis: 'disk', action: 'reduce to 20 %', when: 'cpu > 0.9' }],
  'constraint.rule.released': [{ axis: 'disk' }],
  'constraint.rule.unavailable': [{ axis: 'disk', when: 'target.cpu > 0.9' }],
  'constraint.effect.proved': [
    {
      ...{ axis: 'disk', change: 'applied', asked: 20 },
      ...{ before: 80, after: 20, unit: 'percent', proved: true },
    },
    {
      ...{ axis: 'disk', change: 'released', asked: 80 },
      ...{ before: 20, after: 25, unit: 'percent', proved: false },
    },
  ],
};
