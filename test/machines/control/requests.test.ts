/**
 * Goal: a request is what its words say or it is none, whatever a stranger sends; what is wrong is
 * named, never quoted.
 * Method: each request right, then with one thing wrong; random JSON (fast-check).
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRequest } from '../../../machines/control/requests.ts';

const spec = {
  ...{ command: 'vim', args: ['a b'], cwd: '/tmp', env: { A: '1' } },
  ...{ cols: 80, rows: 24, cli: null, readOnly: false },
};
const inject = { do: 'pane.inject', paneId: '1', text: 'x', critical: false };

const right: readonly object[] = [
  { do: 'host.status' },
  { do: 'host.stop', force: true },
  { do: 'pane.open', spec },
  { do: 'pane.list' },
  { ...inject, lossyPolicy: 'allow' },
  { do: 'pane.type', paneId: '1', data: '\u0003' },
  { do: 'pane.resize', paneId: '1', cols: 2, rows: 1_000 },
  { do: 'pane.kill', paneId: '1', signal: 'SIGKILL', graceMs: 0 },
  { do: 'pane.attach', paneId: '1', size: { cols: 80, rows: 24 } },
  { do: 'events.read', follow: true, past: false },
  { do: 'stream.end', of: 3 },
  { do: 'contracts.judge', contractId: 'x', by: 'ada', says: 'reject' },
];

it.each(right.map((asked) => [asked]))('takes %j', (asked) => {
  expect(readRequest({ ...asked, id: 1 })).toEqual({ ok: true, id: 1, value: { ...asked, id: 1 } });
});

it.each([
  [{ ...inject, lossyPolicy: 'maybe' }, 'lossyPolicy'],
  [{ do: 'pane.open', spec: { ...spec, command: '' } }, 'spec.command'],
  [{ do: 'pane.open', spec: { ...spec, args: ['a\0b'] } }, 'spec.args.0'],
  [{ do: 'pane.open', spec: { ...spec, env: { 'A=B': '1' } } }, 'spec.env.A=B'],
  [{ do: 'pane.open', spec: { ...spec, cols: 1 } }, 'spec.cols'],
  [{ do: 'pane.open', spec: { ...spec, rows: 1_001 } }, 'spec.rows'],
  [{ do: 'pane.open', spec: { ...spec, cli: 'word' } }, 'spec.cli'],
  [{ do: 'pane.kill', paneId: '1', signal: 'kill -9', graceMs: 0 }, 'signal'],
  [{ do: 'pane.kill', paneId: '1', signal: 'SIGINT', graceMs: 60_001 }, 'graceMs'],
  [{ do: 'pane.type', paneId: 7, data: '' }, 'paneId'],
  [{ do: 'pane.list', besides: 'secret' }, 'request'],
  [{ do: 'secret' }, 'do'],
])('refuses %j', (asked, wrong) => {
  const read = readRequest({ ...asked, id: 4 });
  expect(read).toMatchObject({ ok: false, id: 4, problems: [{ code: 'REQUEST' }] });
  const [problem] = read.ok ? [] : read.problems;
  expect(problem?.message).toContain(`got a wrong ${wrong}`);
  expect(problem?.message).not.toContain('secret');
});

it('never throws, and has a number to answer under', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const read = readRequest(value);
      expect(read.ok).toBe(false);
      expect(Number.isSafeInteger(read.id)).toBe(true);
    }),
    { numRuns: 300, seed: 4 },
  );
});
