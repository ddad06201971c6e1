/**
 * What an event says, as a sentence for a person who asks why: from its type and its payload alone.
 *
 * @spec kernel 3 5 9.7
 */
import type { Envelope } from '../kernel/envelope.ts';
import { definitionOf, isEventType } from '../kernel/events/registry.ts';
import { runWords } from './run-words.ts';
import { flat, lengthText, objectsOf, valueText } from './value.ts';

type Payload = Envelope['payload'];
export type Words = Readonly<Record<string, (payload: Payload, event: Envelope) => string>>;

/** One sentence, or two. An unknown type is said to be unknown. */
export function wordsOf(event: Envelope): string {
  const { type, payload } = event;
  const own = kernelWords[type] ?? runWords[type];
  if (own) return own(payload, event);
  return isEventType(type)
    ? definitionOf(type).description
    : `${type} is no event of the taxonomy.`;
}

const kernelWords: Words = {
  'inject.requested': ({ critical }, { source }) =>
    `${source} asked to write a text into the pane${critical === true ? ', as a recovery intent' : ''}.`,
  'inject.deferred': ({ reasons, reason, remainingMs }) =>
    `Held back by ${heldBy(reasons, reason)}, for at most ${lengthText(remainingMs)}.`,
  'inject.queued': ({ depth }) => `It waits as number ${valueText(depth)} of its pane.`,
  'inject.resumed': ({ trigger, waitedMs }) =>
    `Let go after ${lengthText(waitedMs)}, when ${valueText(trigger)} came and every contract was kept.`,
  'inject.dropped': ({ reason, reasons }) => `Never written: ${droppedWhy(reason, reasons)}`,
  'inject.applied': ({ dataLen }) =>
    `The text is in the terminal (${valueText(dataLen)} characters).`,
  'inject.submit.sent': ({ attempt }) =>
    `The submit key was pressed, attempt ${valueText(attempt)}.`,
  'inject.verified': ({ evidence, attempts }) =>
    `The submit was seen to work${evidence === undefined ? '' : `, by ${valueText(evidence)}`}${attemptsText(attempts)}.`,
  'inject.failed': ({ reason, attempts }) =>
    reason === 'outcome_unknown'
      ? 'Nobody knows whether it was written, so it is not written again.'
      : `It failed: ${valueText(reason)}${attemptsText(attempts)}.`,
  'inject.timeout': ({ stage, attempt }) =>
    `No answer in time at stage ${valueText(stage)}, attempt ${valueText(attempt)}.`,
  'inject.retry': ({ stage, attempt }) =>
    `Stage ${valueText(stage)} is tried again, attempt ${valueText(attempt)}; the text is never typed twice.`,
  'inject.transform.lossy': ({ lost, policy }) =>
    `Fitting the text would lose ${valueText(lost)} characters; the policy is ${valueText(policy)}.`,
  'verify.pass': ({ evidence }) =>
    `Nothing speaks against it: evidence ${valueText(evidence)}, and no compaction was suspected.`,
  'verify.false_positive': ({ confidenceAtVerify }) =>
    `It looked verified, but a compaction was suspected or confirmed then${
      confidenceAtVerify === undefined ? '' : ` (confidence ${valueText(confidenceAtVerify)})`
    }, and its output proves nothing.`,
  'contract.violation': ({ contractId, detail, counted }) =>
    `${valueText(contractId)} was broken: ${valueText(detail)}. ${
      counted === true ? 'It counts towards safe mode.' : 'It does not count towards safe mode.'
    }`,
  'contract.shadow.violation': ({ contractId, detail }) =>
    `${valueText(contractId)}, on trial, would have been broken: ${valueText(detail)}. Nothing else came of it.`,
  'contract.override': ({ contractId, detail }) =>
    `A recovery intent passed ${valueText(contractId)} (${valueText(detail)}).`,
  'contract.checked': ({ eventType, decisions }) =>
    `${objectsOf(decisions).length} contracts looked at ${valueText(eventType)}.`,
  'contract.promoted': ({ contractId, sessions, signOffs }) =>
    `${valueText(contractId)} is enforced from now on: ${valueText(sessions)} sessions on trial, signed off by ${valueText(signOffs)}.`,
  'focus.locked': ({ owner }) => `${who(owner)} holds the focus of the pane.`,
  'focus.released': ({ owner }) => `${who(owner)} let go of the focus.`,
  'focus.steal.blocked': ({ owner, holder }) =>
    `${who(owner)} wanted the focus that ${who(holder, 'the user')} holds, and did not get it.`,
  'focus.arbitration.resolved': ({ winner, loser }) =>
    `${who(winner)} has the focus, ${who(loser, 'the user')} has not.`,
  'focus.arbitration.conflict': ({ holder, claimant }) =>
    `${who(claimant)} wanted the focus at the instant at which ${who(holder, 'the user')} took it; the holder stays.`,
  'fit.skipped': ({ reason }) => `The screen was not fitted: ${valueText(reason)}.`,
  'resize.coalesced': ({ cols, rows, count }) =>
    `${valueText(count)} wishes were merged into one: ${valueText(cols)} × ${valueText(rows)}.`,
  'resize.storm.detected': ({ count, windowMs }) =>
    `${valueText(count)} wishes came within ${lengthText(windowMs)}.`,
  'cli.compaction.suspected': ({ confidence, signals }) =>
    `The program may be compacting its context (confidence ${valueText(confidence)})${signalText(signals)}; nothing is held back yet.`,
  'cli.compaction.started': ({ confidence, transitionReason }) =>
    `The program compacts its context (confidence ${valueText(confidence)}${
      transitionReason === undefined ? '' : `, ${valueText(transitionReason)}`
    }); what is typed now would be lost.`,
  'cli.compaction.ended': ({ durationMs, endReason }) =>
    `The compaction is over${durationMs === undefined ? '' : ` after ${lengthText(durationMs)}`}${
      endReason === undefined ? '' : `: ${valueText(endReason)}`
    }.`,
  'safemode.entered': ({ triggerReason, violations }) =>
    triggerReason === 'manual'
      ? 'Safe mode was switched on by hand: only recovery intents pass.'
      : `${valueText(violations)} violations within 10 s: only recovery intents pass from now on.`,
  'safemode.exited': ({ reason, durationMs }) =>
    reason === 'manual'
      ? `Safe mode was switched off by hand after ${lengthText(durationMs)}.`
      : `Safe mode is over after ${lengthText(durationMs)}: no violation for 30 s.`,
  'daemon.write.ack': ({ status, reason }) =>
    `The write was ${valueText(status)}${reason === undefined ? '' : `: ${valueText(reason)}`}.`,
  'event.dropped': ({ stage, reason, droppedCount, oldestSeq, newestSeq }) =>
    `${valueText(droppedCount)} events were lost or discarded at ${valueText(stage)} (${valueText(reason)}), numbers ${valueText(oldestSeq)} to ${valueText(newestSeq)} of their source.`,
  'bus.error': ({ stage, eventType }) =>
    `Something threw at ${valueText(stage)} on ${valueText(eventType)}; the others were served.`,
  'pane.state.changed': ({ from, to }) => `It changed: ${changesText(from, to)}.`,
  'pane.visibility.changed': ({ visible }) =>
    visible === false ? 'The pane is hidden.' : 'The pane is seen.',
};

