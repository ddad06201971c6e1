/**
 * What must be true of any log of a kernel, whatever was done to it: the invariants of the
 * reliability text, checked over events alone. Shares nothing with the kernel but the taxonomy.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../embed/kernel.ts';
import { isEventType } from '../../machines/kernel/events/registry.ts';
import {
  foldVector,
  isLegal,
  restingVector,
  type StateVector,
  type VectorDiff,
} from '../../machines/kernel/state-vector.ts';

const terminal = ['inject.verified', 'inject.dropped', 'inject.failed'];

export function faultsOf(log: readonly Envelope[]): readonly string[] {
  return [...order(log), ...lives(log), ...gates(log), ...states(log)];
}

/** Invariants 1 to 4 and 9. */
function* order(log: readonly Envelope[]): Generator<string> {
  const seen = new Map<string, Envelope>();
  const seqs = new Map<string, number>();
  for (const event of log) {
    const { eventId, source, seq, causationId, correlationId, type } = event;
    if (seen.has(eventId)) yield `(1) ${type} has an eventId that was used`;
    if (seq !== (seqs.get(source) ?? 0) + 1) yield `(2) ${source} ${seq} after ${seqs.get(source)}`;
    seqs.set(source, seq);
    const cause = causationId === null ? undefined : seen.get(causationId);
    if (causationId !== null && !cause) yield `(3) ${type} comes before its cause`;
    if (cause && cause.correlationId !== correlationId) yield `(4) ${type} left its operation`;
    if (!isEventType(type)) yield `(9) ${type} is not in the taxonomy`;
    seen.set(eventId, event);
  }
}

/** Invariants 11, 13, 15, 16, 20, 25: exactly one end, nothing after it, applied in order. */
function* lives(log: readonly Envelope[]): Generator<string> {
  const requests = log.filter(({ type }) => type === 'inject.requested');
  const byId = new Map(log.map((event) => [event.eventId, event]));
  const rooted = new Map<Envelope, Envelope[]>();
  for (const event of log) {
    const root = rootRequest(event, byId);
    if (root) rooted.set(root, [...(rooted.get(root) ?? []), event]);
  }
  const depth = new Map<string, number>();
  const lastApplied = new Map<string, number>();
  for (const [index, request] of requests.entries()) {
    const { paneId } = request;
    const life = rooted.get(request) ?? [];
    const ends = life.filter(({ type }) => terminal.includes(type));
    if (ends.length !== 1) yield `(11) ${request.eventId} has ${ends.length} ends`;
    const [end] = ends;
    const after = end ? life.slice(life.indexOf(end) + 1).filter(({ type }) => isLife(type)) : [];
    if (after.length > 0) yield `(13) ${after[0]?.type} follows the end`;
    const applied = life.filter(({ type }) => type === 'inject.applied');
    if (applied.length > 1) yield '(14) applied twice';
    if (end?.type === 'inject.verified' && applied.length === 0) yield '(15) verified, not applied';
    if (end?.type === 'inject.dropped' && applied.length > 0) yield '(15) dropped, but applied';
    const at = applied[0] ? log.indexOf(applied[0]) : -1;
    const critical = request.payload.critical === true;
    if (at >= 0 && !critical) {
      if (at < (lastApplied.get(paneId) ?? -1)) yield `(16) request ${index} overtook`;
      lastApplied.set(paneId, at);
    }
    const sent = life.filter(({ type }) => type === 'inject.submit.sent').length;
    const asked = life.filter(({ type }) => type === 'inject.submit.requested').length;
    if (sent > asked) yield '(26) more submits sent than asked';
  }
  for (const { type, paneId, payload } of log) {
    if (type === 'inject.queued') depth.set(paneId, (depth.get(paneId) ?? 0) + 1);
    if (type === 'queue.depth.changed') depth.set(paneId, Number(payload.depth));
    if ((depth.get(paneId) ?? 0) > 64) yield '(25) more than 64 wait';
  }
}

/** Invariant 18: no first write while a gate is closed, unless it was overridden. */
function* gates(log: readonly Envelope[]): Generator<string> {
  const vectors = new Map<string, StateVector>();
  const byId = new Map(log.map((event) => [event.eventId, event]));
  const overridden = new Set<string>();
  for (const event of log) {
    const { type, paneId, payload, causationId } = event;
    if (type === 'pane.state.changed') {
      const { to } = payload as unknown as VectorDiff;
      vectors.set(paneId, foldVector(vectors.get(paneId) ?? restingVector, to));
    }
    if (type === 'contract.override' && causationId) overridden.add(causationId);
    if (type !== 'daemon.write.requested') continue;
    const { gates: closed, connectivity } = vectors.get(paneId) ?? restingVector;
    const request = rootRequest(event, byId);
    if (connectivity.bridge === 'down' || connectivity.pty === 'down') yield '(18) link is down';
    if (closed.focusLocked) yield '(18) the user types';
    if (request && overridden.has(request.eventId)) continue;
    if (closed.compacting === 'confirmed') yield '(18) compaction is confirmed';
    if (closed.safeMode) yield '(42) safe mode is on';
  }
}

/** Invariants 29 and 30. */
function* states(log: readonly Envelope[]): Generator<string> {
  const vectors = new Map<string, StateVector>();
  for (const { type, paneId, payload } of log) {
    if (type !== 'pane.state.changed') continue;
    const { from, to } = payload as unknown as VectorDiff;
    const before = vectors.get(paneId) ?? restingVector;
    if (Object.keys(to).length === 0) yield '(29) an empty diff';
    if (JSON.stringify(foldVector(before, from)) !== JSON.stringify(before)) {
      yield '(29) a diff from what was not so';
    }
    const after = foldVector(before, to);
    if (JSON.stringify(after) === JSON.stringify(before)) yield '(29) a diff of nothing';
    if (!isLegal(after)) yield `(30) ${JSON.stringify(after)}`;
    vectors.set(paneId, after);
  }
}

function isLife(type: string): boolean {
  return type.startsWith('inject.') || type.startsWith('verify.');
}

function rootRequest(event: Envelope, byId: ReadonlyMap<string, Envelope>): Envelope | undefined {
  let at: Envelope | undefined = event;
  while (at && at.type !== 'inject.requested') at = byId.get(at.causationId ?? '');
  return at;
}
