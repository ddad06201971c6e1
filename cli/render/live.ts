/**
 * The live screen as lines of text: a pure function of the view, the time and the width.
 *
 * @spec timeline execution semantics
 */
import { barOf } from './bars.ts';
import { constraintLine } from './constraint.ts';
import { paneLines, paneRowsOf } from './live-inputs.ts';
import type { ClipView, LiveView, TrackView } from './live-view.ts';
import type { Palette } from './palette.ts';
import { cut, pad, printable, widthOf } from './printable.ts';
import { bytesText, countText, doseText, lengthText, shareText } from './units.ts';

export interface LiveFrame {
  readonly nowMs: number;
  readonly columns: number;
  /** Rows of the terminal; lanes beyond them are counted, not drawn. */
  readonly rows: number;
  readonly palette: Palette;
}

/** Columns of the parts of a track's line; the bar takes what is left. */
const idMax = 16;
const leftColumns = 9;
const doseColumns = 21;
const barMin = 10;
/** Lines besides the tracks: title, target, host, and one for the cursor. */
const fixedRows = 4;

export function liveLines(view: LiveView, frame: LiveFrame): readonly string[] {
  const columns = Math.max(1, frame.columns - 1);
  const others = paneRowsOf(view.pane) + (view.constraint === null ? 0 : 1);
  const shown = Math.max(1, frame.rows - fixedRows - others);
  const fits = view.tracks.length <= shown;
  const tracks = fits ? view.tracks : busiestFirst(view.tracks).slice(0, Math.max(0, shown - 1));
  const lanes = [...view.tracks.map(({ name }) => name), ...(view.pane?.lanes ?? [])];
  const names = ['target', ...lanes.map(printable)];
  const nameColumns = Math.min(14, Math.max(...names.map(widthOf)));
  const more = view.tracks.length - tracks.length;
  return [
    titleLine(view, frame, columns),
    ...tracks.map((track) => trackLine(track, view, frame, { columns, nameColumns })),
    ...(more > 0 ? [frame.palette.faint(`  and ${countText(more, 'more lane')}`)] : []),
    ...(view.pane === null
      ? []
      : paneLines(view.pane, { ...frame, durationMs: view.durationMs, columns, nameColumns })),
    targetLine(view, frame, { columns, nameColumns }),
    ...(view.constraint === null
      ? []
      : [cut(`${pad('drum', nameColumns)} ${constraintLine(view.constraint)}`, columns)]),
    hostLine(view, frame, { columns, nameColumns }),
  ];
}

function titleLine(view: LiveView, { nowMs, palette }: LiveFrame, columns: number): string {
  const now = Math.min(Math.max(0, nowMs), view.durationMs);
  const progress = {
    waiting: 'waiting for the target',
    playing: `${lengthText(now)} of ${lengthText(view.durationMs)}`,
    recovering: 'waiting for the target to be well',
    stopping: 'stopping',
    ended: 'over',
  }[view.phase];
  const right = `${progress}  seed ${view.seed}`;
  const left = cut(`ambush  ${printable(view.target.program)}`, columns - widthOf(right) - 2);
  const gap = ' '.repeat(Math.max(2, columns - widthOf(left) - widthOf(right)));
  return cutTo(`${palette.strong(left)}${gap}${palette.faint(right)}`, left + gap + right, columns);
}

interface Layout {
  readonly columns: number;
  readonly nameColumns: number;
}

function trackLine(track: TrackView, view: LiveView, frame: LiveFrame, layout: Layout): string {
  const { palette, nowMs } = frame;
  const ids = track.clips.map((clip) => widthOf(printable(clip.id)));
  const idColumns = Math.min(idMax, Math.max(6, ...ids));
  const room = layout.columns - layout.nameColumns - 1;
  const name = pad(printable(track.name), layout.nameColumns);
  const tail = idColumns + leftColumns + doseColumns + 3;
  const bar = (columns: number) =>
    barOf(track.clips, { durationMs: view.durationMs, nowMs, columns }, palette);
  if (room < 1) return cut(name, layout.columns);
  if (room - tail < barMin) return `${name} ${bar(room)}`;
  const clip = currentClip(track);
  const texts = [
    pad(clip ? printable(clip.id) : '', idColumns),
    pad(clip ? leftText(clip, nowMs) : 'over', leftColumns, 'right'),
    pad(clip ? doseOfClip(clip) : '', doseColumns, 'right'),
  ]
    .join(' ')
    .trimEnd();
  const live = clip?.state === 'running' || clip?.state === 'stopping';
  return `${name} ${bar(room - tail)} ${live ? texts : palette.faint(texts)}`;
}

