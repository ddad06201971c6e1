/**
 * The laws that no single value can break: ids are unique, events end in time, something is
 * stressed at all. They are checked on whatever part of the document can be read, so that one
 * mistake does not hide another.
 *
 * @spec timeline phase 1
 */
import type { Problem } from '../kernel/problem.ts';
import { missing } from './check-issues.ts';
import { arrowsOf } from './condition/causes.ts';
import { durationMaxMs, formatDuration, parseDuration } from './duration.ts';
import { probes } from './schema-target.ts';
import { parseId } from './schema-values.ts';
import { showText } from './show.ts';
import {
  nodeAt,
  type Path,
  placeOf,
  plainOf,
  type SourceDocument,
  type SourceMapping,
  type SourceNode,
} from './source.ts';

export const eventsMax = 1_000;
export const tracksMax = 64;

/** An event as far as it can be read, whatever else is wrong with it. */
interface RawEvent {
  readonly path: Path;
  readonly node: SourceMapping;
  readonly kind: 'stress' | 'input';
}

export function lawProblems(document: SourceDocument): Problem[] {
  const events = rawEvents(document);
  return [
    ...countProblems(document, events),
    ...idProblems(document, events),
    ...events.flatMap((event) => timeProblems(document, event)),
    ...readyProblems(document),
    ...nameProblems(document),
  ];
}

function rawEvents(document: SourceDocument): readonly RawEvent[] {
  const events: RawEvent[] = [];
  const collect = (path: Path, kind: RawEvent['kind']): void => {
    const list = nodeAt(document, path);
    for (const [index, node] of itemsOf(list).entries()) {
      if (node.kind === 'mapping') events.push({ path: [...path, index], node, kind });
    }
  };
  for (const [index, track] of itemsOf(nodeAt(document, ['tracks'])).entries()) {
    const input = track.kind === 'mapping' && track.entries.has('pane');
    collect(['tracks', index, 'events'], input ? 'input' : 'stress');
  }
  collect(['events'], 'stress');
  return events;
}

function countProblems(document: SourceDocument, events: readonly RawEvent[]): Problem[] {
  const problems: Problem[] = [];
  const tracks = itemsOf(nodeAt(document, ['tracks']));
  if (tracks.length > tracksMax) {
    problems.push({
      code: 'TOO_MANY_TRACKS',
      message: `Expected at most ${tracksMax} tracks; got ${tracks.length}.`,
      where: placeOf(document, ['tracks', tracksMax]),
      hint: 'Events of one axis may share a track.',
    });
  }
  if (events.length > eventsMax) {
    problems.push({
      code: 'TOO_MANY_EVENTS',
      message: `Expected at most ${eventsMax} events; got ${events.length}.`,
      where: placeOf(document, events[eventsMax]?.path ?? []),
      hint: 'Split the run into shorter ones.',
    });
  }
  if (events.length === 0 && !hasListOfOtherThings(document)) {
    const key = document.root.entries.has('tracks') || !document.root.entries.has('events');
    problems.push({
      code: 'NO_EVENTS',
      message: 'Expected at least one event in `tracks` or `events`; got none.',
      where: placeOf(document, [key ? 'tracks' : 'events'], 'key'),
      hint: 'Try "events: [{ axis: cpu, at: 0s, for: 30s, intensity: medium }]".',
    });
  }
  return problems;
}

/** The schema has already said that these are no events; "none" would only repeat it. */
function hasListOfOtherThings(document: SourceDocument): boolean {
  return [nodeAt(document, ['tracks']), nodeAt(document, ['events'])].some(
    (node) => node !== undefined && (node.kind !== 'sequence' || node.items.some(isNoContainer)),
  );
}

function isNoContainer(node: SourceNode): boolean {
  if (node.kind !== 'mapping') return true;
  const events = node.entries.get('events')?.value;
  return events === undefined || events.kind !== 'sequence' || events.items.length > 0;
}

