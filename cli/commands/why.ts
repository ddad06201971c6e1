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
  findStory,
  storyOf,
  unknownEvent,
} from '../../machines/trace/event-story.ts';
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
import { whyText } from '../render/why.ts';

export interface WhyOptions extends ViewOptions {
  /** The id of an event of the timeline, or the beginning of that of an event of the log. */
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
  const story = findStory(storiesOfReport(evidence.value.part), event, 'report');
  if (story.ok) return printView(storyView(story.value), json, io);
  return complain(
    story.problems.map((problem) => ({ ...problem, where: { file: file ?? hostName } })),
    json,
    io,
  );
}

/** An id of the timeline is meant first: nobody gives an event the name of a UUID. */
function whyOfLog(log: LogReading, event: string): Result<View> {
  const stories = storiesOfLog(log.events());
  const story = stories.find(({ id }) => id === event);
  if (story !== undefined) return succeed(storyView(storyOf(story)));
  const read = () => log.events();
  const found = findId(read(), event, 'event');
  if (!found.ok)
    return isName(event, stories) ? refuse([unknownEvent(stories, event, 'log')]) : found;
  const { correlationId, eventId } = found.value;
  const why = eventId === null ? null : whyOf(read, correlationId, eventId);
  if (!why) throw new Error('Expected the event that was found a moment ago.');
  return succeed({
    json: why,
    text: (columns, palette) => whyText(why, { columns, palette }),
  });
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
