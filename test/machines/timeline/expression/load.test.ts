/** Goal: the language is there once it was loaded. Method: load it, twice, and compile. */
import { expect, test } from 'vitest';
import {
  compileExpression,
  loadExpressions,
} from '../../../../machines/timeline/expression/load.ts';
import { builtInSignals } from '../../../../machines/timeline/expression/signals.ts';

test('after loading an expression compiles', async () => {
  await Promise.all([loadExpressions(), loadExpressions()]);
  const scope = { signals: builtInSignals, eventIds: [], usualWindow: 10_000 };
  expect(compileExpression('cpu_load > 0.5', scope).ok).toBe(true);
});
