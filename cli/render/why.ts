/**
 * Why an event is as it is, for the eye: the answer first, then the contracts with the values that
 * they saw, then what came of it, then the causes, then what the log cannot tell.
 *
 * @spec kernel 5 8
 */
import type { LoggedEvent } from '../../machines/record/session-line.ts';
import type { Since } from '../../machines/trace/standing.ts';
import { valueText } from '../../machines/trace/value.ts';
import type { Decision, Told, Why } from '../../machines/trace/why.ts';
import { idColumns, timeText, typePaint } from './events-table.ts';
import type { Mood, Palette } from './palette.ts';
import { pad, printable, widthOf, wrap } from './printable.ts';
import { countText } from './units.ts';

export interface WhyScreen {
  readonly columns: number;
  readonly palette: Palette;
}

type Look = Decision['looks'][number];
type Lines = readonly string[];

const indent = '  ';
/** Wider lines are hard to read. */
const textMax = 110;

const moods = {
  allowed: 'good',
  deferred: 'doubtful',
  skipped: 'doubtful',
  blocked: 'bad',
  dropped: 'bad',
} as const satisfies Readonly<Record<string, Mood>>;

export function whyText(why: Why, screen: WhyScreen): string {
  const columns = Math.min(textMax, screen.columns - 1);
  const at = { ...screen, columns };
  const { event, says, about, rounds, outcomes, causes, besides, unknown } = why;
  const parts: readonly Lines[] = [
    [headline(event, at), '', ...wrapped(says, indent, columns)],
    answerLines(why, at),
    ...rounds.map((round) => roundLines(round, at)),
    toldLines('what came of it', others(outcomes, event), at),
    // The intent itself, and the word about it, were told above.
    causes.length > (about ? 2 : 1) ? toldLines('because, the first cause first', causes, at) : [],
    toldLines('what else bears on it', besides, at),
    unknownLines(unknown, at),
  ];
  const lines = parts.filter((part) => part.length > 0).map((part) => part.join('\n'));
  return `${lines.join('\n\n')}\n`;
}

function others(told: readonly Told[], { eventId }: LoggedEvent): readonly Told[] {
  return told.filter((one) => one.event.eventId !== eventId);
}

function headline(event: LoggedEvent, { columns, palette }: WhyScreen): string {
  const { type, eventId, source, atMs } = event;
  const id = palette.faint(printable(eventId.slice(0, idColumns)));
  const where = event.paneId === 'system' ? '' : `, pane ${printable(event.paneId)}`;
  const title = printable(type);
  const rest = `at ${timeText(atMs)}, by ${printable(source)}${where}`;
  const isNarrow = widthOf(title) + idColumns + widthOf(rest) + 4 > columns;
  return `${palette.strong(title)}  ${id}${isNarrow ? '\n' : ''}  ${rest}`;
}

function answerLines({ about, decided }: Why, { columns, palette }: WhyScreen): Lines {
  if (!decided) return [];
  const badge = palette.badge(decided.decision.toUpperCase(), moods[decided.decision]);
  const answer = `${indent}${badge}  ${printable(decided.end)}`;
  if (!about) return [answer];
  const { event, says } = about;
  const id = printable(event.eventId.slice(0, idColumns));
  const asked = `It is about ${event.type} ${id}, at ${timeText(event.atMs)}: ${says}`;
  return [...wrapped(asked, indent, columns), answer];
}

function roundLines(round: Decision, { columns, palette }: WhyScreen): Lines {
  const { atMs, trigger, looks, isComplete } = round;
  const again = trigger === null ? '' : ` again, after ${printable(trigger)}`;
  const count = countText(looks.length, 'contract');
  const known = isComplete
    ? `by ${count}`
    : `${count} that ${looks.length === 1 ? 'was' : 'were'} broken`;
  const title = palette.strong(`decided${again} at ${timeText(atMs)}`);
  const width = Math.max(0, ...looks.map(({ contractId }) => widthOf(printable(contractId))));
  return [
    `${title}, ${known}`,
    ...looks.flatMap((look) => lookLines(look, width, { columns, palette })),
  ];
}

