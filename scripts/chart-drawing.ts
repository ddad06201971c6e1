/**
 * A laid-out chart as SVG, in plain shapes with absolute places. It follows the reader's light or
 * dark mode by itself and needs no font of its own.
 */
import type { Box, Label, Layout, Line, Point } from './chart-layout.ts';
import { fonts, paddings } from './chart-sizes.ts';

/** Corners of arrows are rounded by so much, where there is room. */
const bendRadius = 7;

const style = `
    svg { color-scheme: light dark; }
    .page { fill: #ffffff; }
    .region { fill: #f6f8fa; stroke: #d0d7de; }
    .compound { fill: #f6f8fa; stroke: #8c959f; }
    .state { fill: #ffffff; stroke: #57606a; stroke-width: 1.25; }
    .final { fill: none; stroke: #57606a; }
    .rule { stroke: #d0d7de; }
    .line { fill: none; stroke: #57606a; stroke-width: 1.25; }
    .tip, .start { fill: #57606a; }
    .plate { fill: #ffffff; fill-opacity: 0.94; }
    .inner .plate { fill: #f6f8fa; }
    text { font-family: ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
    .title { font-size: ${fonts.title.size}px; font-weight: 600; }
    .heading { font-size: ${fonts.heading.size}px; font-weight: 700; }
    .purpose { font-size: ${fonts.purpose.size}px; fill: #59636e; }
    .row { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: ${fonts.row.size}px; white-space: pre; }
    .event { fill: #0550ae; }
    .wait { fill: #953800; }
    .effect { fill: #59636e; }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117; }
      .region { fill: #151b23; stroke: #3d444d; }
      .compound { fill: #151b23; stroke: #656c76; }
      .state { fill: #0d1117; stroke: #9198a1; }
      .final { stroke: #9198a1; }
      .rule { stroke: #3d444d; }
      .line { stroke: #9198a1; }
      .tip, .start { fill: #9198a1; }
      .plate { fill: #0d1117; }
      .inner .plate { fill: #151b23; }
      text { fill: #f0f6fc; }
      .purpose, .effect { fill: #9198a1; }
      .event { fill: #79c0ff; }
      .wait { fill: #ffa657; }
    }
  `;

export interface Caption {
  readonly name: string;
  readonly purpose: string;
}

export function drawChart(layout: Layout, { name, purpose }: Caption): string {
  const { page, heading } = paddings;
  const needed = Math.max(
    name.length * fonts.heading.charWidth,
    purpose.length * fonts.purpose.charWidth,
  );
  const width = Math.ceil(Math.max(layout.width, needed + 2 * page));
  const height = Math.ceil(layout.height);
  const outer = layout.boxes.filter(({ kind }) => kind === 'region' || kind === 'compound');
  const inner = layout.boxes.filter((box) => !outer.includes(box));
  const headingLine = page + fonts.heading.size - 4;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title purpose">`,
    `  <title id="title">${escaped(name)}</title>`,
    `  <desc id="purpose">${escaped(purpose)}</desc>`,
    `  <style>${style}</style>`,
    '  <defs>',
    '    <marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse">',
    '      <path class="tip" d="M0 0.5 L10 5 L0 9.5 Z"/>',
    '    </marker>',
    '  </defs>',
    `  <rect class="page" x="0" y="0" width="${width}" height="${height}"/>`,
    `  <text class="heading" x="${page}" y="${headingLine}">${escaped(name)}</text>`,
    `  <text class="purpose" x="${page}" y="${headingLine + heading / 2 - 4}">${escaped(purpose)}</text>`,
    ...outer.flatMap(drawBox),
    ...layout.lines.map(drawLine),
    ...inner.flatMap(drawBox),
    ...layout.lines.flatMap(({ label }) => (label ? drawLabel(label, outer) : [])),
    '</svg>',
    '',
  ].join('\n');
}

function drawBox(box: Box): readonly string[] {
  const { x, y, width, height, kind, title, rows } = box;
  if (kind === 'start') {
    const radius = width / 2;
    return [
      `  <circle class="start" cx="${n(x + radius)}" cy="${n(y + radius)}" r="${n(radius)}"/>`,
    ];
  }
  const role = kind === 'region' || kind === 'compound' ? kind : 'state';
  const isLeaf = role === 'state';
  const anchor = isLeaf ? 'middle' : 'start';
  const at = isLeaf ? x + width / 2 : x + paddings.box;
  const line = y + fonts.title.line;
  return [
    `  <rect class="${role}" data-state="${escaped(box.path)}" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${isLeaf ? 8 : 10}"/>`,
    ...(kind === 'final'
      ? [
          `  <rect class="final" x="${n(x + 3)}" y="${n(y + 3)}" width="${n(width - 6)}" height="${n(height - 6)}" rx="6"/>`,
        ]
      : []),
    `  <text class="title" text-anchor="${anchor}" x="${n(at)}" y="${n(y + fonts.title.line / 2 + 5)}">${escaped(title)}</text>`,
    ...(rows.length === 0
      ? []
      : [
          `  <path class="rule" d="M${n(x)} ${n(line)} H${n(x + width)}"/>`,
          ...drawRows(rows, x + paddings.box, line + paddings.rows / 2),
        ]),
  ];
}

function drawLine({ points }: Line): string {
  return `  <path class="line" d="${pathOf(points)}" marker-end="url(#tip)"/>`;
}

function drawLabel(label: Label, outer: readonly Box[]): readonly string[] {
  const { x, y, width, height, rows } = label;
  const place = `x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"`;
  const inside = outer.some((box) => contains(box, label));
  return [
    `  <g class="${inside ? 'inner' : 'outer'}">`,
    `  <rect class="plate" ${place} rx="3"/>`,
    ...drawRows(rows, x + paddings.label, y + paddings.label / 2),
    '  </g>',
  ];
}

function drawRows(rows: Label['rows'], x: number, top: number): readonly string[] {
  return rows.map(
    ({ text, kind }, index) =>
      `  <text class="row ${kind}" x="${n(x)}" y="${n(top + index * fonts.row.line + 11)}">${escaped(text)}</text>`,
  );
}

function contains(box: Box, { x, y, width, height }: Label): boolean {
  return (
    box.x <= x && box.y <= y && box.x + box.width >= x + width && box.y + box.height >= y + height
  );
}

/** Straight pieces with rounded corners. */
function pathOf(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      const after = points[index + 1];
      if (!before) return `M${n(point.x)} ${n(point.y)}`;
      if (!after) return `L${n(point.x)} ${n(point.y)}`;
      const [enter, leave] = [towards(point, before), towards(point, after)];
      return `L${n(enter.x)} ${n(enter.y)} Q${n(point.x)} ${n(point.y)} ${n(leave.x)} ${n(leave.y)}`;
    })
    .join(' ');
}

function towards(from: Point, to: Point): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const share = length === 0 ? 0 : Math.min(bendRadius, length / 2) / length;
  return { x: from.x + dx * share, y: from.y + dy * share };
}

/** Tenths of a pixel are enough, and the same on every machine. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
