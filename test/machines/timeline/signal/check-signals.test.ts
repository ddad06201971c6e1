/**
 * Goal: a signal that could not be asked, or that expressions could not name, is refused at its
 * place; the others are known to the expressions of the file.
 * Method: whole documents, judged as a user's file is.
 */
import { expect, it } from 'vitest';
import { everyMaxMs, signalsMax } from '../../../../machines/timeline/signal/user-signal.ts';
import { complaints, timelineOf } from '../documents.ts';

const head = 'program: p\nevents: [{ axis: cpu, at: 0s, for: 5s }]\nsignals:\n';
const found = (lines: string): readonly string[] => complaints(`${head}  ${lines}\n`);

it('reads every source, with defaults', () => {
  const text = `${head}  a: { http: "http://127.0.0.1:1/" }
  b: { tcp: 80, every: 1s }
  c: { output: 'queue=(?<value>\\d+)' }
  d: { command: [wc, -l, jobs] }
  e: { prometheus: { url: "http://localhost:9/metrics", metric: jobs, labels: { queue: mail } } }
`;
  expect(timelineOf(text).signals).toEqual([
    { name: 'a', everyMs: 500, source: { kind: 'http', url: 'http://127.0.0.1:1/' } },
    { name: 'b', everyMs: 1_000, source: { kind: 'tcp', port: 80 } },
    { name: 'c', everyMs: 500, source: { kind: 'output', pattern: 'queue=(?<value>\\d+)' } },
    { name: 'd', everyMs: 500, source: { kind: 'command', command: 'wc', args: ['-l', 'jobs'] } },
    {
      name: 'e',
      everyMs: 500,
      source: {
        kind: 'prometheus',
        url: 'http://localhost:9/metrics',
        metric: 'jobs',
        labels: { queue: 'mail' },
      },
    },
  ]);
  expect(timelineOf('program: p\nevents: [{ axis: cpu, at: 0s, for: 5s }]')).not.toHaveProperty(
    'signals',
  );
});

it('wants one source, of this machine', () => {
  expect(found('a: { every: 1s }')).toEqual(['SIGNAL_SOURCE signals.a 4:3']);
  expect(found('a: { tcp: 80, http: "http://127.0.0.1/" }')).toEqual([
    'SIGNAL_SOURCE signals.a 4:3',
  ]);
  expect(found('a: { http: "http://10.0.0.1/" }')).toEqual(['NOT_LOOPBACK signals.a.http 4:14']);
  expect(found('a: { prometheus: { url: "http://e.org/", metric: m } }')).toEqual([
    'NOT_LOOPBACK signals.a.prometheus.url 4:27',
  ]);
  expect(found('a: { command: [] }')).toEqual(['EMPTY_COMMAND signals.a.command 4:17']);
  expect(found('a: { prometheus: { url: "http://127.0.0.1/", metric: "m{}" } }')).toEqual([
    'INVALID_NAME signals.a.prometheus.metric 4:56',
  ]);
});

it('wants a pattern that names its figure', () => {
  expect(found("a: { output: '(?<value>' }")).toEqual(['INVALID_PATTERN signals.a.output 4:16']);
  expect(found("a: { output: 'n=(\\d+)' }")).toEqual([
    'PATTERN_WITHOUT_VALUE signals.a.output 4:16',
  ]);
  expect(found("a: { output: '(?<toString>x)' }")).toEqual([
    'PATTERN_WITHOUT_VALUE signals.a.output 4:16',
  ]);
});

it('wants names of their own, at most so many, not too often', () => {
  for (const name of ['cpu_load', 'event', 'avg', 'and', 'target', 'within']) {
    expect(found(`${name}: { tcp: 80 }`), name).toEqual([`NAME_TAKEN signals.${name} 4:3`]);
  }
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => `s${index}: { tcp: 80 }`).join('\n  ');
  expect(found(many(signalsMax))).toEqual([]);
  expect(found(many(signalsMax + 1))).toEqual(['TOO_MANY_SIGNALS signals 3:1']);
  expect(found('a: { tcp: 80, every: 99ms }')).toEqual(['INVALID_EVERY signals.a.every 4:24']);
  expect(found(`a: { tcp: 80, every: ${everyMaxMs + 1}ms }`)).toHaveLength(1);
  expect(found('a: { tcp: 80, every: 1h }')).toEqual([]);
});

it('makes signals known to expressions, and to "did you mean"', () => {
  const rules = (when: string) => `program: p
events: [{ axis: cpu, at: 0s, for: 5s }]
signals: { latency_ms: { tcp: 80 } }
constraints: { bottleneck: memory, subordinate: { cpu: { if: "${when}", action: pause } } }
`;
  expect(complaints(rules('latency_ms > 20'))).toEqual([]);
  expect(complaints(rules('latency_ms >= 0'))).toEqual([
    'CONDITION_CONSTANT constraints.subordinate.cpu.if 4:63',
  ]);
  expect(complaints(rules('latency > 20'))).toEqual([
    'UNKNOWN_SIGNAL constraints.subordinate.cpu.if 4:63',
  ]);
});
