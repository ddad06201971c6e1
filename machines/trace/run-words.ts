/**
 * What the events of a timeline say, as sentences: why a clip started, stopped or never did, and
 * what became of the program under test.
 *
 * @spec timeline execution semantics
 */
import type { Envelope } from '../kernel/envelope.ts';
import { amount, clause, list, seconds } from '../report/wording.ts';
import { type DoseUnit, doseUnits } from '../timeline/axis.ts';
import { lengthText, valueText } from './value.ts';

type Payload = Envelope['payload'];

export const runWords: Readonly<Record<string, (payload: Payload) => string>> = {
  'run.started': ({ events, durationMs, seed }) =>
    `A run of ${valueText(events)} events over ${lengthText(durationMs)} began, seed ${valueText(seed)}.`,
  'run.origin.set': ({ countInMs }) =>
    `The target was ready; the timeline counts from ${lengthText(countInMs)} later.`,
  'run.stop.requested': ({ reason, detail }) =>
    `The stress was stopped: ${stopReason(reason, detail)}.`,
  'run.recovery.awaited': ({ withinMs }) =>
    `The last stress was over; the target had ${lengthText(withinMs)} to be well again.`,
  'expectation.judged': ({ expects, judgement, kind }) =>
    `What the timeline expects (${valueText(kind)}: ${valueText(expects)}) ${judged(judgement)}.`,
  'target.answered': ({ silence }) =>
    silence === null ? 'It was asked, and answered.' : `It did not answer: ${why(silence)}.`,
  'target.recovered': ({ afterMs }) =>
    `It was well again ${lengthText(afterMs)} after the last stress.`,
  'run.abort.requested': ({ because, atMs }) =>
    `What the timeline aborts the run for held at ${at(atMs)}: ${valueText(because)}.`,
  'run.ended': ({ status, leftovers }) =>
    `The run ended ${valueText(status)}${leftovers === 0 ? ', everything cleaned up' : `, ${valueText(leftovers)} left over`}.`,
  'clip.scheduled': ({ clipId, axis, startMs, durationMs, unit, from, to }) =>
    `The timeline has ${valueText(clipId)} start at ${at(startMs)} for ${lengthText(durationMs)}: ${dose(from, to, unit)} of ${valueText(axis)}.`,
  'input.scheduled': ({ clipId, pane, startMs, chars }) =>
    `The timeline has ${valueText(clipId)} typed into pane ${valueText(pane)} at ${at(startMs)}: ${valueText(chars)} characters.`,
  'input.due': ({ clipId, atMs, skewMs, metBy }) =>
    `The kernel was asked for ${valueText(clipId)} at ${at(atMs)}, ${metBy === undefined ? `${lengthText(skewMs)} from its planned instant` : 'because what it waited for held'}.`,
  'input.settled': ({ clipId, outcome, reason }) =>
    `${valueText(clipId)} ended as its injection did: ${valueText(outcome)}${reason === undefined ? '' : `, ${valueText(reason)}`}.`,
  'input.skipped': ({ clipId, reason }) =>
    `${valueText(clipId)} was never asked for: ${why(reason)}.`,
  'stressor.arm.requested': ({ clipId }) =>
    `Its time is near: a stressor process for ${valueText(clipId)} is wanted.`,
  'stressor.armed': ({ clipId, pid }) =>
    `The stressor of ${valueText(clipId)} (pid ${valueText(pid)}) stands ready.`,
  'clip.armed': ({ clipId }) => `${valueText(clipId)} waits for its instant.`,
  'clip.started': ({ clipId, atMs, skewMs }) =>
    `The stress of ${valueText(clipId)} began at ${at(atMs)}, ${lengthText(skewMs)} from its planned instant.`,
  'clip.adjust.requested': ({ clipId, atMs, reason }) =>
    `${valueText(clipId)} was told at ${at(atMs)} to take another dose: ${why(reason)}.`,
  'clip.adjusted': ({ clipId, asked, unit }) =>
    `The stressor of ${valueText(clipId)} asks ${dose(asked, asked, unit)} of itself.`,
  'clip.modulation.unavailable': ({ clipId, by }) =>
    `The signal that modulates ${valueText(clipId)} is not told here: ${valueText(by)}.`,
  'clip.stop.requested': ({ clipId, atMs }) =>
    `${valueText(clipId)} was told at ${at(atMs)} to stop before its planned end.`,
  'clip.stopped': ({ clipId, atMs, asked, delivered, unit }) =>
    `The stress of ${valueText(clipId)} was over at ${at(atMs)}: ${dose(asked, asked, unit)} asked, ${dose(delivered, delivered, unit)} delivered.`,
  'clip.skipped': ({ clipId, reason }) => `${valueText(clipId)} never started: ${why(reason)}.`,
  'clip.failed': ({ clipId, reason }) => `${valueText(clipId)} failed: ${why(reason)}.`,
  'condition.met': ({ clipId, because, role, saw }) =>
    `${valueText(because)} held, so ${valueText(clipId)} ${role === 'stop' ? 'stops' : 'starts'}${seen(saw)}.`,
  'condition.missed': ({ clipId, because, saw }) =>
    `${valueText(clipId)} will not start: ${why(because)}${seen(saw)}.`,
  'condition.unavailable': ({ clipId, because }) =>
    `${valueText(because)} is false for ${valueText(clipId)} meanwhile: a signal of it has no figure.`,
  'signal.unavailable': ({ signal, reason }) =>
    `${valueText(signal)} has no figure: ${why(reason)}.`,
  'signal.available': ({ signal }) => `${valueText(signal)} has a figure after all.`,
  'stressor.limited': ({ clipId, reason }) =>
    `${valueText(clipId)} took less than it was asked to: ${why(reason)}.`,
  'constraint.identified': ({ bottleneck, how }) =>
    bottleneck === null
      ? 'Nothing held the target up any more.'
      : `The constraint is ${valueText(bottleneck)}, ${how === 'auto' ? 'found from pressure' : 'as the timeline says'}.`,
  'constraint.step.changed': ({ step, atMs }) =>
    `The run came to the step ${valueText(step)} at ${at(atMs)}.`,
  'constraint.rule.applied': ({ axis, action, when }) =>
    `${valueText(axis)} gave way (${valueText(action)}), because ${valueText(when)}.`,
  'constraint.rule.released': ({ axis }) => `${valueText(axis)} need not give way any more.`,
  'constraint.rule.unavailable': ({ axis, when }) =>
    `${valueText(axis)} does not give way meanwhile: a signal of ${valueText(when)} is not told.`,
  'constraint.effect.proved': ({ axis, change, asked, before, after, unit, proved }) => {
    const due = change === 'applied' ? 'was left to it' : 'was planned';
    const limit = `${dose(asked, asked, unit)} ${due}`;
    return `${valueText(axis)} delivered ${dose(before, before, unit)} before and ${dose(after, after, unit)} after, where ${limit}: ${proved === true ? 'proved' : 'not proved'}.`;
  },
  'target.start.requested': ({ program, life }) =>
    `The program ${valueText(program)} was to be started, life ${valueText(life)}.`,
  'target.started': ({ pid }) => `The program runs (pid ${valueText(pid)}).`,
  'target.ready': () => 'Its ready probe answered, or it has none.',
  'target.hung': ({ reason, active }) =>
    `It lived but did not answer: ${why(reason)}. ${during(active)}`,
  'target.crashed': ({ signal, core, code, active }) =>
    `It ended by ${ended(signal, code)}${core === true ? ' with a core dump' : ''}, which we had not asked for: that is a crash. ${during(active)}`,
  'target.exited': ({ active }) => `It ended by itself with status 0. ${during(active)}`,
  'target.spawn.failed': ({ reason }) => `The system refused to start it: ${why(reason)}.`,
  'target.stop.requested': ({ signal, graceMs }) =>
    `It was asked to end by ${valueText(signal)}, with ${lengthText(graceMs)} of grace.`,
  'target.stopped': ({ killed }) =>
    `It was alive at the end, and ended because we asked${killed === true ? ', by the last signal' : ''}: it survived.`,
};

