/**
 * Goal: whatever style a text is written in, a word of it is placed where it stands in the file.
 * Method: texts of words, one of which is looked for, written in every style that YAML and JSON
 * have, folded, indented, escaped and broken by chance; the place is the one that a search of the
 * file finds. And that a value that the source does not say is placed nowhere.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeAt, placeInside, type SourceDocument } from '../../../machines/timeline/source.ts';
import { readJson } from '../../../runtime/formats/json.ts';
import { standingMax, standingOf } from '../../../runtime/formats/standing.ts';
import { positionIn } from '../../../runtime/formats/text.ts';
import { readYaml } from '../../../runtime/formats/yaml.ts';

const sought = 'zz9';
const plainWords = ['crashes', '>=', '1', 'and', 'avg(cpu_load,', '5s)', "o'clock", 'é', '😀'];

type Style = 'plain' | 'single' | 'double' | 'folded' | 'literal';

/** Words of the style as they are written, and what may come between two of them. */
const parts: Readonly<Record<Style, { words: readonly string[]; between: readonly string[] }>> = {
  plain: { words: plainWords, between: [' ', '  ', '\n', '\n\n', '\n\n\n', ' \n'] },
  single: {
    words: [
      ...plainWords.filter((word) => !word.includes("'")),
      "''",
      "x''y",
      '"',
      '\\t',
      '#',
      ':',
    ],
    between: [' ', '   ', '\n', '\n\n', '  \n'],
  },
  double: {
    words: [
      ...plainWords,
      '\\"',
      '\\t',
      '\\x41',
      '\\u00e9',
      '\\U0001F600',
      '\\/',
      "'",
      '\\\\u',
      '#',
    ],
    between: [' ', '\n', '\n\n', '\\\n', ' \n', ' \\\n', '\\ '],
  },
  folded: {
    words: [...plainWords, '"', '#', ':', '\\t'],
    between: [' ', '\n', '\n', '\n\n', '\n\n\n', '\n  ', '\n\n  ', '\n\t'],
  },
  literal: {
    words: [...plainWords, '"', '#', ':'],
    between: [' ', '\n', '\n\n', '\n  ', '  ', '\n\t'],
  },
};

const wordsOf = (style: Style) =>
  fc.record({
    before: fc.array(fc.constantFrom(...parts[style].words), { maxLength: 6 }),
    after: fc.array(fc.constantFrom(...parts[style].words), { maxLength: 3 }),
    between: fc.array(fc.constantFrom(...parts[style].between), { minLength: 9, maxLength: 9 }),
    header: fc.constantFrom('', '-', '+'),
    comment: fc.constantFrom('', ' # zz9 is told elsewhere'),
    told: fc.boolean(),
    end: fc.constantFrom('\n', '\n\n', '\n\n\n'),
    isKey: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n'),
  });

type Words = ReturnType<typeof wordsOf> extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** The scalar, its lines indented so that it is a value or a key of a mapping in a list. */
function written(style: Style, drawn: Words): string {
  const { before, after, between, header, comment, told, end } = drawn;
  const words = ['crashes', ...before, sought, ...after];
  const joined = words.map((word, at) => (at === 0 ? word : `${between[at - 1] ?? ' '}${word}`));
  const text = joined.join('');
  const indented = text.replaceAll('\n', '\n      ').replaceAll(/\n +(?=\n)/g, '\n');
  switch (style) {
    case 'plain':
      return indented;
    case 'single':
      return `'${indented}'`;
    case 'double':
      return `"${indented}"`;
    case 'folded':
    case 'literal': {
      const sign = style === 'folded' ? '>' : '|';
      return `${sign}${told ? '2' : ''}${header}${comment}\n      ${indented}${end}`.trimEnd();
    }
  }
}

/** The file, and where the word is that is looked for. */
function fileOf(style: Style, drawn: Words): { readonly text: string; readonly at: number } {
  const scalar = written(style, drawn);
  const [open, close] = drawn.isKey ? ['  -\n    ? ', '\n    : 1'] : ['  -\n    k: ', ''];
  const text = `# ${sought}\nlist:\n${open}${scalar}${close}\nafter: 1\n`;
  const lines = text.replaceAll('\n', drawn.lineEnd);
  return { text: lines, at: lines.lastIndexOf(sought) };
}

function wordPlaced(document: SourceDocument): { line?: number; column?: number } {
  const mapping = nodeAt(document, ['list', 0]);
  if (mapping?.kind !== 'mapping') throw new Error('Expected a mapping.');
  const [[key, { value }] = ['', { value: mapping }]] = mapping.entries;
  const isKey = key !== 'k';
  const text = isKey || value.kind !== 'scalar' ? key : String(value.value);
  const offset = text.indexOf(sought);
  return placeInside(document, ['list', 0, key], isKey ? 'key' : 'value', offset);
}

describe.each(['plain', 'single', 'double', 'folded', 'literal'] as const)('%s', (style) => {
  it('has its words where they stand', () => {
    fc.assert(
      fc.property(wordsOf(style), (drawn) => {
        const { text, at } = fileOf(style, drawn);
        const read = readYaml('t.yaml', text);
        if (!read.ok) throw new Error(`${JSON.stringify(read.problems)}\n${text}`);
        const { line, column } = wordPlaced(read.value);
        expect({ line, column }).toEqual(positionIn(text, at));
      }),
      { numRuns: 400 },
    );
  });
});

it('is found in JSON, whatever is escaped', () => {
  const character = fc.constantFrom('"', '\\', '\n', '\t', 'é', '😀', 'a', ' ', '/', "'");
  const manner = fc.constantFrom('plain', 'short', 'unicode');
  const one = fc.tuple(character, manner).map(([text, how]) => {
    const quoted = JSON.stringify(text).slice(1, -1);
    if (how === 'short' && text === '/') return '\\/';
    if (how !== 'unicode') return quoted;
    const unit = (at: number) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
    return text.length === 2 ? unit(0) + unit(1) : unit(0);
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), fc.array(one), fc.boolean(), (a, b, isKey) => {
      const scalar = `"${a.join('')}${sought}${b.join('')}"`;
      const text = `{ "list": [\n  { ${isKey ? `${scalar}: null` : `"k": ${scalar}`} }] }`;
      const read = readJson('t.json', text);
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      const { line, column } = wordPlaced(read.value);
      expect({ line, column }).toEqual(positionIn(text, text.indexOf(sought)));
    }),
  );
});

describe('nothing is told', () => {
  it('of a value that the source does not say', () => {
    expect(standingOf('plain', 'a b', 'a c')).toBeNull();
    expect(standingOf('double', '"a"', 'ab')).toBeNull();
    expect(standingOf('literal', '|\n  a\n', 'b\n')).toBeNull();
    expect(standingOf('folded', '>\n', '')).toBeNull();
  });

  it('of a text that is longer than any that is asked about', () => {
    const longest = 'x'.repeat(standingMax);
    expect(standingOf('plain', longest, longest)).toEqual([{ offset: 0, at: 0 }]);
    expect(standingOf('plain', `${longest}x`, `${longest}x`)).toBeNull();
  });
});
