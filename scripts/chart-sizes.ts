/**
 * Sizes of a drawn chart, in pixels. No font is measured: characters of a fixed-width font all have
 * the same width, and titles are reckoned wider than any usual font draws them.
 */
import type { Row } from './chart-labels.ts';

export const fonts = {
  title: { size: 13, line: 30, charWidth: 8 },
  row: { size: 11, line: 15, charWidth: 6.7 },
  heading: { size: 18, charWidth: 11 },
  purpose: { size: 12, charWidth: 7 },
} as const;

export const paddings = {
  page: 20,
  heading: 52,
  region: 18,
  box: 12,
  rows: 8,
  label: 4,
  start: 12,
  leafMin: 56,
} as const;

export function widthOfTitle(text: string): number {
  return [...text].length * fonts.title.charWidth;
}

export function widthOfRows(rows: readonly Row[]): number {
  return Math.max(0, ...rows.map(({ text }) => [...text].length)) * fonts.row.charWidth;
}
