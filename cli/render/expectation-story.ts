/**
 * Why something that a timeline expects was kept or broken, for the eye: the answer first, then the
 * values that were seen, then what had befallen the target by then.
 *
 * @spec timeline phase 2
 */
import { offset } from '../../machines/trace/event-story.ts';
import { type ExpectationStory, handleOf } from '../../machines/trace/expectation-story.ts';
import { badged, type StoryScreen, storyWidth, valueLines } from './event-story.ts';
import { expectationTimes } from './expectations.ts';
import type { Mood, Palette } from './palette.ts';
import { pad, printable, widthOf, wrap } from './printable.ts';

type Lines = readonly string[];

const indent = '  ';
/** More of what befell the target is for `--json`. */
const mishapsMax = 10;

const badges: Readonly<Record<ExpectationStory['judgement'], readonly [string, Mood]>> = {
  kept: ['KEPT', 'good'],
  broken: ['BROKEN', 'bad'],
  unavailable: ['UNKNOWN', 'doubtful'],
  unjudged: ['NOT JUDGED', 'doubtful'],
};

export function expectationStoryText(
  story: ExpectationStory,
  { columns, palette }: StoryScreen,
): string {
  const width = storyWidth(columns);
  const { answer, meanwhile, judgement } = story;
  const parts: readonly Lines[] = [
    headLines(story, width, palette),
    badged(badges[judgement], [answer, ...(meanwhile === null ? [] : [meanwhile])], width, palette),
    sawLines(story, width, palette),
    mishapLines(story, palette),
  ];
  const shown = parts.filter((part) => part.length > 0).map((part) => part.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

function headLines(story: ExpectationStory, width: number, palette: Palette): Lines {
  const about = `expected ${expectationTimes[story.kind]}, ${handleOf(story)}`;
  const [first = '', ...more] = wrap(printable(story.expects), width);
  if (more.length === 0 && widthOf(first) + 2 + about.length <= width) {
    return [`${palette.strong(first)}  ${about}`];
  }
  return [...[first, ...more].map((line) => palette.strong(line)), `${indent}${about}`];
}

function sawLines(
  { saw, atMs, kind, judgement, recovered, silent }: ExpectationStory,
  width: number,
  palette: Palette,
): Lines {
  if (Object.keys(saw).length === 0) return [];
  const isThen =
    kind === 'finally' || (kind === 'always' ? judgement === 'broken' : judgement === 'kept');
  const isKnown = judgement === 'kept' || judgement === 'broken';
  // It may be known only later that it was well then.
  const seenMs = recovered?.atMs ?? atMs;
  const when = seenMs !== null && isThen && isKnown ? ` at ${offset(seenMs)}` : ' last';
  return [palette.strong(`what was seen${when}`), ...valueLines(saw, silent, width, palette)];
}

function mishapLines({ mishaps, judgement, kind }: ExpectationStory, palette: Palette): Lines {
  // What was never seen was not kept from being seen by a crash.
  if (judgement !== 'broken' || kind === 'sometimes' || mishaps.length === 0) return [];
  const told = mishaps.slice(0, mishapsMax);
  const more = mishaps.length - told.length;
  const column = Math.max(...told.map(({ atMs }) => offset(atMs).length));
  return [
    palette.strong('what had befallen the target by then'),
    ...told.map(({ atMs, what }) => {
      const at = palette.faint(pad(offset(atMs), column, 'right'));
      return `${indent}${at}  the target ${what === 'crash' ? 'crashed' : 'hung'}`;
    }),
    ...(more > 0 ? [`${indent}and ${more} more; --json has them all`] : []),
  ];
}
