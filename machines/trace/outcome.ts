/**
 * What became of an intent: the first answer of the door, and the steps that followed.
 *
 * @spec kernel 5.1
 */
import type { Decision } from '../kernel/verdict.ts';
import type { LoggedEvent } from '../record/session-line.ts';
import type { Round } from './rounds.ts';
import { lengthText, valueText } from './value.ts';

export interface Decided {
  /** The answer at once. */
  readonly decision: Decision;
  /** One clause: how it ended, or that it had not ended when the log did. */
  readonly end: string;
}

/** Steps worth telling; what lies between them is in the chain. */
const steps =
  /^(?:inject\.(?:deferred|resumed|dropped|applied|submit\.sent|verified|failed|timeout|retry)|verify\.\w+|contract\.(?:violation|override|shadow\.violation|promoted)|safemode\.\w+|fit\.skipped|resize\.(?:started|completed|coalesced)|focus\.(?:locked|released|steal\.blocked|arbitration\.(?:resolved|conflict)))$/;

/** Everything of note that follows from the intent, in the order of the log. */
export function outcomesOf(
  intent: LoggedEvent,
  operation: readonly LoggedEvent[],
): readonly LoggedEvent[] {
  const under = new Set([intent.eventId]);
  const found: LoggedEvent[] = [];
  for (const event of operation) {
    const { eventId, causationId, type } = event;
    if (causationId === null || !under.has(causationId) || under.has(eventId)) continue;
    under.add(eventId);
    if (steps.test(type)) found.push(event);
  }
  return found;
}

/** `children` are the events that the intent caused directly, in the order of the log. */
export function decidedOf(
  intent: LoggedEvent,
  children: readonly LoggedEvent[],
  [first]: readonly Round[],
): Decided {
  const by = (type: string) => children.find((one) => one.type === type);
  const deferred = by('inject.deferred');
  const dropped = by('inject.dropped');
  if (deferred)
    return { decision: 'deferred', end: waitEnd(deferred, by('inject.resumed'), dropped) };
  if (dropped) return refusedAtOnce(dropped);
  const violation = children.find(isBlocking);
  if (violation) return { decision: 'blocked', end: brokenText(violation) };
  const blocked = by('focus.steal.blocked') ?? by('focus.arbitration.conflict');
  if (blocked) return { decision: 'blocked', end: 'the focus stays where it is' };
  const skipped = by('fit.skipped');
  if (skipped) return { decision: 'skipped', end: valueText(skipped.payload.reason) };
  const held = first?.looks.find(({ answer }) => answer === 'broken');
  if (waitsUnsaid(intent, children)) {
    const end = `${held ? `by ${held.contractId}, ` : ''}until its pane is free`;
    return { decision: 'deferred', end };
  }
  const override = by('contract.override');
  const passed = override
    ? `as a recovery intent, past ${valueText(override.payload.contractId)}`
    : null;
  return { decision: 'allowed', end: passed ?? `every contract let ${intent.type} pass` };
}

/** No event says that a resize waits: one that may be at once makes its pane `resizing`. */
function waitsUnsaid({ type }: LoggedEvent, children: readonly LoggedEvent[]): boolean {
  return type === 'resize.requested' && !children.some((one) => one.type === 'pane.state.changed');
}

function waitEnd(deferred: LoggedEvent, resumed?: LoggedEvent, dropped?: LoggedEvent): string {
  if (resumed) return `let go after ${lengthText(resumed.payload.waitedMs)}`;
  if (!dropped) return 'it still waited when the log ended';
  const waited = lengthText(dropped.atMs - deferred.atMs);
  return `dropped after ${waited}: ${valueText(dropped.payload.reason)}`;
}

function refusedAtOnce({ payload: { reason, contractId } }: LoggedEvent): Decided {
  const by = contractId === undefined ? '' : ` by ${valueText(contractId)}`;
  const end = `${valueText(reason)}${by}`;
  if (reason === 'blocked' || reason === 'lossy_transform') return { decision: 'blocked', end };
  return { decision: reason === 'skipped' ? 'skipped' : 'dropped', end };
}

function isBlocking({ type, payload }: LoggedEvent): boolean {
  return type === 'contract.violation' && payload.action === 'block';
}

function brokenText({ payload: { contractId, detail } }: LoggedEvent): string {
  return `${valueText(contractId)}: ${valueText(detail)}`;
}
