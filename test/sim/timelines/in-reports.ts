/**
 * Bugs planted into what is made of a log, and into what it says of its own time: for the checkers of
 * the invariants 59 and 60.
 */
import { planted } from '../planted/planted.ts';

export const inReports = [
  ...planted('machines/report/segments.ts', [
    [
      'whole-of-first',
      'const parts = pieces.flatMap((piece) => piece[side][metric] ?? []);',
      'const parts = pieces.slice(0, 2).flatMap((piece) => piece[side][metric] ?? []);',
      [59],
      'only the first pieces make the whole',
    ],
  ]),
  ...planted('machines/report/metrics.ts', [
    [
      'mean-of-means',
      'sum += part.mean * part.samples;',
      'sum += part.mean;',
      [59],
      'the mean is not weighed',
    ],
  ]),
  ...planted('machines/report/ambush.ts', [
    [
      'key-unknown',
      "  last_saw: sawSchema.optional().describe('What a condition that did not hold saw last.'),",
      '',
      [59],
      'a report that is read loses a key',
    ],
  ]),
  ...planted('runtime/bus/speaker.ts', [
    ['own-clock', 'ts: clock.wallMs(),', 'ts: Date.now(),', [60], 'the time of another clock'],
    [
      'own-chance',
      'eventId: random.uuid(),',
      'eventId: crypto.randomUUID(),',
      [60],
      'ids of another chance',
    ],
  ]),
];
