/**
 * How a file writes signals of its own.
 *
 * @spec timeline phase 2
 */
import { dictionary, list, maybe, shape } from '../schema-forms.ts';
import { httpProbe } from '../schema-target.ts';
import { argument, length, text, whole } from '../schema-values.ts';
import { signalSources, signalsMax } from './user-signal.ts';

/** Longest pattern, in characters. */
const patternMax = 512;

const prometheus = shape('a metric', {
  url: httpProbe,
  metric: text('the name of a metric such as jobs_waiting', 'jobs_waiting', 256),
  labels: maybe(
    dictionary('labels', argument),
    'Labels of the one series that is meant; others may have any value.',
  ),
});

const signal = shape(
  'a signal',
  {
    http: maybe(httpProbe, 'Time until this URL answers with a status below 400, in ms.'),
    tcp: maybe(
      whole('a port from 1 to 65535', 8080, { min: 1, max: 65_535, code: 'INVALID_PORT' }),
      'Time until this port of this machine accepts a connection, in ms.',
    ),
    output: maybe(
      text('a regular expression with (?<value>…)', "'queue=(?<value>\\d+)'", patternMax),
      'The number in the latest line of the output of the program that matches.',
    ),
    command: maybe(
      list('a program and its arguments', argument, { minItems: 1 }),
      'A program that prints one number; never through a shell.',
    ),
    prometheus: maybe(prometheus, 'One series of an endpoint in the text format of Prometheus.'),
    every: maybe(length, 'How often it is asked, from 100ms to 1h.', { default: '500ms' }),
  },
  { oneOf: signalSources.map((source) => ({ required: [source] })) },
);

export const signals = dictionary('signals', signal, {
  propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]{0,63}$' },
  maxProperties: signalsMax,
});