function lookLines(look: Look, width: number, { columns, palette }: WhyScreen): Lines {
  const { answer, contractId, detail, action, saw } = look;
  const { mark, paint } = markOf(answer, palette);
  const name = pad(printable(contractId), width);
  if (answer === 'kept') {
    const values = Object.entries(saw ?? {}).map(([key, value]) => `${key} ${codeText(value)}`);
    const hang = ' '.repeat(width + 6);
    const [first = '', ...more] = wrap(printable(values.join(' · ')), columns - hang.length);
    const lead = `${indent}${paint(mark)} ${name}${indent}`;
    return [
      `${lead}${palette.faint(first)}`,
      ...more.map((line) => hang + palette.faint(line)),
    ].map((line) => line.trimEnd());
  }
  const does =
    answer === 'broken' ? (action ?? 'broken') : answer === 'shadow' ? 'on trial' : answer;
  const says = detail === null ? does : `${valueText(detail)}: ${does}`;
  const values = Object.entries(saw ?? {});
  const keys = Math.max(0, ...values.map(([key]) => widthOf(printable(key))));
  return [
    ...hung(says, `${indent}${mark} ${name}${indent}`, columns).map((line, index) =>
      index === 0 ? line.replace(`${mark} ${name}`, (text) => paint(text)) : line,
    ),
    ...values.flatMap(([key, value]) => {
      const lead = `${indent.repeat(3)}${pad(printable(key), keys)}  `;
      return hung(`${codeText(value)}${sinceText(look.since[key])}`, lead, columns);
    }),
  ];
}

/** As it stands in the program and in the JSON. */
function codeText(value: unknown): string {
  return typeof value === 'boolean' ? String(value) : valueText(value);
}

function markOf(answer: Look['answer'], { good, bad, doubtful }: Palette) {
  switch (answer) {
    case 'kept':
      return { mark: '✓', paint: good };
    case 'broken':
      return { mark: '✗', paint: bad };
    case 'overridden':
      return { mark: '↷', paint: doubtful };
    case 'shadow':
      return { mark: '◌', paint: doubtful };
  }
}

function sinceText(since: Since | undefined): string {
  if (!since || since.atMs === null) return '';
  const by = since.by.map(({ type, source, eventId }, index) => {
    const named = `${type} ${eventId.slice(0, idColumns)}`;
    return index === 0 ? `${named} by ${source}` : named;
  });
  const why = by.length === 0 ? '' : `: ${by.join(' → ')}`;
  return `, since ${timeText(since.atMs)}${why}`;
}

function toldLines(title: string, told: readonly Told[], { columns, palette }: WhyScreen): Lines {
  if (told.length === 0) return [];
  const time = Math.max(...told.map(({ event }) => timeText(event.atMs).length));
  const type = Math.max(...told.map(({ event }) => widthOf(printable(event.type))));
  return [
    palette.strong(title),
    ...told.flatMap(({ event, says }) => {
      const at = pad(timeText(event.atMs), time, 'right');
      const named = pad(printable(event.type), type);
      const id = printable(event.eventId.slice(0, idColumns));
      const bare = `${indent}${at}  ${named}  ${id}  `;
      const paint = typePaint(event.type, palette);
      const lead = `${indent}${palette.faint(at)}  ${paint(named)}  ${palette.faint(id)}  `;
      const room = columns - bare.length;
      // Where the columns leave too little, the sentence goes below.
      if (room < 28) return [lead.trimEnd(), ...wrapped(says, ' '.repeat(time + 4), columns)];
      const [first = '', ...more] = wrap(printable(says), room);
      return [`${lead}${first}`, ...more.map((line) => `${' '.repeat(bare.length)}${line}`)];
    }),
  ];
}

function unknownLines(unknown: readonly string[], { columns, palette }: WhyScreen): Lines {
  if (unknown.length === 0) return [];
  return [
    palette.strong('what this log cannot tell'),
    ...unknown.flatMap((sentence) => wrapped(sentence, indent, columns)),
  ];
}

function wrapped(text: string, lead: string, columns: number): Lines {
  return wrap(printable(text), columns - lead.length).map((line) => `${lead}${line}`);
}

/** The first line after its lead, the others under it. */
function hung(text: string, lead: string, columns: number): Lines {
  const blank = ' '.repeat(widthOf(lead));
  return wrap(printable(text), columns - blank.length).map((line, index) =>
    `${index === 0 ? lead : blank}${line}`.trimEnd(),
  );
}
