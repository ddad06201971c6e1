/**
 * Why an event of the timeline is as it is, for the eye: the answer first, then what its conditions
 * saw, then how it came about, then what came of it.
 *
 * @spec timeline phase 2
 */
import type { DoseUnit } from '../../machines/timeline/axis.ts';
import { doseUnits } from '../../machines/timeline/axis.ts';
import {
  type ConditionWord,
  type EventStory,
  offset,
  type Seen,
  type StoryStep,
  stepText,
} from '../../machines/trace/event-story.ts';
import type { SilentFacts } from '../../machines/trace/silence-story.ts';
import type { Mood, Palette } from './palette.ts';
import { pad, printable, widthOf, wrap } from './printable.ts';
import { countText, doseText, lengthText } from './units.ts';

export interface StoryScreen {
  readonly columns: number;
  readonly palette: Palette;
}

type Lines = readonly string[];

/** Wider lines are hard to read. */
const textMax = 110;
const indent = '  ';
/** Longer ways are folded. */
const wayMax = 20;
/** What follows within this time is told in one breath. */
const soonMs = 250;

const badges: Readonly<Record<EventStory['state'], readonly [string, Mood]>> = {
  open: ['OPEN', 'doubtful'],
  done: ['STARTED', 'good'],
  skipped: ['SKIPPED', 'doubtful'],
  failed: ['FAILED', 'bad'],
};

