/**
 * `ambush events [FILE]`: the events that are asked for, of a session log or of the host, oldest first,
 * as a table or as one JSON object a line.
 *
 * @spec kernel 6
 */
import { resolve } from 'node:path';
import { taxonomy } from '../../machines/kernel/events/registry.ts';
import { matchesPattern } from '../../machines/kernel/pattern.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import type { LogQuery } from '../../machines/record/log-query.ts';
import { type Moment, parseMoment } from '../../machines/record/moment.ts';
import type { LoggedEvent } from '../../machines/record/session-line.ts';
import { show } from '../../machines/timeline/show.ts';
import { didYouMean } from '../../machines/timeline/suggest.ts';
import { prefixMin } from '../../machines/trace/find.ts';
import { type QueriedLog, queryLog, queryReading } from '../../runtime/record/query-log.ts';
import { complain } from '../complaint.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Io, type Output, wantsColor } from '../io.ts';
import { openAny } from '../open-log.ts';
import { createEventsTable, idColumns } from '../render/events-table.ts';
import { endText, logNotes } from '../render/log-notes.ts';
import { coloured, plain } from '../render/palette.ts';
import { printable } from '../render/printable.ts';
import { countText } from '../render/units.ts';

export interface EventsOptions {
  /** The session log; `-` is standard input, null what the host remembers. */
  readonly file: string | null;
  /** Types, `family.*` or `*`; none for all. */
  readonly types: readonly string[];
  readonly pane?: string;
  /** A correlation id or its beginning. */
  readonly correlation?: string;
  /** As the user typed it: an instant or a time since the start. */
  readonly since?: string;
  readonly until?: string;
  /** The newest so many. */
  readonly limit?: number;
  /** The host's, as they come. */
  readonly follow: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Written at once; between, whoever reads may have gone. */
const rowsAtOnce = 500;

/** Returns the exit status: 0, or 2 with the problems. */
export async function runEvents(options: EventsOptions, io: Io): Promise<number> {
  const query = queryOf(options);
  if (options.follow) return follow(options, query, io);
  const opened = await open(options, query.ok ? query.value : {}, io);
  const found = [query, opened].flatMap((each) => (each.ok ? [] : each.problems));
  if (!query.ok || !opened.ok) return complain(found, options.json, io);
  const log = opened.value;
  try {
    const unknown = unknownTypes(options.types, () => log.types());
    if (unknown.length > 0) return complain(unknown, options.json, io);
    await print(log, options, io);
    const palette = wantsColor(io, io.stderr) ? coloured : plain;
    io.stderr.write(logNotes(log, palette));
    return exitCodes.pass;
  } finally {
    log.close();
  }
}

async function follow(options: EventsOptions, query: Result<LogQuery>, io: Io): Promise<number> {
  const { file, json, types } = options;
  const problems = [
    ...(query.ok ? [] : query.problems),
    ...(file === null ? [] : [followedFile(file)]),
    ...unknownTypes(types, () => new Set()),
  ];
  if (!query.ok || problems.length > 0) return complain(problems, json, io);
  const { followEvents } = await import('../follow-events.ts');
  return followEvents(query.value, options, io);
}

/** A file says nothing when it grows. */
function followedFile(file: string): Problem {
  return {
    code: 'FOLLOWED_FILE',
    message: `Expected --follow without a file, got ${file}.`,
    where: { path: '--follow' },
    hint: 'Try `ambush events --follow`: it follows the host, which is where events come from.',
  };
}

async function print(log: QueriedLog, { file, json, quiet }: EventsOptions, io: Io): Promise<void> {
  const { stdout } = io;
  const palette = wantsColor(io, stdout) ? coloured : plain;
  const table = createEventsTable(stdout.columns, palette);
  const textOf = json ? jsonLines : (events: readonly LoggedEvent[]) => table.rows(events);
  let count = 0;
  let batch: LoggedEvent[] = [];
  for (const event of log.events()) {
    batch.push(event);
    if (batch.length < rowsAtOnce) continue;
    count += batch.length;
    stdout.write(textOf(batch));
    batch = [];
    if (await isLeft(stdout)) return;
  }
  stdout.write(textOf(batch));
  if (!json && !quiet) stdout.write(palette.faint(closing(log, count + batch.length, file)));
}

function closing(log: QueriedLog, count: number, file: string | null): string {
  const { header } = log;
  const session = header
    ? ` of session ${header.sessionId.slice(0, idColumns)}, ${printable(header.startedAt)}`
    : '';
  const gap = count === 0 ? '' : '\n';
  const end = file === null ? 'the host goes on' : endText(log);
  return `${gap}${countText(count, 'event')}${session}: ${end}\n`;
}

/** Whoever has seen enough, such as `head`, needs no more. */
async function isLeft(output: Output): Promise<boolean> {
  return output.taken !== undefined && !(await output.taken());
}

function jsonLines(events: readonly LoggedEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

async function open({ file }: EventsOptions, query: LogQuery, io: Io): Promise<Result<QueriedLog>> {
  if (file !== null && file !== '-') return queryLog(resolve(io.cwd, file), query, file);
  const reading = await openAny(file, io);
  return reading.ok ? succeed(queryReading(reading.value, query)) : reading;
}

function queryOf(options: EventsOptions): Result<LogQuery> {
  const { types, pane, correlation, limit } = options;
  const since = momentOf('--since', options.since);
  const until = momentOf('--until', options.until);
  const about = correlationOf(correlation);
  const problems = [since, until, about].flatMap((each) => (each.ok ? [] : each.problems));
  if (!since.ok || !until.ok || !about.ok) return refuse(problems);
  if (isReversed(since.value, until.value)) return refuse([reversed]);
  return succeed({
    ...(types.length === 0 ? {} : { types }),
    ...(pane === undefined ? {} : { paneId: pane }),
    ...(limit === undefined ? {} : { limit }),
    ...about.value,
    ...(since.value?.kind === 'instant' ? { since: since.value.ts } : {}),
    ...(since.value?.kind === 'offset' ? { sinceAtMs: since.value.atMs } : {}),
    ...(until.value?.kind === 'instant' ? { until: until.value.ts } : {}),
    ...(until.value?.kind === 'offset' ? { untilAtMs: until.value.atMs } : {}),
  });
}

/** An instant and a time since the start cannot be compared before the log is read. */
function isReversed(since: Moment | null, until: Moment | null): boolean {
  if (since?.kind === 'instant' && until?.kind === 'instant') return since.ts > until.ts;
  return since?.kind === 'offset' && until?.kind === 'offset' && since.atMs > until.atMs;
}

const reversed: Problem = {
  code: 'REVERSED_RANGE',
  message: 'Expected --until to be no earlier than --since.',
  where: { path: '--until' },
  hint: 'Try them the other way round.',
};

function momentOf(option: string, text: string | undefined): Result<Moment | null> {
  if (text === undefined) return succeed(null);
  const moment = parseMoment(text);
  if (moment.ok) return succeed(moment.value);
  const { code, message, hint } = moment.fault;
  const where = { path: option };
  return refuse([{ code, message, where, ...(hint === undefined ? {} : { hint }) }]);
}

function correlationOf(text: string | undefined): Result<LogQuery> {
  if (text === undefined) return succeed({});
  // Whoever embeds a kernel may number its operations as it likes.
  if (text.length >= prefixMin) return succeed({ correlationStart: text.toLowerCase() });
  return refuse([
    {
      code: 'INVALID_ID',
      message: `Expected an id, or ${prefixMin} or more characters of its beginning; got ${show(text)}.`,
      where: { path: '--correlation' },
      hint: 'Try one of the ids at the end of the lines that `ambush events FILE` prints.',
    },
  ]);
}

/** A type that neither the taxonomy nor the log has is a slip of the finger. */
function unknownTypes(
  asked: readonly string[],
  typesOf: () => ReadonlySet<string>,
): readonly Problem[] {
  const known = Object.keys(taxonomy);
  const isIn = (types: Iterable<string>) => (pattern: string) =>
    pattern === '*' || [...types].some((type) => matchesPattern(pattern, type));
  const odd = asked.filter((pattern) => !isIn(known)(pattern));
  if (odd.length === 0) return [];
  const found = typesOf();
  const families = new Set([...known, ...found].map((type) => `${type.split('.')[0]}.*`));
  return odd
    .filter((pattern) => !isIn(found)(pattern))
    .map((pattern) => ({
      code: 'UNKNOWN_TYPE',
      message: `Expected a type of event that exists; got ${show(pattern)}.`,
      where: { path: '--type' },
      hint: didYouMean(pattern, [...known, ...found, ...families]) ?? 'Try clip.* for a family.',
    }));
}
