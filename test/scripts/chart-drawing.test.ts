/**
 * Goal: every drawn chart can be read: nothing lies over anything else, nothing is cut off, and it
 * shows every state and every event.
 * Method: the shapes and texts of the SVG files themselves, which have absolute places. Fonts are not
 * at hand, so a text counts as wide as a wide font would draw it. Two small charts are drawn again.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { machineNames, machineOf } from '../../machines/charts/catalogue.ts';
import { outlineOf } from '../../machines/charts/outline.ts';
import { chartFiles, chartsFolder, freshSvg } from '../../scripts/chart-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string) => readFileSync(`${root}${chartsFolder}/${name}.svg`, 'utf8');

interface Area {
  readonly what: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Picture {
  readonly page: Area;
  readonly states: readonly Area[];
  /** Regions and compound states, which have others inside. */
  readonly frames: readonly Area[];
  readonly labels: readonly Area[];
  readonly texts: readonly (Area & { readonly role: string })[];
  /** Straight pieces of the arrows. */
  readonly pieces: readonly Area[];
}

/** Widths of characters, in pixels: of fixed-width 11 px, of bold 13 px, of headings. */
const charWidths = { row: 6.7, title: 8, heading: 11, purpose: 7 } as const;

function pictureOf(svg: string): Picture {
  const attributes = (tag: string) =>
    Object.fromEntries(
      [...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, text]) => [key, text]),
    );
  const rects = [...svg.matchAll(/<rect [^>]*>/g)].map(([tag]) => attributes(tag));
  const area = (tag: Readonly<Record<string, string | undefined>>, what: string): Area => {
    const [x, y] = [Number(tag.x), Number(tag.y)];
    return { what, left: x, top: y, right: x + Number(tag.width), bottom: y + Number(tag.height) };
  };
  const ofClass = (...classes: readonly string[]) =>
    rects
      .filter((tag) => classes.includes(tag.class ?? ''))
      .map((tag, index) => area(tag, tag['data-state'] ?? `${tag.class} ${index}`));
  const texts = [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(
    ([, tag = '', text = '']) => {
      const { class: role = '', x, y, 'text-anchor': anchor } = attributes(tag);
      const plain = text.replace(/&\w+;/g, '&');
      const kind = role.split(' ')[0] as keyof typeof charWidths;
      const width = [...plain].length * charWidths[kind];
      const left = Number(x) - (anchor === 'middle' ? width / 2 : 0);
      return {
        what: plain,
        role,
        left,
        right: left + width,
        top: Number(y) - 9,
        bottom: Number(y) + 3,
      };
    },
  );
  return {
    page: ofClass('page')[0] ?? area({}, ''),
    states: ofClass('state'),
    frames: ofClass('region', 'compound'),
    labels: ofClass('plate'),
    texts,
    pieces: [...svg.matchAll(/class="line" d="([^"]+)"/g)].flatMap(([, path = '']) =>
      piecesOf(path),
    ),
  };
}

/** The path's points one after the other; a rounded corner lies within its two pieces. */
function piecesOf(path: string): readonly Area[] {
  const points = [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ]);
  return points.slice(1).map(([x = 0, y = 0], index) => {
    const [fromX = 0, fromY = 0] = points[index] ?? [];
    return {
      what: `line ${path}`,
      left: Math.min(x, fromX),
      right: Math.max(x, fromX),
      top: Math.min(y, fromY),
      bottom: Math.max(y, fromY),
    };
  });
}

const overlap = (a: Area, b: Area) =>
  a.left < b.right - 0.5 &&
  b.left < a.right - 0.5 &&
  a.top < b.bottom - 0.5 &&
  b.top < a.bottom - 0.5;
const within = (inner: Area, outer: Area) =>
  inner.left >= outer.left - 0.5 &&
  inner.right <= outer.right + 0.5 &&
  inner.top >= outer.top - 0.5 &&
  inner.bottom <= outer.bottom + 0.5;

function pairs(one: readonly Area[], other: readonly Area[]): readonly string[] {
  return one.flatMap((a) =>
    other.filter((b) => a !== b && overlap(a, b)).map((b) => `${a.what} lies over ${b.what}`),
  );
}

function boxFaults({ states, frames }: Picture): readonly string[] {
  const crossed = [...states, ...frames].flatMap((box) =>
    frames
      .filter((frame) => frame !== box && overlap(box, frame))
      .filter((frame) => !within(box, frame) && !within(frame, box))
      .map((frame) => `${box.what} crosses ${frame.what}`),
  );
  return [...pairs(states, states), ...crossed];
}

function labelFaults({ states, labels, texts }: Picture): readonly string[] {
  return [...pairs(labels, labels), ...pairs(labels, states), ...pairs(labels, titlesOf(texts))];
}