export function eventStoryText(story: EventStory, { columns, palette }: StoryScreen): string {
  const width = storyWidth(columns);
  const parts: readonly Lines[] = [
    headLines(story, width, palette),
    answerLines(story, width, palette),
    conditionLines(story, 'start', width, palette),
    wayLines(story, width, palette),
    conditionLines(story, 'stop', width, palette),
    silentLines(story, width, palette),
    afterLines(story, width, palette),
  ];
  const shown = parts.filter((part) => part.length > 0).map((part) => part.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

export function storyWidth(columns: number): number {
  return Math.min(textMax, columns - 1);
}

function headLines({ id, axis, durationMs, ...rest }: EventStory, width: number, palette: Palette) {
  const length = rest.typed === null ? `, ${lengthText(durationMs)}` : '';
  const when = rest.waitsFor === null ? `planned at ${offset(rest.plannedMs)}` : 'waits';
  const name = printable(id);
  const about = `${axis}${length}, ${when}`;
  const room = width - widthOf(name) - 2;
  return room < widthOf(about)
    ? [palette.strong(name), `${indent}${about}`]
    : [`${palette.strong(name)}  ${about}`];
}

function badgeOf({ state, typed }: EventStory): readonly [string, Mood] {
  if (typed === null || state !== 'done') return badges[state];
  return typed.outcome === 'verified' ? ['TAKEN', 'good'] : ['NOT TAKEN', 'doubtful'];
}

function answerLines(story: EventStory, width: number, palette: Palette): Lines {
  const { start, end } = story;
  return badged(badgeOf(story), [start, ...(end === null ? [] : [end])], width, palette);
}

/** The answer in one word, and sentences beside it. */
export function badged(
  [word, mood]: readonly [string, Mood],
  sentences: readonly string[],
  width: number,
  palette: Palette,
): Lines {
  const hang = ' '.repeat(word.length + 4);
  const [first = '', ...more] = sentences.flatMap((one) => wrapped(one, width - hang.length));
  return [
    `${indent}${palette.badge(word, mood)}  ${first}`,
    ...more.map((line) => `${hang}${line}`),
  ];
}

/** The condition, whether it held, and every value that it saw. */
function conditionLines(
  story: EventStory,
  role: ConditionWord['role'],
  width: number,
  palette: Palette,
): Lines {
  const text = role === 'start' ? story.waitsFor : story.stopsWhen;
  if (text === null) return [];
  const decided = story.decisions.find((one) => one.role === role);
  const isAsked = decided !== undefined || (role === 'start') === (story.startedMs === null);
  const saw = decided?.saw ?? (isAsked ? story.lastSaw : null) ?? {};
  const title = role === 'start' ? 'what it waited for' : 'what would have stopped it';
  const shown = decided?.held === true && role === 'stop' ? 'what stopped it' : title;
  return [
    palette.strong(shown),
    ...wrapped(text, width - 2).map((line) => `${indent}${line}`),
    `${indent}${palette.faint(standing(decided, saw, story))}`,
    ...valueLines(saw, story.silent, width, palette),
  ];
}

function standing(decided: ConditionWord | undefined, saw: Seen, story: EventStory): string {
  if (decided?.held === true) return `held at ${offset(decided.atMs)}, on these values:`;
  if (decided) return `can hold no more since ${offset(decided.atMs)}, on these values:`;
  if (Object.keys(saw).length > 0) return 'had not held when it was looked at last:';
  return story.startedMs === null && story.waitsFor !== null
    ? `was never looked at; it is from ${offset(story.plannedMs)} on`
    : 'was never looked at';
}

/** Each value that was seen; of one that there is not, why, where that was told. */
export function valueLines(
  saw: Seen,
  silent: readonly SilentFacts[],
  width: number,
  palette: Palette,
): Lines {
  const names = Object.keys(saw);
  const column = Math.max(0, ...names.map((name) => widthOf(printable(name))));
  return Object.entries(saw).flatMap(([name, value]) => {
    const lead = `${indent.repeat(2)}${pad(printable(name), column)}  `;
    const shown = value === null ? `no figure${whyNone(name, silent)}` : numberText(value);
    return wrapped(shown, Math.max(12, width - lead.length)).map(
      (line, at) => `${at === 0 ? lead : ' '.repeat(lead.length)}${palette.strong(line)}`,
    );
  });
}

/** A window over a signal has none where the signal has none. */
function whyNone(name: string, silent: readonly SilentFacts[]): string {
  const found = silent.find(({ signal }) => asksOf(name, signal));
  return found === undefined ? '' : `: ${whySilent(found)}`;
}

function asksOf(name: string, signal: string): boolean {
  return name === signal || /^\w+\(([^,)]+)/.exec(name)?.[1] === signal;
}

function whySilent({ reason, atMs, untilMs }: SilentFacts): string {
  const until = untilMs === null ? '' : `, until ${offset(untilMs)}`;
  return `${reason} (told at ${offset(atMs)}${until})`;
}

/** Those that no value told of: a side-chain keeps no account of what it saw. */
function silentLines(
  { silent, decisions, lastSaw }: EventStory,
  width: number,
  palette: Palette,
): Lines {
  const names = [...decisions.map(({ saw }) => saw), lastSaw ?? {}].flatMap(Object.keys);
  const untold = silent.filter(({ signal }) => !names.some((name) => asksOf(name, signal)));
  if (untold.length === 0) return [];
  const column = Math.max(...untold.map(({ signal }) => widthOf(printable(signal))));
  return [
    palette.strong('what it asked about and had no figure'),
    ...untold.flatMap((one) => {
      const lead = `${indent}${pad(printable(one.signal), column)}  `;
      return wrapped(whySilent(one), Math.max(12, width - lead.length)).map(
        (line, at) => `${at === 0 ? lead : ' '.repeat(lead.length)}${line}`,
      );
    }),
  ];
}

function numberText(value: number | boolean | string): string {
  return typeof value === 'number' ? String(Math.round(value * 1_000) / 1_000) : String(value);
}

function wayLines(
  { ledBy, id, startedMs, typed }: EventStory,
  width: number,
  palette: Palette,
): Lines {
  if (ledBy.length === 0) return [];
  const steps = folded([
    ...joined(ledBy).map(({ last, says }) => ({ at: offset(last.atMs), says })),
    ...(startedMs === null
      ? []
      : [{ at: offset(startedMs), says: `${id} ${typed ? 'was asked for' : 'started'}` }]),
  ]);
  const column = Math.max(...steps.map((step) => step.at.length));
  return [
    palette.strong('how it came about, the first cause first'),
    ...steps.flatMap(({ at, says }) => {
      const [first = '', ...more] = wrapped(says, width - column - 4);
      const when = palette.faint(pad(at, column, 'right'));
      return [`${indent}${when}  ${first}`, ...more.map((line) => ' '.repeat(column + 4) + line)];
    }),
  ];
}

interface WayStep {
  readonly at: string;
  readonly says: string;
}

/** In a chain each link would be told three times: that one ended, that the next held, and began. */
function joined(steps: readonly StoryStep[]) {
  const told: { last: StoryStep; says: string }[] = [];
  for (const [at, step] of steps.entries()) {
    const next = steps[at + 1];
    const begins = step.type === 'condition.met' && next?.type === 'clip.started';
    if (begins && next.event === step.event && next.atMs - step.atMs < soonMs) continue;
    const before = told.at(-1);
    const follows = before?.last.type === 'clip.stopped' && step.type === 'clip.started';
    if (before && follows && step.atMs - before.last.atMs < soonMs) {
      told.pop();
      told.push({ last: step, says: `${before.says}, and ${stepText(step)}` });
    } else told.push({ last: step, says: stepText(step) });
  }
  return told;
}

/** The first causes and the last ones; those between are for `--json`. */
function folded(steps: readonly WayStep[]): readonly WayStep[] {
  const left = steps.length - wayMax;
  if (left <= 1) return steps;
  const half = wayMax / 2;
  const between = { at: '…', says: `${left} more between; --json has them all` };
  return [...steps.slice(0, half), between, ...steps.slice(-half)];
}

function afterLines(
  { outcome, dose, throttled, ledTo }: EventStory,
  width: number,
  palette: Palette,
): Lines {
  const sentences = [
    ...(outcome === null ? [] : [targetWords[outcome] ?? outcome]),
    ...(dose === null ? [] : [doseWords(dose)]),
    ...(dose === null || throttled === null ? [] : [throttledWords(throttled, dose.unit)]),
    ...(ledTo.length === 0 ? [] : [`It led to ${ledTo.join(', ')}.`]),
  ];
  if (sentences.length === 0) return [];
  return [
    palette.strong('what came of it'),
    ...sentences.flatMap((one) => wrapped(one, width - 2).map((line) => `${indent}${line}`)),
  ];
}

const targetWords: Readonly<Record<string, string>> = {
  survived: 'The target survived it.',
  crash: 'The target crashed while it played.',
  hang: 'The target hung while it played.',
  exit: 'The target ended by itself while it played.',
};

function doseWords({ unit, asked, delivered }: NonNullable<EventStory['dose']>): string {
  if (!isUnit(unit)) return '';
  return `${doseText(asked, unit)} asked, ${doseText(delivered, unit)} delivered.`;
}

/** A figure of the plan that was not asked all the time misleads without this. */
function throttledWords(
  { times, forMs, least, because }: NonNullable<EventStory['throttled']>,
  unit: string,
): string {
  const left = isUnit(unit) ? doseText(least, unit) : String(least);
  const often = times === 1 ? '' : `, ${countText(times, 'time')}`;
  const why = because === '' ? '' : `: ${because}`;
  return `For ${lengthText(forMs)} of it a constraint left it ${left} at most${often}${why}.`;
}

function isUnit(unit: string): unit is DoseUnit {
  return Object.values(doseUnits).some((one) => one === unit);
}

function wrapped(text: string, columns: number): Lines {
  return wrap(printable(text), columns);
}
