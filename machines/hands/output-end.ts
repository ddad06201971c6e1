/**
 * Where a portion of what a program printed ends, counted in bytes since somebody looks on.
 *
 * @spec kernel 7.6
 */
import type { PanePicture } from './pane-messages.ts';

type Output = Extract<PanePicture, { readonly is: 'pane.output' }>;

export function outputEnd({ from, dropped, data }: Omit<Output, 'is' | 'paneId'>): number {
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  return from + dropped + (data.length / 4) * 3 - padding;
}
