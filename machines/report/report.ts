/**
 * The report of a run: a superset of the assault report, with the run's own part under the key
 * `ambush`. Readers of the original load it; readers of ours look under the key.
 *
 * @spec timeline reporting
 */
import { z } from 'zod';
import type { TargetLife } from '../hands/messages.ts';
import { envelopeSchema } from '../kernel/envelope.ts';
import type { Axis, DoseTables, HostFacts } from '../timeline/axis.ts';
import type { Plan } from '../timeline/timeline.ts';
import { ambushPartSchema } from './ambush.ts';
import { assaultFields } from './assault.ts';

export const reportSchema = z
  .object({ ...assaultFields, ambush: ambushPartSchema })
  .meta({ title: 'Ambush report', description: 'A superset of the assault report 2.5.' });

export type Report = z.infer<typeof reportSchema>;
export type AssaultPart = Omit<Report, 'ambush'>;

/** Which way of making stress was chosen for an axis, and why. */
export interface BackendChoice {
  readonly axis: Axis;
  readonly backend: string;
  readonly why: string;
}

/** What is known before anything happens. */
export interface ReportInput {
  readonly plan: Plan;
  readonly facts: HostFacts;
  readonly backends: readonly BackendChoice[];
  /** For naming the level that is nearest to a percentage. */
  readonly doses: DoseTables;
  /** What `--source` named. */
  readonly source?: string;
}

/** The output of a life is a body, which no log holds; a report made of a log alone has none. */
export type OutputTails = Pick<TargetLife, 'life' | 'outputTail' | 'stderrTail'>;

/** JSON Schema (draft 2020-12). Open to more keys, as readers should be. */
export function reportJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(reportSchema, { io: 'input' });
}

/** JSON Schema of what everyone says. */
export function envelopeJsonSchema(): Readonly<Record<string, unknown>> {
  const titled = envelopeSchema.meta({
    title: 'Ambush envelope',
    description: 'The one shape of everything that anyone says.',
  });
  return z.toJSONSchema(titled, { io: 'input' });
}
