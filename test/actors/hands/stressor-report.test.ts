/**
 * Goal: a line is a report or it is refused; nothing half of one is believed.
 * Method: one report of each kind, and each with one field missing or of another kind.
 */
import { expect, it } from 'vitest';
import { readReport } from '../../../actors/hands/stressor-report.ts';
import type { StressorReport } from '../../../stressors/protocol.ts';

const dose = { asked: 1, delivered: 0.5, detail: { fsyncs: 3 } };
const reports: readonly StressorReport[] = [
  { is: 'ready', pid: 7 },
  { is: 'armed', atMs: 1.5 },
  { is: 'started', atMs: 2 },
  { is: 'measured', atMs: 3, asked: 1, delivered: 2 },
  { is: 'limited', atMs: 4, reason: 'a limit' },
  { is: 'ended', atMs: 5, dose, aftermath: 'spent' },
  { is: 'failed', atMs: 6, reason: 'it broke', aftermath: 'hung' },
];

it.each(reports)('reads $is, and nothing that lacks a field of it', (report) => {
  expect(readReport(JSON.stringify(report))).toEqual(report);
  for (const name of Object.keys(report)) {
    expect(readReport(JSON.stringify({ ...report, [name]: undefined }))).toBe(null);
    expect(readReport(JSON.stringify({ ...report, [name]: [] }))).toBe(null);
  }
});

it.each([
  ['no JSON', 'armed'],
  ['no object', '[1]'],
  ['no known kind', '{"is":"constructor"}'],
  ['a figure that is none', '{"is":"armed","atMs":"1"}'],
  ['a dose without its account', '{"is":"ended","atMs":1,"dose":{"asked":1},"aftermath":"idle"}'],
])('refuses %s', (_name, line) => {
  expect(readReport(line)).toBe(null);
});
