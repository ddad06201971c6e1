/**
 * Goal: all problems come at once, in the order of the file; what is right is accepted.
 * Method: the texts of the seed and of the neighbours, bad files, and random documents.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../machines/kernel/problem.ts';
import { checkTimeline, inOrder, problemsMax } from '../../../machines/timeline/check.ts';
import type { SourceNode } from '../../../machines/timeline/source.ts';
import {
  complaints,
  judge,
  seedExample,
  someHash,
  timelineOf,
  wholeLanguage,
} from './documents.ts';

describe('what is right', () => {
  it('takes the whole language', () => {
    expect(complaints(wholeLanguage)).toEqual([]);
  });

  it("takes the seed's example to the letter", () => {
    const { events, durationMs } = timelineOf(seedExample);
    expect(durationMs).toBe(120_000);
    expect(
      events.map(({ id, startMs, durationMs: lasts, intensity }) => [
        id,
        startMs,
        lasts,
        intensity,
      ]),
    ).toEqual([
      ['cpu-1', 0, 30_000, 'light'],
      ['cpu-2', 30_000, 30_000, 'heavy'],
      ['memory-1', 10_000, 40_000, 'medium'],
      ['disk-1', 60_000, 20_000, 'light'],
    ]);
  });

  it('takes what panic-attack takes: any case, blanks, numbers as text, no program, no id', () => {
    const text = `duration: "90"
tracks:
  - axis: " CPU "
    events:
      - { at: "0", for: "1.5", intensity: " Heavy ", args: ["--x", "y"] }
      - { at: 2m, for: 500ms }
  - axis: Concurrency
    events: [{ id: "Burst no. 1", at: 1h, for: 1s, intensity: EXTREME }]
`.replace('duration: "90"\n', '');
    expect(timelineOf(text, { program: './x' }).events).toMatchObject([
      { id: 'cpu-1', axis: 'cpu', durationMs: 1_500, intensity: 'heavy', args: ['--x', 'y'] },
      { id: 'cpu-2', startMs: 120_000, durationMs: 500, intensity: 'medium' },
      { id: 'Burst no. 1', axis: 'concurrency', intensity: 'extreme' },
    ]);
  });
});

describe('what is wrong', () => {
  it('is told all at once, in the order of the file', () => {
    expect(
      complaints(`duration: 60s
sede: 3
tracks:
  - axis: cppu
    events:
      - { id: a, at: 0s, for: 0s, intensity: hevy }
      - { id: a, at: 50s, for: 20s, intensty: heavy }
events: [{ at: 1s }]
`),
    ).toEqual([
      'MISSING_KEY program 1:1',
      'UNKNOWN_KEY sede 2:1',
      'UNKNOWN_AXIS tracks[0].axis 4:11',
      'INVALID_DURATION tracks[0].events[0].for 6:31',
      'UNKNOWN_INTENSITY tracks[0].events[0].intensity 6:46',
      'DUPLICATE_ID tracks[0].events[1].id 7:15',
      'EVENT_PAST_DURATION tracks[0].events[1].for 7:32',
      'UNKNOWN_KEY tracks[0].events[1].intensty 7:37',
      'MISSING_KEY events[0].axis 8:10',
      'MISSING_KEY events[0].for 8:10',
    ]);
  });

  it.each([
    [{ program: '' }, 'EMPTY_TEXT program'],
    [{ program: 'a\0b' }, 'INVALID_TEXT program'],
    [{ args: ['ok', 'a\0'] }, 'INVALID_TEXT args[1]'],
    [{ seed: -1 }, 'INVALID_SEED seed'],
    [{ seed: Number.NaN }, 'INVALID_SEED seed'],
  ])('is looked for on the command line too: %j', (overrides, problem) => {
    const judged = judge('program: p\nevents: [{ axis: cpu, at: 0, for: 1 }]', overrides);
    const found = judged.ok ? [] : judged.problems.map((p) => `${p.code} ${p.where?.path}`);
    expect(found).toEqual([problem]);
  });

  it('is counted, not listed, beyond a thousand', () => {
    const problems = Array.from({ length: problemsMax + 5 }, (_, line): Problem => {
      return { code: 'A', message: `${line}`, where: { line: line + 1, column: 1 } };
    });
    const told = inOrder([...problems, ...problems].reverse());
    expect(told).toHaveLength(problemsMax + 1);
    expect(told[0]?.message).toBe('0');
    expect(told.at(-1)).toMatchObject({ code: 'TOO_MANY_PROBLEMS', where: { line: 1_001 } });
    expect(told.at(-1)?.message).toContain('5 more');
  });
});

describe('whatever the document is', () => {
  const at = { line: 1, column: 1 };
  const keys = [
    'program',
    'tracks',
    'events',
    'target',
    'axis',
    'at',
    'for',
    'id',
    'intensity',
    'ready',
    'pane',
    'start_when',
    'limits',
    'x',
  ];
  const { node } = fc.letrec<{ node: SourceNode }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc
        .oneof(
          fc.string(),
          fc.double(),
          fc.boolean(),
          fc.constant(null),
          fc.constantFrom('cpu', '1s', 'heavy'),
        )
        .map((value): SourceNode => ({ kind: 'scalar', at, value, text: String(value) })),
      fc
        .array(tie('node'), { maxLength: 4 })
        .map((items): SourceNode => ({ kind: 'sequence', at, items })),
      fc
        .dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), tie('node'), { maxKeys: 6 })
        .map(
          (entries): SourceNode => ({
            kind: 'mapping',
            at,
            entries: new Map(
              Object.entries(entries).map(([key, value]) => [key, { keyAt: at, value }]),
            ),
          }),
        ),
    ),
  }));

  it('is judged without a throw, and a problem always has a place and a hint', () => {
    fc.assert(
      fc.property(node, (root) => {
        fc.pre(root.kind === 'mapping');
        if (root.kind !== 'mapping') return;
        const judged = checkTimeline({ name: 'r.yaml', root, problems: [] }, {}, someHash);
        if (judged.ok) return;
        expect(judged.problems.length).toBeGreaterThan(0);
        for (const { message, where, hint } of judged.problems) {
          expect(message).toMatch(/^(Expected|`)[^\n]*\.$/s);
          expect(where?.line).toBe(1);
          expect(hint).toMatch(/\S/);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
