/**
 * `ambush why [FILE] EVENT`: why an event of a timeline did or did not start, or end, from a report or
 * a log; or which contracts decided about an event of a log, on which values, and what it follows from.
 *
 * @spec kernel 5 8
 * @spec timeline phase 2
 */
import { type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import {
  type EventFacts,
  type EventStory,
  storyOf,
  unknownEvent,
} from '../../machines/trace/event-story.ts';
import {
  type ExpectationFacts,
  expectationStoryOf,
  expectationsOfLog,
  expectationsOfReport,
  findExpectation,
} from '../../machines/trace/expectation-story.ts';
import { findId } from '../../machines/trace/find.ts';
import { storiesOfLog } from '../../machines/trace/log-story.ts';
import { storiesOfReport } from '../../machines/trace/report-story.ts';
import { whyOf } from '../../machines/trace/why.ts';
import type { LogReading } from '../../runtime/record/log-reader.ts';
import { complain } from '../complaint.ts';
import { hostName } from '../host-log.ts';
import type { Io } from '../io.ts';
import { printView, showLog, type View, type ViewOptions } from '../open-log.ts';
import { openEvidence } from '../open-report.ts';
import { eventStoryText } from '../render/event-story.ts';
import { expectationStoryText } from '../render/expectation-story.ts';
import { whyText } from '../render/why.ts';

export interface WhyOptions extends ViewOptions {
  /** The id of an event of the timeline, an expectation, or the beginning of an id of the log. */
  readonly event: string;
}

/** Returns the exit status: 0, or 2 with the problems. */
export async function runWhy(options: WhyOptions, io: Io): Promise<number> {
  const { file, event, json } = options;
  const evidence = await openEvidence(file, io);
  if (!evidence.ok) return complain(evidence.problems, json, io);
  if (evidence.value.is === 'log') {
    return showLog(options, io, evidence.value.log, (log) => whyOfLog(log, event));
  }
  const { part } = evidence.value;
  const stories = storiesOfReport(part);
  const expected = expectationsOfReport(part, stories);
  const view = viewOf(stories, expected, event);
  if (view !== null) return printView(view, json, io);
  const problem = unknown(stories, expected, event, 'report');
  return complain([{ ...problem, where: { file: file ?? hostName } }], json, io);
}

/** An id of the timeline is meant first: nobody gives an event the name of a UUID. */
function whyOfLog(log: LogReading, event: string): Result<View> {
  const stories = storiesOfLog(log.events());
  const expected = expectationsOfLog(log.events(), stories);
  const view = viewOf(stories, expected, event);
  if (view !== null) return succeed(view);
  const read = () => log.events();
  const found = findId(read(), event, 'event');
  if (!found.ok)
    return isName(event, stories) ? refuse([unknown(stories, expected, event, 'log')]) : found;
  const { correlationId, eventId } = found.value;
  const why = eventId === null ? null : whyOf(read, correlationId, eventId);
  if (!why) throw new Error('Expected the event that was found a moment ago.');
  return succeed({
    json: why,
    text: (columns, palette) => whyText(why, { columns, palette }),
  });
}

/** An event before an expectation; null where neither is called so. */
function viewOf(
  stories: readonly EventFacts[],
  expected: readonly ExpectationFacts[],
  asked: string,
): View | null {
  const story = stories.find(({ id }) => id === asked);
  if (story !== undefined) return storyView(storyOf(story));
  const found = findExpectation(expected, asked);
  if (found === undefined) return null;
  const expectation = expectationStoryOf(found);
  return {
    json: expectation,
    text: (columns, palette) => expectationStoryText(expectation, { columns, palette }),
  };
}

function unknown(
  stories: readonly EventFacts[],
  expected: readonly ExpectationFacts[],
  asked: string,
  where: 'report' | 'log',
) {
  const ids = stories.map(({ id }) => id);
  return unknownEvent(
    ids,
    expected.map(({ expects }) => expects),
    asked,
    where,
  );
}

/** Not the beginning of an id of the log, so that a name was meant, where the log has any. */
function isName(event: string, stories: readonly EventFacts[]): boolean {
  return stories.length > 0 && !/^[\da-f-]+$/i.test(event);
}

function storyView(story: EventStory): View {
  return {
    json: story,
    text: (columns, palette) => eventStoryText(story, { columns, palette }),
  };
}
