/**
 * A statechart as text for other programs.
 *
 * @spec timeline phase 1
 */
import { type MachineName, machineOf } from './catalogue.ts';
import { chartJson } from './json.ts';
import { chartMermaid } from './mermaid.ts';

/** What can be made of a machine anywhere; the drawn SVG is a file of the package. */
export const textFormats = ['json', 'mermaid'] as const;
export type TextFormat = (typeof textFormats)[number];

/**
 * The machine as text that ends with a line break. `json`: the config for
 * `createMachine(JSON.parse(text)).provide(…)`, with what to provide in `meta.needs`. `mermaid`: a
 * `stateDiagram-v2`.
 *
 * @throws RangeError for a name that is none.
 */
export function exportMachine(name: MachineName, format: TextFormat): string {
  const machine = machineOf(name);
  return format === 'json' ? chartJson(machine) : chartMermaid(machine);
}
