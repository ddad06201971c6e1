/**
 * Goal: whatever is left of a run is told, in the report or on standard error, and once.
 * Method: leftovers that the report names, and others.
 */
import { expect, it } from 'vitest';
import { leftoverProblems } from '../../cli/leftovers.ts';
import { plain } from '../../cli/render/palette.ts';
import { problemsText } from '../../cli/render/problems.ts';

const process = { kind: 'process', name: '4711', reason: 'It is still there.' } as const;
const folder = { kind: 'file', name: '/tmp/ambush-x', reason: 'EBUSY' } as const;

it('tells only what the report does not name', () => {
  expect(leftoverProblems([process, folder], [process, folder])).toEqual([]);
  expect(leftoverProblems([], [process])).toEqual([]);
  expect(problemsText(leftoverProblems([process, folder], []), plain)).toBe(
    [
      'command line  LEFTOVER',
      '  Expected nothing to be left of the run, got the process 4711: It is still there.',
      '  Try kill -9 4711.',
      '',
      'command line  LEFTOVER',
      '  Expected nothing to be left of the run, got the file /tmp/ambush-x: EBUSY',
      '  Try removing /tmp/ambush-x by hand.',
      '',
    ].join('\n'),
  );
});
