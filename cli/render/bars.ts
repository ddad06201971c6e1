/**
 * A lane drawn over the whole timeline: what is planned, what has played, and the playhead.
 */
import type { Palette } from './palette.ts';

export interface BarScale {
  readonly durationMs: number;
  readonly nowMs: number;
  readonly columns: number;
}

type Cell = 'rest' | 'planned' | 'played' | 'running' | 'skipped' | 'failed';

const glyphs: Readonly<Record<Cell, string>> = {
  rest: '·',
  planned: '░',
  played: '█',
  running: '█',
  skipped: '╌',
  failed: '×',
};
const playhead = '┃';

export type ClipState =
  | 'pending'
  | 'armed'
  | 'running'
  | 'stopping'
  | 'done'
  | 'skipped'
  | 'failed';

/** What of a clip, or of an input, is drawn. */
export interface BarPiece {
  readonly startMs: number;
  readonly endMs: number;
  readonly state: ClipState;
  readonly stoppedMs: number | null;
}

export function barOf(clips: readonly BarPiece[], scale: BarScale, palette: Palette): string {
  const { durationMs, nowMs, columns } = scale;
  const head = Math.min(columns - 1, Math.floor((Math.max(0, nowMs) / durationMs) * columns));
  let text = '';
  let run = '';
  let kind: Cell | 'head' = 'rest';
  for (let column = 0; column < columns; column += 1) {
    const next = column === head ? 'head' : cellAt(clips, column, scale);
    if (next !== kind) {
      text += painted(run, kind, palette);
      run = '';
      kind = next;
    }
    run += next === 'head' ? playhead : glyphs[next];
  }
  return text + painted(run, kind, palette);
}

/** A clip shorter than a column still takes one: what happens must be seen. */
function cellAt(clips: readonly BarPiece[], column: number, scale: BarScale): Cell {
  const { durationMs, nowMs, columns } = scale;
  const clip = clips.find(({ startMs, endMs }) => {
    const first = Math.floor((startMs / durationMs) * columns);
    const last = Math.max(first + 1, Math.round((endMs / durationMs) * columns));
    return column >= first && column < last;
  });
  if (!clip) return 'rest';
  if (clip.state === 'skipped') return 'skipped';
  if (clip.state === 'failed') return 'failed';
  const middleMs = ((column + 0.5) / columns) * durationMs;
  if (clip.state === 'done') return middleMs <= (clip.stoppedMs ?? nowMs) ? 'played' : 'planned';
  if (clip.state !== 'running' && clip.state !== 'stopping') return 'planned';
  return middleMs <= nowMs ? 'running' : 'planned';
}

function painted(run: string, kind: Cell | 'head', palette: Palette): string {
  switch (kind) {
    case 'head':
      return palette.strong(run);
    case 'running':
      return palette.active(run);
    case 'failed':
      return palette.bad(run);
    case 'skipped':
      return palette.doubtful(run);
    case 'played':
      return palette.good(run);
    default:
      return palette.faint(run);
  }
}