function who(owner: unknown, user = 'The user'): string {
  return owner === undefined || owner === 'user' ? user : valueText(owner);
}

function changesText(from: unknown, to: unknown): string {
  const before = flat(from);
  return [...flat(to)]
    .map(([name, now]) => `${name} from ${valueText(before.get(name))} to ${valueText(now)}`)
    .join(', ');
}

function heldBy(reasons: unknown, reason: unknown): string {
  const named = objectsOf(reasons).map(
    ({ contractId, detail }) => `${valueText(contractId)} (${valueText(detail)})`,
  );
  return named.length === 0 ? valueText(reason) : named.join(', then ');
}

const drops: Readonly<Record<string, string>> = {
  ttl_expired: 'its time was over before it was let go',
  compaction_timeout: 'its time was over before the compaction was',
  queue_full: 'too many waited before it',
  blocked: 'a contract forbids it',
  dropped: 'a contract discards it',
  skipped: 'a contract skips it',
  lossy_transform: 'the text could not be carried over whole, and no policy allows a loss',
  kernel_stopped: 'the kernel was stopped while it waited',
};

function droppedWhy(reason: unknown, reasons: unknown): string {
  const why = drops[valueText(reason)] ?? valueText(reason);
  return objectsOf(reasons).length === 0 ? `${why}.` : `${why}, held by ${heldBy(reasons, '')}.`;
}

function attemptsText(attempts: unknown): string {
  return attempts === undefined || attempts === 1 ? '' : ` after ${valueText(attempts)} attempts`;
}

function signalText(signals: unknown): string {
  const named = objectsOf(signals).map(({ signal, name }) => valueText(name ?? signal));
  return named.length === 0 ? '' : `, by ${named.join(', ')}`;
}
