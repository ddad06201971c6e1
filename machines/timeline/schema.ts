/**
 * The schema of the timeline language: the whole of it, what later versions run included. What
 * is read and what editors are told come from these same lines.
 *
 * @spec timeline language
 */
import * as z from 'zod/mini';
import { expectations } from './expectation/schema-expectation.ts';
import { inputLane } from './input/schema-input.ts';
import { condition } from './schema-condition.ts';
import { either, list, maybe, shape } from './schema-forms.ts';
import { chains, constraints } from './schema-later.ts';
import { program, target } from './schema-target.ts';
import {
  argument,
  axis,
  eventId,
  intensity,
  length,
  memoryLimit,
  moment,
  size,
  whole,
} from './schema-values.ts';
import { signals } from './signal/schema-signal.ts';

const eventFields = {
  id: maybe(eventId, 'Name of the event, unique in the file; default: <axis>-<n>.'),
  at: maybe(moment, 'When it starts, counted from the start of the run.'),
  for: length.check(z.describe('How long it lasts.')),
  intensity: maybe(intensity, 'How hard: a level, a share of the full scale, or a curve.', {
    default: 'medium',
  }),
  args: maybe(list('arguments', argument), 'Arguments for the stressor, kept in the report.'),
  start_when: maybe(condition, 'Starts when this holds.'),
  stop_when: maybe(condition, 'Stops early when this holds.'),
};

/**
 * An event of a track, which names the axis for it. No `at` is required here: a condition or a chain may
 * start it, which is for the laws to judge.
 */
const trackEvent = shape('an event', eventFields);

/** An event of the flat form, which names its axis itself. */
const flatEvent = shape('an event', {
  axis: axis.check(z.describe('What is stressed.')),
  ...eventFields,
});

const track = shape(
  'a track',
  {
    axis: axis.check(z.describe('What the events of this track stress.')),
    events: list('events', trackEvent),
  },
  { description: 'A lane of the timeline.' },
);

export const timelineSchema = shape(
  'a timeline',
  {
    // Editors keep their schema under this key in JSON files.
    $schema: maybe(z.string(), 'Where editors find this schema.'),
    program: maybe(program, 'What is ambushed: a path, or a name on PATH. Never a shell line.'),
    duration: maybe(length, 'Length of the run; default: the last planned end.'),
    seed: maybe(
      whole('a whole number from 0 to 9007199254740991', 42, {
        min: 0,
        max: Number.MAX_SAFE_INTEGER,
        code: 'INVALID_SEED',
      }),
      'Every random choice comes from it; default: made from the text of this file.',
    ),
    target: maybe(target, 'How the program is started, watched and ended.'),
    signals: maybe(signals, 'More signals besides the built-in ones.'),
    tracks: maybe(
      list('tracks', either('a track: a mapping of axis (or pane) and events', track, inputLane)),
      'The lanes, one axis each, or one pane that is typed into.',
      {
        maxItems: 64,
      },
    ),
    events: maybe(list('events', flatEvent), 'Events that name their axis themselves.', {
      maxItems: 1_000,
    }),
    chains: maybe(chains, 'Events that start when others have ended.'),
    constraints: maybe(constraints, 'The bottleneck, and who gives way to it.'),
    expect: maybe(expectations, 'What must hold for the verdict "pass".'),
    abort_when: maybe(condition, 'The run is aborted when this holds.'),
    limits: maybe(
      shape('the limits', {
        memory: maybe(memoryLimit, 'Most memory that all stressors together hold.', {
          default: '80%',
        }),
        disk: maybe(size, 'Most disk space that scratch files take.', { default: '2GiB' }),
      }),
      'Hard caps of what the stressors may take.',
    ),
  },
  {
    title: 'Ambush timeline',
    description: 'A program, and the stress that it meets over time.',
  },
);

/** A document that kept every law of the schema: durations in milliseconds, sizes in bytes. */
export type TimelineInput = z.output<typeof timelineSchema>;
