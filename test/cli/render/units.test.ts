/**
 * Goal: figures read as people write them, at the borders of the units too.
 * Method: a table by hand.
 */
import { expect, it } from 'vitest';
import {
  bytesText,
  countText,
  doseText,
  lengthText,
  offsetText,
  shareText,
} from '../../../cli/render/units.ts';

const mebibyte = 1024 * 1024;

it.each([
  [bytesText(0), '0 B'],
  [bytesText(999), '999 B'],
  [bytesText(1000), '0.98 KiB'],
  [bytesText(512 * mebibyte), '512 MiB'],
  [bytesText(1.5 * 1024 * mebibyte), '1.5 GiB'],
  [bytesText(498.4 * mebibyte), '498 MiB'],
  [doseText(74.83, 'percent'), '74.8 %'],
  [doseText(100, 'percent'), '100 %'],
  [doseText(0.304, 'percent'), '0.3 %'],
  [doseText(3.2 * mebibyte, 'bytes/s'), '3.2 MiB/s'],
  [doseText(64, 'threads'), '64 threads'],
  [offsetText(12_000), '+12.0s'],
  [offsetText(0.3), '+0.0s'],
  [offsetText(-690), '-0.7s'],
  [lengthText(0.3), '0.3 ms'],
  [lengthText(250), '250 ms'],
  [lengthText(999.6), '1.0 s'],
  [lengthText(12_000), '12.0 s'],
  [lengthText(125_000), '2 min 05 s'],
  [lengthText(5_400_000), '1 h 30 min'],
  [shareText(null), '-'],
  [shareText(0.834), '83 %'],
  [countText(1, 'crash', 'crashes'), '1 crash'],
  [countText(2, 'crash', 'crashes'), '2 crashes'],
])('%s', (shown, expected) => {
  expect(shown).toBe(expected);
});
