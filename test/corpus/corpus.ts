/**
 * The screens of the corpus, three ways to draw each, and three ways to cut what is drawn.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ProfileId, profileIds } from '../../machines/compaction/profiles.ts';
import { widthOf } from '../../machines/compaction/screen.ts';

export interface CorpusScreen {
  readonly name: string;
  readonly cli: ProfileId;
  readonly compacting: boolean;
  readonly columns: number;
  readonly height: number;
  readonly why: string;
  readonly rows: readonly string[];
}

/** The compiled benchmark reads the same files as the tests do. */
const folder = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? './screens/' : '../../../test/corpus/screens/',
    import.meta.url,
  ),
);

export function readCorpus(): readonly CorpusScreen[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => parse(file.replace('.txt', ''), readFileSync(`${folder}${file}`, 'utf8')));
}

function parse(name: string, text: string): CorpusScreen {
  const [head = '', ...body] = text.split('---\n');
  const said = (key: string) => new RegExp(`^${key}: (.*)$`, 'm').exec(head)?.[1] ?? '';
  const [columns = 0, height = 0] = said('size').split('x').map(Number);
  const cli = profileIds.find((id) => id === said('cli'));
  if (cli === undefined) throw new Error(`Expected ${name} to name its program.`);
  const rows = body.join('---\n').replace(/\n$/, '').split('\n');
  const tooWide = rows.find((row) => widthOf(row) > columns);
  if (tooWide !== undefined) throw new Error(`Expected ${name} to fit, got "${tooWide}".`);
  const compacting = said('expect') === 'compacting';
  return { name, cli, compacting, columns, height, why: said('why'), rows };
}

type Draw = (rows: readonly string[], before: readonly string[]) => string;

/** Everything is erased and written again, row by row. */
const repaint: Draw = (rows) => `\u001b[2J\u001b[3J\u001b[H${rows.join('\r\n')}`;

/** Only what differs from the screen before is written; words that stay are jumped over. */
const cells: Draw = (rows, before) => {
  let out = '\u001b[?25l';
  const height = Math.max(rows.length, before.length);
  for (let row = 0; row < height; row += 1) {
    const [next, last] = [rows[row] ?? '', before[row] ?? ''];
    if (next === last) continue;
    // Beyond wide characters the columns of two rows no longer agree.
    if (widthOf(next) !== next.length || widthOf(last) !== last.length) {
      out += `\u001b[${row + 1};1H\u001b[2K${next}`;
      continue;
    }
    let at = 0;
    while (at < next.length) {
      if (next[at] === last[at] || (next[at] === ' ' && at >= last.length)) {
        at += 1;
        continue;
      }
      out += at === 0 ? `\u001b[${row + 1};1H` : `\u001b[${row + 1};1H\u001b[${at}C`;
      while (at < next.length && next[at] !== last[at] && next[at] !== ' ') {
        out += next[at];
        at += 1;
      }
      if (next[at] === ' ' && at < last.length && last[at] !== ' ') {
        out += ' ';
        at += 1;
      }
    }
    if (last.length > next.length) out += `\u001b[${row + 1};${next.length + 1}H\u001b[K`;
  }
  return out;
};

/** Every character has a colour of its own, as a shimmer gives it. */
const coloured: Draw = (rows) => {
  let hue = 0;
  const paint = (char: string) => {
    hue = (hue + 37) % 256;
    return `\u001b[38;2;${hue};${255 - hue};128m${char}\u001b[39m`;
  };
  const lines = rows.map((row) => [...row].map(paint).join(''));
  return `\u001b[H\u001b[J${lines.join('\u001b[K\r\n')}\u001b[K`;
};

export const draws: Readonly<Record<string, Draw>> = { repaint, cells, coloured };

export const chunkings: Readonly<Record<string, (bytes: Uint8Array) => readonly Uint8Array[]>> = {
  whole: (bytes) => [bytes],
  '64 bytes': (bytes) => cut(bytes, 64),
  '1 byte': (bytes) => cut(bytes, 1),
};

function cut(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
}
