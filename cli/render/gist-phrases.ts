/**
 * The gist of the events that say more than a line can hold, or say it in other words than a
 * person would: what matters first.
 *
 * @spec kernel 6
 */
import {
  definitionOf,
  type EventType,
  isEventType,
  type PayloadOf,
} from '../../machines/kernel/events/registry.ts';
import { bytesText, countText, doseText, lengthText, shareText } from './units.ts';

type Phrases = { readonly [Type in EventType]?: (payload: PayloadOf<Type>) => string };

const life = (count: number): string => (count > 1 ? `life ${count}, ` : '');
const under = (active: readonly string[]): string =>
  active.length === 0 ? 'under no stress' : `under ${active.join(' ')}`;

const phrases: Phrases = {
  'run.started': ({ events, durationMs, seed }) =>
    `${countText(events, 'event')} in ${lengthText(durationMs)}, seed ${seed}`,
  'run.origin.set': ({ countInMs }) => `time 0 in ${lengthText(countInMs)}`,
  'run.ended': ({ status, leftovers }) =>
    leftovers.length === 0 ? status : `${status}, ${countText(leftovers.length, 'leftover')}`,
  'target.start.requested': ({ program, life: count }) => `${life(count)}${program}`,
  'target.started': ({ pid, life: count }) => `${life(count)}pid ${pid}`,
  'target.ready': ({ life: count }) => `life ${count}`,
  'target.crashed': ({ signal, code, core, active, life: count }) => {
    const how = signal ?? (code === undefined ? 'unknown' : `exit ${code}`);
    return `${life(count)}${how}${core === true ? ' with core' : ''} ${under(active)}`;
  },
  'target.exited': ({ code, active, life: count }) => `${life(count)}exit ${code} ${under(active)}`,
  'target.hung': ({ active, reason, life: count }) => `${life(count)}${under(active)}: ${reason}`,
  'target.stopped': ({ killed, life: count }) => `${life(count)}${killed ? 'killed' : 'in time'}`,
  'track.started': laneText,
  'track.ended': laneText,
  'clip.scheduled': ({ clipId, startMs, durationMs, unit, from, to }) =>
    `${clipId}: at ${lengthText(startMs)} for ${lengthText(durationMs)}, ${range(from, to, unit)}`,
  'clip.stopped': ({ clipId, asked, delivered, unit }) =>
    `${clipId}: ${doseText(delivered, unit)} of ${doseText(asked, unit)}`,
  'input.scheduled': ({ clipId, startMs, chars }) =>
    `${clipId}: at ${lengthText(startMs)}, ${countText(chars, 'character')}`,
  'input.settled': ({ clipId, outcome, reason }) =>
    `${clipId}: ${outcome}${reason === undefined ? '' : `, ${reason}`}`,
  'sample.taken': ({ host, target }) => {
    const ofHost = host
      ? `cpu ${shareText(host.cpuLoad)}, memory ${shareText(host.memoryUsed)}`
      : 'no host';
    return target ? `${ofHost}, target ${bytesText(target.rssBytes)}` : ofHost;
  },
  'contract.checked': ({ eventType, decisions }) => {
    const failed = decisions.filter(({ passed }) => !passed).map(({ contractId }) => contractId);
    const count = countText(decisions.length, 'contract');
    return `${eventType}: ${failed.length === 0 ? `${count} passed` : `against ${failed.join(' ')}`}`;
  },
  'inject.deferred': ({ reasons, remainingMs }) =>
    `${reasons.map(({ contractId }) => contractId).join(' ')}, ${lengthText(remainingMs)} left`,
  'inject.dropped': ({ reason, contractId }) =>
    [contractId, reason].filter((word) => word !== undefined).join(': '),
  'contract.violation': ({ contractId, action, eventType }) =>
    `${contractId}: ${action} ${eventType}`,
  'inject.resumed': ({ trigger, waitedMs }) => `${trigger}, waited ${lengthText(waitedMs)}`,
  'event.dropped': ({ droppedCount, stage, reason }) => `${droppedCount} at ${stage}: ${reason}`,
  'pane.state.changed': ({ from, to }) => changes(from, to, '').join(', '),
};

function laneText({ track, axis }: PayloadOf<'track.started'>): string {
  return axis === undefined || track === axis ? track : `${track}, ${axis}`;
}

/** Null where no phrase fits: another type, or a payload of another shape. */
export function phraseOf(type: string, payload: unknown): string | null {
  if (!isEventType(type)) return null;
  const phrase = phrases[type] as ((payload: unknown) => string) | undefined;
  if (!phrase || !definitionOf(type).payload.safeParse(payload).success) return null;
  return phrase(payload);
}

function range(from: number, to: number, unit: string): string {
  return from === to ? doseText(from, unit) : `${doseText(from, unit)} to ${doseText(to, unit)}`;
}

/** `gates.focusLocked no > yes`. */
function changes(from: unknown, to: unknown, path: string): readonly string[] {
  if (isRecord(from) && isRecord(to)) {
    const keys = Object.keys({ ...from, ...to });
    return keys.flatMap((key) => changes(from[key], to[key], path === '' ? key : `${path}.${key}`));
  }
  return [`${path.replace(/^gates\./, '')} ${wordOf(from)} > ${wordOf(to)}`];
}

function wordOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null || value === undefined ? 'none' : String(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