function lineFaults({ states, labels, texts, pieces }: Picture): readonly string[] {
  return pieces.flatMap((piece) =>
    [...states, ...titlesOf(texts), ...labels]
      .filter((box) => overlap(grown(piece, 0.6), grown(box, -1.5)))
      .map((box) => `a line goes through ${box.what}`),
  );
}

function cutFaults({ page, states, frames, labels, texts, pieces }: Picture): readonly string[] {
  const all = [...states, ...frames, ...labels, ...texts, ...pieces];
  const homes = [...states, ...frames, ...labels];
  const homeless = texts
    .filter(({ role }) => role.startsWith('row') || role === 'title')
    .filter((text) => !homes.some((home) => within(text, home)));
  return [...all.filter((each) => !within(each, page)), ...homeless].map(({ what }) => what);
}

function titlesOf(texts: Picture['texts']): readonly Area[] {
  return texts.filter(({ role }) => role === 'title');
}

/** A line has no width of its own, and arrows end at the border of a box. */
function grown({ what, left, top, right, bottom }: Area, by: number): Area {
  return { what, left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

describe.each(machineNames)('%s', (name) => {
  const svg = read(name);
  const picture = pictureOf(svg);
  const { states, frames, texts } = picture;

  it('shows every state, event, effect and wait', () => {
    const outline = outlineOf(machineOf(name));
    const drawn = [...states, ...frames].map(({ what }) => what).sort();
    expect(drawn).toEqual(outline.states.map(({ path }) => path).sort());
    const words = texts.map(({ what }) => what).join('\n');
    for (const event of outline.events) expect(words).toContain(event);
    for (const effect of outline.effects) expect(words).toContain(effect);
    for (const { delay } of outline.waits) expect(words).toContain(`after ${delay} (`);
    for (const guard of outline.guards) expect(words).toContain(`[${guard}]`);
  });

  it('has no box over another, unless one is inside the other', () => {
    expect(boxFaults(picture)).toEqual([]);
  });

  it('has no label over another, over a state or over a title', () => {
    expect(labelFaults(picture)).toEqual([]);
  });

  it('has no line through a state, a title or a label', () => {
    expect(lineFaults(picture)).toEqual([]);
  });

  it('cuts nothing off, and every text is inside its box or its label', () => {
    expect(cutFaults(picture)).toEqual([]);
  });

  it('can be read in the light and in the dark, and says what it is', () => {
    expect(svg).toContain('@media (prefers-color-scheme: dark)');
    expect(svg).toContain(`<title id="title">${name}</title>`);
    expect(svg).not.toMatch(/<script|href=|url\((?!#)/);
  });
});

describe('the eyes of this test', () => {
  const picture = pictureOf(read('detector'));
  const moved = <Each extends Area>(areas: readonly Each[], x: number, y: number) =>
    areas.map((each, index) =>
      index > 0
        ? each
        : {
            ...each,
            left: each.left + x,
            right: each.right + x,
            top: each.top + y,
            bottom: each.bottom + y,
          },
    );

  it('see what is wrong', () => {
    const { states, labels, texts } = picture;
    expect([states.length, labels.length, picture.pieces.length > 40]).toEqual([6, 13, true]);
    const [first, second] = states;
    const [dx, dy] = [
      (second?.left ?? 0) - (first?.left ?? 0),
      (second?.top ?? 0) - (first?.top ?? 0),
    ];
    expect(boxFaults({ ...picture, states: moved(states, dx, dy) })).not.toEqual([]);
    expect(boxFaults({ ...picture, states: moved(states, -120, 0) })).not.toEqual([]);
    const [label] = labels;
    const over = moved(
      labels,
      (first?.left ?? 0) - (label?.left ?? 0),
      (first?.top ?? 0) - (label?.top ?? 0),
    );
    expect(labelFaults({ ...picture, labels: over })).not.toEqual([]);
    expect(lineFaults({ ...picture, states: moved(states, 0, 60) })).not.toEqual([]);
    const titled = texts.findIndex(({ role }) => role === 'title');
    expect(cutFaults({ ...picture, texts: moved(texts.slice(titled), -30, 0) })).not.toEqual([]);
    expect(cutFaults({ ...picture, labels: moved(labels, 1_000, 0) })).not.toEqual([]);
  });
});

describe('drawing', () => {
  it.each(['storm', 'link'] as const)('gives the very file again: %s', async (name) => {
    expect(read(name).startsWith(await freshSvg(name))).toBe(true);
  });

  it('keeps what fits its stamp, and gives all three files of each machine', async () => {
    const files = await chartFiles(root);
    expect(files).toHaveLength(machineNames.length * 3);
    for (const { path, text } of files) expect(readFileSync(`${root}${path}`, 'utf8')).toBe(text);
  });
});
