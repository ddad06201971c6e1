/**
 * The assault report of panic-attack, field by field as its own readers load it. What ours does
 * not do, such as static analysis, stays honestly empty.
 *
 * @spec timeline reporting
 */
import { z } from 'zod';
import { axes } from '../timeline/axis.ts';

const count = z.number().int().nonnegative();

export const durationSchema = z
  .object({ secs: count, nanos: count.max(999_999_999) })
  .describe("A length of time as Rust's Duration is written.");

export const assaultLevels = ['Light', 'Medium', 'Heavy', 'Extreme'] as const;
export type AssaultLevel = (typeof assaultLevels)[number];

const axis = z.enum(axes);

const assailSchema = z
  .object({
    program_path: z.string(),
    language: z.string().describe('"unknown": the source is not analysed.'),
    frameworks: z.array(z.string()),
    weak_points: z.array(z.unknown()),
    statistics: z.object({
      total_lines: count,
      unsafe_blocks: count,
      panic_sites: count,
      unwrap_calls: count,
      allocation_sites: count,
      io_operations: count,
      threading_constructs: count,
    }),
    file_statistics: z.array(z.unknown()),
    recommended_attacks: z.array(axis),
    dependency_graph: z.object({ edges: z.array(z.unknown()) }),
    taint_matrix: z.object({ rows: z.array(z.unknown()) }),
  })
  .describe('Static analysis, which ambush does not do: every field is there, and empty.');

const crashSchema = z.object({
  timestamp: z.string().describe('RFC 3339, when the end was noticed.'),
  signal: z.string().nullable().describe('Name from the wait status; null for an exit status.'),
  backtrace: z.string().nullable().describe('Always null: none is taken.'),
  stderr: z.string().describe('The last part of its standard error, redacted.'),
  stdout: z.string().describe('The last part of its output, redacted.'),
});

const attackSchema = z.object({
  program: z.string(),
  axis,
  success: z
    .boolean()
    .describe('Stress ran on this axis, and neither a crash nor a hang came of it.'),
  skipped: z.boolean().describe('No event of this axis ever started.'),
  skip_reason: z.string().optional(),
  exit_code: z
    .number()
    .int()
    .nullable()
    .describe('Exit status with which the target ended under this axis; else null.'),
  duration: durationSchema.describe('Time in which stress of this axis was on.'),
  peak_memory: count.describe('Largest resident size of the target that was seen then, in bytes.'),
  crashes: z.array(crashSchema),
  signatures_detected: z.array(z.unknown()).describe('Always empty: ambush does not guess bugs.'),
});

const timelineSchema = z.object({
  duration: durationSchema.describe('Planned length of the timeline.'),
  events: z.array(
    z.object({
      id: z.string(),
      axis,
      start_offset: durationSchema.describe('Actual where it started, else planned.'),
      duration: durationSchema.describe('Actual where it started, else planned.'),
      intensity: z.enum(assaultLevels).describe('The nearest level; the exact one is in args.'),
      args: z.array(z.string()),
      peak_memory: count.optional(),
      ran: z.boolean().describe('It ran whole: not skipped, not failed, not cut short.'),
    }),
  ),
});

/** The fields of the original, to which the report adds its own part. */
export const assaultFields = {
  schema_version: z.literal('2.5').describe('Version of the assault report.'),
  assail_report: assailSchema,
  attack_results: z.array(attackSchema).describe('One for each axis that the timeline uses.'),
  total_crashes: count,
  total_signatures: count,
  overall_assessment: z.object({
    robustness_score: z
      .number()
      .min(0)
      .max(100)
      .describe(
        'Percent of the planned stress time that the target is known to have survived under ' +
          'enough of a dose, less 10 for each crash or hang; 100 only for the verdict pass.',
      ),
    critical_issues: z.array(z.string()),
    recommendations: z.array(z.string()),
  }),
  timeline: timelineSchema,
} as const;

/** The static part, which nothing here makes: present, as readers expect it, and empty. */
export function emptyAssail(program: string): z.infer<typeof assaultFields.assail_report> {
  return {
    program_path: program,
    language: 'unknown',
    frameworks: [],
    weak_points: [],
    statistics: {
      total_lines: 0,
      unsafe_blocks: 0,
      panic_sites: 0,
      unwrap_calls: 0,
      allocation_sites: 0,
      io_operations: 0,
      threading_constructs: 0,
    },
    file_statistics: [],
    recommended_attacks: [],
    dependency_graph: { edges: [] },
    taint_matrix: { rows: [] },
  };
}
