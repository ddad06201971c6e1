/**
 * Documents for tests, read from YAML as a user writes it.
 */
import type { Problem, Result } from '../../../machines/kernel/problem.ts';
import type { TimelineOverrides } from '../../../machines/timeline/build.ts';
import { checkTimeline } from '../../../machines/timeline/check.ts';
import { loadExpressions } from '../../../machines/timeline/expression/load.ts';
import type { SourceDocument } from '../../../machines/timeline/source.ts';
import type { Timeline } from '../../../machines/timeline/timeline.ts';
import { readYaml } from '../../../runtime/formats/yaml.ts';

await loadExpressions();

export const someHash = `${'00c0ffee'}${'0'.repeat(56)}`;

export function documentOf(text: string): SourceDocument {
  const read = readYaml('t.yaml', text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

export function judge(text: string, overrides: TimelineOverrides = {}): Result<Timeline> {
  return checkTimeline(documentOf(text), overrides, someHash);
}

export function timelineOf(text: string, overrides: TimelineOverrides = {}): Timeline {
  const judged = judge(text, overrides);
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.value;
}

/** Each problem as `CODE path line:column`. */
export function complaints(text: string, overrides: TimelineOverrides = {}): readonly string[] {
  const judged = judge(text, overrides);
  return judged.ok ? [] : judged.problems.map(brief);
}

export function brief({ code, where }: Problem): string {
  return `${code} ${where?.path} ${where?.line}:${where?.column}`;
}

/** The seed's example of phase 1, to the letter. */
export const seedExample = `program: ./target/release/my-program
duration: 120s
tracks:
  - axis: cpu
    events:
      - at: 0s
        for: 30s
        intensity: light
      - at: 30s
        for: 30s
        intensity: heavy
  - axis: memory
    events:
      - at: 10s
        for: 40s
        intensity: medium
  - axis: disk
    events:
      - at: 60s
        for: 20s
        intensity: light
`;

/** The whole language, as the design shows it. */
export const wholeLanguage = `program: ./target/release/my-program
duration: 120s
seed: 42
target:
  pane: { cols: 100, rows: 30 }
  ready: { output: "listening on" }
  restart: on-crash
  stop: { signal: SIGTERM, grace: 5s }
  priority: polite
signals:
  latency_ms: { http: "http://127.0.0.1:8080/health", every: 500ms }
  queue:      { output: 'queue=(?<value>\\d+)' }
tracks:
  - axis: cpu
    events:
      - { id: spike-1, at: 0s, for: 20s, intensity: heavy }
      - { id: climb, at: 30s, for: 30s, intensity: { from: 10%, to: 90%, shape: ramp } }   # automation
  - axis: memory
    events:
      - id: memory-followup
        for: 30s
        intensity: medium
        start_when: { event: spike-1, outcome: crash }
        stop_when: { memory_pressure > 0.9 }
  - pane: "1"
    events:
      - { id: ask, at: 5s, inject: "status" }
events:
  - { id: late-disk, axis: disk, at: 60s, for: 20s, intensity: light }
chains:
  - spike-1 -> climb -> late-disk
  - spike-1[crash] -> memory-followup
constraints:
  bottleneck: memory
  subordinate:
    cpu:  { if: { memory_pressure > 0.8 }, action: { intensity: light } }
    disk: { if: "io_latency_ms > 50", action: pause }
expect:
  - crashes == 0
  - p95(latency_ms) < 200
  - recovered within 10s
limits: { memory: 80%, disk: 2GiB }
`;
