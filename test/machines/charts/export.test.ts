/**
 * Goal: every machine comes as text in every format. Method: the first words of each.
 */
import { expect, it } from 'vitest';
import { machineNames } from '../../../machines/charts/catalogue.ts';
import { exportMachine, textFormats } from '../../../machines/charts/export.ts';

it.each(machineNames)('%s', (name) => {
  const [json, mermaid] = textFormats.map((format) => exportMachine(name, format));
  expect(JSON.parse(json ?? '').id).toBe(name);
  expect(mermaid).toMatch(/^stateDiagram-v2\n/);
});

it('refuses a name that is none', () => {
  expect(() => exportMachine('panes' as 'pane', 'json')).toThrow(RangeError);
});