const judgedWords: Readonly<Record<string, string>> = {
  kept: 'was kept',
  broken: 'was broken',
  unavailable: 'could not be judged: nothing was known of it',
  unjudged: 'was not judged: the run ended before its time',
};

function judged(judgement: unknown): string {
  const word = valueText(judgement);
  return judgedWords[word] ?? word;
}

const stops: Readonly<Record<string, string>> = {
  duration: 'its time was over',
  'target-gone': 'the target had ended',
  interrupt: 'the user interrupted it',
  abort: 'it was aborted',
  'hands-failed': 'the hands failed',
};

function seen(saw: unknown): string {
  if (typeof saw !== 'object' || saw === null) return '';
  const values = Object.entries(saw).map(([name, value]) => `${name} was ${valueText(value)}`);
  return values.length === 0 ? '' : ` (${values.join(', ')})`;
}

function stopReason(reason: unknown, detail: unknown): string {
  const known = stops[valueText(reason)] ?? valueText(reason);
  return detail === undefined ? known : `${known} (${clause(valueText(detail))})`;
}

function why(reason: unknown): string {
  return clause(valueText(reason));
}

function ended(signal: unknown, code: unknown): string {
  return signal === undefined ? `exit status ${valueText(code)}` : `signal ${valueText(signal)}`;
}

function during(active: unknown): string {
  const names = Array.isArray(active) ? active.map(valueText) : [];
  if (names.length === 0) return 'No stress was active.';
  return `${list(names)} ${names.length === 1 ? 'was' : 'were'} active.`;
}

function at(ms: unknown): string {
  return typeof ms === 'number' ? `${ms < 0 ? '-' : '+'}${seconds(Math.abs(ms))}` : 'some time';
}

function dose(from: unknown, to: unknown, unit: unknown): string {
  if (!isUnit(unit) || typeof from !== 'number' || typeof to !== 'number') return 'some';
  return from === to ? amount(from, unit) : `${amount(from, unit)} to ${amount(to, unit)}`;
}

function isUnit(unit: unknown): unit is DoseUnit {
  return Object.values(doseUnits).some((one) => one === unit);
}
