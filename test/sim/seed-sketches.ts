/**
 * The sketches of phases 2 and 3 of the seed, letter by letter; where one is a fragment, in the
 * smallest file that it can stand in. Played on the simulated host and for real.
 *
 * @spec timeline phase 2, phase 3
 */
export interface Sketch {
  readonly name: string;
  /** As the seed has it. */
  readonly verbatim: string;
  /** A whole file with it; the head names the program. */
  readonly file: (verbatim: string) => string;
  /** What a rehearsal is told, so that it comes to what the sketch is about. */
  readonly script: readonly string[];
  /** Who starts in consequence; null for a sketch that starts nobody. */
  readonly starts: string | null;
  /** An event of the log that shows that it worked. */
  readonly shows: string;
  /** For real, the program crashes a moment after its start. */
  readonly crashes: boolean;
}

const cpu = '  - { id: burn, axis: cpu, at: 0s, for: 20s, intensity: extreme }\n';

export const sketches: readonly Sketch[] = [
  {
    name: 'start_when crashes',
    verbatim: 'start_when: { crashes >= 1 }',
    file: (line) =>
      `events:\n  - { id: spike, axis: cpu, at: 0s, for: 20s, intensity: light }\n  - id: followup\n    axis: cpu\n    for: 20s\n    ${line}\n`,
    ...{ script: ['--crash-at', '5s'], starts: 'followup', shows: 'condition.met', crashes: true },
  },
  {
    name: 'start_when cpu_load',
    verbatim: 'start_when: { cpu_load > 0.7 }',
    file: (line) =>
      `events:\n${cpu}  - id: followup\n    axis: network\n    intensity: light\n    for: 20s\n    ${line}\n`,
    script: ['--signal', 'cpu_load=0.9@3s..9s'],
    ...{ starts: 'followup', shows: 'condition.met', crashes: false },
  },
  {
    name: 'eventA -> eventB',
    verbatim: 'eventA -> eventB',
    file: (chain) =>
      `events:\n  - { id: eventA, axis: time, at: 0s, for: 1s, intensity: light }\n  - { id: eventB, axis: time, for: 1s, intensity: light }\nchains: ["${chain}"]\n`,
    ...{ script: [], starts: 'eventB', shows: 'condition.met', crashes: false },
  },
  {
    name: 'the conceptual schema',
    verbatim: `events:
  - id: spike-1
    axis: cpu
    at: 0s
    for: 20s
    intensity: heavy
  - id: memory-followup
    axis: memory
    for: 30s
    intensity: medium
    start_when:
      event: spike-1
      outcome: crash
`,
    file: (events) => events,
    script: ['--crash-at', '12s'],
    ...{ starts: 'memory-followup', shows: 'condition.met', crashes: true },
  },
  {
    name: 'the constraint',
    verbatim: `constraints:
  bottleneck: memory
  subordinate:
    cpu:
      if: { memory_pressure > 0.8 }
      action: { intensity: light }
`,
    file: (constraints) => `events:\n${cpu}${constraints}`,
    script: ['--signal', 'memory_pressure=0.9@3s..9s'],
    ...{ starts: null, shows: 'constraint.identified', crashes: false },
  },
];

/** `command` is an array of words. */
export function fileOf({ file, verbatim }: Sketch, command: readonly string[]): string {
  const [program, ...args] = command;
  const head = `program: ${JSON.stringify({ command: program, args })}\nduration: 60s\nseed: 1\n`;
  return `${head}${file(verbatim)}`;
}
