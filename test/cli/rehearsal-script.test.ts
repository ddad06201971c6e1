/**
 * Goal: the words of a script mean what the guide says, and what they cannot mean is refused.
 * Method: words beside what they are read as, written by hand; every wrong one at once.
 */
import { describe, expect, it } from 'vitest';
import { type RehearsalWords, readScript, scriptWordsMax } from '../../cli/rehearsal-script.ts';
import { declaredSignals, type UserSignal } from '../../machines/timeline/signal/user-signal.ts';

const silence: RehearsalWords = {
  crashAt: [],
  exitAt: [],
  hangAt: [],
  signal: [],
  compactAt: [],
  deafAt: [],
};
const noPane = { compactions: [], deaf: [] };
const own: readonly UserSignal[] = [
  { name: 'latency_ms', everyMs: 500, source: { kind: 'tcp', port: 8080 } },
];
const read = (words: Partial<RehearsalWords>, declared = declaredSignals(own, false)) =>
  readScript({ ...silence, ...words }, declared);

describe('a script', () => {
  it('has fates', () => {
    const script = read({
      crashAt: ['12s', '1m=SIGABRT', '0'],
      exitAt: ['20s', '1.5s=255'],
      hangAt: ['30s', '30s..40s', '5s..'],
    });
    expect(script).toEqual({
      ok: true,
      value: {
        fates: [
          { kind: 'crash', atMs: 12_000, signal: 'SIGSEGV' },
          { kind: 'crash', atMs: 60_000, signal: 'SIGABRT' },
          { kind: 'crash', atMs: 0, signal: 'SIGSEGV' },
          { kind: 'exit', atMs: 20_000, code: 0 },
          { kind: 'exit', atMs: 1_500, code: 255 },
          { kind: 'hang', atMs: 30_000, untilMs: Infinity },
          { kind: 'hang', atMs: 30_000, untilMs: 40_000 },
          { kind: 'hang', atMs: 5_000, untilMs: Infinity },
        ],
        signals: [],
        pane: noPane,
      },
    });
  });

  it('has signals', () => {
    const script = read({
      signal: ['cpu_load=0.9@10s..20s', 'target.rss_mb=512', 'io_pressure=25%@3s'],
    });
    expect(script).toEqual({
      ok: true,
      value: {
        fates: [],
        signals: [
          { name: 'cpu_load', value: 0.9, fromMs: 10_000, untilMs: 20_000 },
          { name: 'target.rss_mb', value: 512, fromMs: 0, untilMs: Infinity },
          { name: 'io_pressure', value: 0.25, fromMs: 3_000, untilMs: Infinity },
        ],
        pane: noPane,
      },
    });
  });

  it('has what the program in the pane does', () => {
    const script = read({ compactAt: ['10s..20s', '30s'], deafAt: ['5s..6s'] });
    expect(script).toMatchObject({
      value: {
        pane: {
          compactions: [
            { fromMs: 10_000, untilMs: 20_000 },
            { fromMs: 30_000, untilMs: Infinity },
          ],
          deaf: [{ fromMs: 5_000, untilMs: 6_000 }],
        },
      },
    });
  });

  it('has signals of the timeline, and silence', () => {
    const script = read({ signal: ['latency_ms=250@10s..20s', 'io_pressure=none@3s'] });
    expect(script).toMatchObject({
      value: {
        signals: [
          { name: 'latency_ms', value: 250, fromMs: 10_000, untilMs: 20_000 },
          { name: 'io_pressure', value: null, fromMs: 3_000 },
        ],
      },
    });
  });

  it.each([
    ['latncy_ms=3', 'Did you mean "latency_ms"?'],
    ['latency_ms=-1', 'A share is 0.9, or 90%.'],
    ['nothing_near=3', 'declared under "signals"'],
    ['crashes=3', 'comes of --crash-at'],
    ['target.fds=none', 'Try --signal target.fds=0.'],
  ])('%s: %s', (word, hint) => {
    const refused = read({ signal: [word] });
    expect(refused).toMatchObject({ problems: [{ hint: expect.stringContaining(hint) }] });
  });

  it('of a timeline that cannot be read only near misses are told', () => {
    const blind = (word: string) => readScript({ ...silence, signal: [word] }, null).ok;
    expect(['requests=3', 'cpu_lod=1', 'crashes=1'].map(blind)).toEqual([true, false, false]);
  });

  it.each([
    { compactAt: ['soon'] },
    { deafAt: ['9s..8s'] },
    { crashAt: [''] },
    { crashAt: ['soon'] },
    { crashAt: ['12s='] },
    { crashAt: ['12s=9'] },
    { crashAt: ['12s=SIGFOO'] },
    { crashAt: ['12s=toString'] },
    { signal: ['cpu_load=5'] },
    { signal: ['target.threads=-1'] },
    { crashAt: ['-1s'] },
    { exitAt: ['9s=256'] },
    { exitAt: ['9s=-1'] },
    { hangAt: ['5s..5s'] },
    { hangAt: ['..5s'] },
    { signal: ['cpu_load'] },
    { signal: ['cpu_load='] },
    { signal: ['cpu_load=NaN'] },
    { signal: ['cpu_load=0.9@'] },
    { signal: ['cpu_load=0.9@20s..10s'] },
    { signal: ['crashes=3'] },
    { signal: ['constructor=1'] },
    { signal: ['__proto__=1'] },
  ])('refuses %j', (words) => {
    const script = read(words);
    expect(script.ok ? [] : script.problems.map(({ code }) => code)).toEqual(['INVALID_SCRIPT']);
  });

  it('tells every wrong word at once, and has an end', () => {
    const both = read({ crashAt: ['soon'], signal: ['cpu_lod=1'] });
    expect(both.ok ? [] : both.problems.map(({ hint }) => hint)).toEqual([
      'Try --crash-at 12s.',
      'Did you mean "cpu_load"?',
    ]);
    const most = Array.from({ length: scriptWordsMax }, () => '1s');
    expect(read({ crashAt: most }).ok).toBe(true);
    expect(read({ crashAt: most, exitAt: ['1s'] }).ok).toBe(false);
  });
});