/** The clip that plays, else the next that will. */
function currentClip(track: TrackView): ClipView | undefined {
  const playing = track.clips.find((clip) => clip.state === 'running' || clip.state === 'stopping');
  if (playing) return playing;
  const waiting = track.clips.filter((clip) => clip.state === 'pending' || clip.state === 'armed');
  return waiting.sort((one, other) => one.startMs - other.startMs)[0];
}

function leftText(clip: ClipView, nowMs: number): string {
  if (clip.state === 'stopping') return 'stopping';
  const live = clip.state === 'running';
  const leftMs = Math.max(0, (live ? clip.endMs : clip.startMs) - nowMs);
  const text = leftMs < 99_950 ? `${(leftMs / 1000).toFixed(1)} s` : lengthText(leftMs);
  return live ? text : `in ${text}`.replace(' min ', 'm').replace(' s', 's');
}

function doseOfClip(clip: ClipView): string {
  const { unit, from, to } = clip.dose;
  if (clip.asked === null || clip.delivered === null) {
    return from === to ? doseText(from, unit) : `${doseText(from, unit)} to ${doseText(to, unit)}`;
  }
  const delivered = doseText(clip.delivered, unit);
  const asked = doseText(clip.asked, unit);
  const [figure, ...rest] = asked.split(' ');
  const sameUnit = delivered.endsWith(` ${rest.join(' ')}`);
  return `${delivered.replace(sameUnit ? ` ${rest.join(' ')}` : '', '')} / ${sameUnit ? `${figure} ${rest.join(' ')}` : asked}`;
}

function targetLine(view: LiveView, { palette }: LiveFrame, layout: Layout): string {
  const { target } = view;
  const facts = [
    target.pid === null ? '' : `pid ${target.pid}`,
    target.life > 1 ? `life ${target.life}` : '',
    target.cpu === null ? '' : `cpu ${shareText(target.cpu)}`,
    target.rssBytes === null ? '' : `memory ${bytesText(target.rssBytes)}`,
    target.crashes > 0 ? countText(target.crashes, 'crash', 'crashes') : '',
  ].filter((fact) => fact !== '');
  const state = target.mood === 'bad' ? palette.bad(target.state) : palette.good(target.state);
  const head = `${pad('target', layout.nameColumns)} `;
  const rest = facts.length > 0 ? `  ${facts.join('  ')}` : '';
  return cutTo(`${head}${state}${rest}`, `${head}${target.state}${rest}`, layout.columns);
}

function hostLine(view: LiveView, { palette }: LiveFrame, layout: Layout): string {
  const { host } = view;
  const facts = host
    ? [
        `cpu ${shareText(host.cpuLoad)}`,
        `memory ${shareText(host.memoryUsed)}`,
        ...(host.ioPressure === null ? [] : [`waiting for i/o ${shareText(host.ioPressure)}`]),
      ]
    : ['no figures yet'];
  const text = `${pad('host', layout.nameColumns)} ${facts.join('  ')}`;
  return palette.faint(cut(text, layout.columns));
}

function busiestFirst(tracks: readonly TrackView[]): readonly TrackView[] {
  const order = (track: TrackView): number => {
    const clip = currentClip(track);
    if (!clip) return Number.POSITIVE_INFINITY;
    return clip.state === 'running' || clip.state === 'stopping' ? -1 : clip.startMs;
  };
  return tracks.toSorted((one, other) => order(one) - order(other));
}

/** The painted line where it fits, else its plain text, cut. */
function cutTo(painted: string, text: string, columns: number): string {
  return widthOf(text) <= columns ? painted : cut(text, columns);
}
