/** Goal: the dose tables keep their laws. Method: every table of every axis is looked at. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { axes, doseOf, doseUnits } from '../../machines/timeline/axis.ts';
import { levels } from '../../machines/timeline/level.ts';
import { doseTables } from '../../stressors/doses.ts';
import { loads } from '../../stressors/loads.ts';

const host = {
  os: 'linux',
  kernel: '6',
  cpus: 2,
  memoryBytes: 8e9,
  memoryAvailableBytes: 8e9,
  diskBytes: 1e12,
  diskFreeBytes: 1e12,
};

describe.each(axes)('axis %s', (axis) => {
  const table = doseTables[axis];

  test('its id is the name of its file and of its threads', () => {
    expect(table.axis).toBe(axis);
    expect(loads[axis].doses).toBe(table);
    for (const folder of ['', 'workers/']) {
      const file = new URL(`../../stressors/${folder}${axis}.ts`, import.meta.url);
      expect(existsSync(file)).toBe(true);
    }
  });

  test('its doses grow strictly, and 100 % is at least extreme', () => {
    const doses = levels.map((level) => doseOf(level, table, host).from);
    expect(doses).toEqual([...new Set(doses)].sort((a, b) => a - b));
    expect(doses[0]).toBeGreaterThan(0);
    expect(table.full).toBeGreaterThanOrEqual(table.extreme);
    expect(table.unit).toBe(doseUnits[axis]);
  });

  test('its load has threads for any dose and names for what it measures', () => {
    for (const level of levels) {
      expect(loads[axis].threads(doseOf(level, table, host).from, 2)).toBeGreaterThan(0);
    }
    expect(loads[axis].details.length).toBeLessThanOrEqual(8);
    expect(new Set(loads[axis].details).size).toBe(loads[axis].details.length);
  });
});
