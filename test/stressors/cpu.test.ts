/** Goal: a burner burns what is owed and else sleeps shortly. Method: properties of its turns. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuTurn } from '../../stressors/cpu.ts';

test('no turn is longer than 5 ms, so that adjust and stop are seen promptly', () => {
  const debt = fc.double({ min: -1000, max: 1000, noNaN: true });
  fc.assert(
    fc.property(debt, fc.double({ min: 0, max: 64, noNaN: true }), (debtMs, rate) => {
      const turn = cpuTurn(debtMs, rate);
      expect(turn.kind).toBe(debtMs >= 0.5 ? 'burn' : 'nap');
      expect(turn.ms).toBeGreaterThan(0);
      expect(turn.ms).toBeLessThanOrEqual(turn.kind === 'burn' ? Math.min(2, debtMs) : 5);
    }),
  );
});