function idProblems(document: SourceDocument, events: readonly RawEvent[]): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, Path>();
  for (const { path, node } of events) {
    const id = parseId(plainAt(node, 'id'));
    if (!id.ok) continue;
    const first = seen.get(id.value);
    if (first === undefined) {
      seen.set(id.value, path);
      continue;
    }
    const { line } = placeOf(document, [...first, 'id']);
    problems.push({
      code: 'DUPLICATE_ID',
      message: `Expected every id once; got ${showText(id.value)} again, first on line ${line}.`,
      where: placeOf(document, [...path, 'id']),
      hint: `Try "${id.value}-2", or leave the id out.`,
    });
  }
  return problems;
}

function timeProblems(document: SourceDocument, event: RawEvent): Problem[] {
  const { path, node } = event;
  const problems: Problem[] = [];
  if (!node.entries.has('at') && !startsOtherwise(document, node)) {
    const expects = 'when the event starts, such as 0s or 1m30s';
    problems.push(missing(document, [...path, 'at'], expects, '0s'));
  }
  const at = parseDuration(plainAt(node, 'at'), 'zero-allowed');
  const length = parseDuration(plainAt(node, 'for'), 'positive');
  if (!at.ok || !(length.ok || event.kind === 'input')) return problems;
  const endMs = at.value + (length.ok ? length.value : 0);
  const duration = parseDuration(plainAt(document.root, 'duration'), 'positive');
  const key = duration.ok && at.value >= duration.value ? 'at' : 'for';
  if (duration.ok && endMs > duration.value) {
    problems.push({
      code: 'EVENT_PAST_DURATION',
      message: `Expected the event to end by ${formatDuration(duration.value)}, the \`duration\` of the run; got ${formatDuration(endMs)}.`,
      where: placeOf(document, [...path, key]),
      hint: `Try "duration: ${formatDuration(endMs)}", or leave the duration out.`,
    });
  } else if (endMs > durationMaxMs) {
    problems.push({
      code: 'DURATION_TOO_LONG',
      message: `Expected the event to end within 24h; got ${formatDuration(endMs)}.`,
      where: placeOf(document, [...path, key]),
      hint: 'Split the run into shorter ones.',
    });
  }
  return problems;
}

/** A condition or a chain may start an event too. */
function startsOtherwise(document: SourceDocument, node: SourceMapping): boolean {
  if (node.entries.has('start_when')) return true;
  const id = parseId(plainAt(node, 'id'));
  if (!id.ok) return false;
  return itemsOf(nodeAt(document, ['chains'])).some(
    (chain) =>
      chain.kind === 'scalar' &&
      arrowsOf([chain.text]).some(({ to }) => to.some((link) => link.id === id.value)),
  );
}

function readyProblems(document: SourceDocument): Problem[] {
  const ready = nodeAt(document, ['target', 'ready']);
  if (ready?.kind !== 'mapping') return [];
  const given = probes.filter((probe) => ready.entries.has(probe));
  if (given.length === 1) return [];
  return [
    {
      code: 'READY_PROBES',
      message: `Expected one probe (${probes.join(', ')}); got ${given.length === 0 ? 'none' : given.join(' and ')}.`,
      where: placeOf(
        document,
        ['target', 'ready', ...given.slice(1, 2)],
        given.length > 1 ? 'key' : 'value',
      ),
      hint: given.length === 0 ? 'Try "ready: { tcp: 8080 }".' : 'Keep one of them.',
    },
  ];
}

function nameProblems(document: SourceDocument): Problem[] {
  const judge = (path: Path, law: RegExp, expects: string, hint: string): Problem[] => {
    const node = nodeAt(document, path);
    if (node?.kind !== 'mapping') return [];
    return [...node.entries.keys()]
      .filter((name) => !law.test(name))
      .map((name) => ({
        code: 'INVALID_NAME',
        message: `Expected ${expects}; got ${showText(name)}.`,
        where: placeOf(document, [...path, name], 'key'),
        hint,
      }));
  };
  const variable = 'a variable name without "=" and control characters';
  const signal = 'a signal name of letters, digits and _, at most 64';
  return [
    ...judge(['program', 'env'], /^[^=\p{C}]+$/u, variable, 'Try "NAME: value".'),
    ...judge(['signals'], /^[A-Za-z_][A-Za-z0-9_]{0,63}$/, signal, 'Try "latency_ms".'),
  ];
}

function itemsOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

function plainAt(node: SourceMapping, key: string): unknown {
  const entry = node.entries.get(key);
  return entry === undefined ? undefined : plainOf(entry.value);
}
