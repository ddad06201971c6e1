/**
 * A timeline as `ambush plan` draws it on a host that never changes.
 */
import { plain } from '../../../cli/render/palette.ts';
import { planText } from '../../../cli/render/plan.ts';
import { loadExpressions } from '../../../machines/timeline/expression/load.ts';
import { forecastOf } from '../../../machines/timeline/forecast.ts';
import { planTimeline } from '../../../machines/timeline/plan.ts';
import { simulatedFacts as facts } from '../../../runtime/host/simulated-host.ts';
import { doseTables } from '../../../stressors/doses.ts';
import { timelineOf } from '../../machines/timeline/documents.ts';

/** A host without pressure files. */
const reading = { cpuBusyMs: 1, cpuTotalMs: 2, memoryTotalBytes: 4, memoryAvailableBytes: 2 };
const scratch = { ringMaxBytes: 2 ** 28, diskFloorShare: 0.1 };

await loadExpressions();

export function draw(text: string, columns: number, palette = plain): string {
  const plan = planTimeline(timelineOf(text), doseTables, facts, 'hash');
  const forecast = forecastOf(plan, { facts, reading, scratch });
  return planText({ plan, facts, forecast, columns, palette });
}
