/**
 * Texts that hang, crash or deceive a YAML parser, with the code that each is refused by.
 */
const many = 100_000;

export const attacks: readonly (readonly [name: string, text: string, code: string])[] = [
  ['300 KB of tags', '!a '.repeat(many), 'TAG_REFUSED'],
  ['tags on lines', '!a\n'.repeat(many), 'TAG_REFUSED'],
  ['a tag that empties a condition', 'start_when: !x', 'TAG_REFUSED'],
  ['a verbatim tag', 'a: !<tag:yaml.org,2002:js/function> b', 'TAG_REFUSED'],
  ['a tag of two marks', 'a: !!binary aGk=', 'TAG_REFUSED'],
  ['a tag in a list', '[ !a b ]', 'TAG_REFUSED'],
  ['brackets', '['.repeat(many), 'TOO_DEEP'],
  ['braces', '{a: '.repeat(many), 'TOO_DEEP'],
  ['nested lists on a line', '- '.repeat(many), 'TOO_DEEP'],
  ['nested keys on a line', '? '.repeat(many), 'TOO_DEEP'],
  [
    'nested mappings',
    Array.from({ length: 1_500 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
    'TOO_DEEP',
  ],
  [
    'nesting hidden behind block scalars',
    Array.from(
      { length: 1_500 },
      (_, i) => `${' '.repeat(i)}x: |\n${' '.repeat(i + 1)}t\n${' '.repeat(i)}a:\n`,
    ).join(''),
    'TOO_DEEP',
  ],
  ['anchors', '&a\n'.repeat(many), 'TOO_MANY_TOKENS'],
  ['aliases', '*a\n'.repeat(many), 'TOO_MANY_TOKENS'],
  ['empty lines', `a: 1${'\n'.repeat(250_000)}`, 'TOO_MANY_TOKENS'],
  ['comments', '#\n'.repeat(250_000), 'TOO_MANY_TOKENS'],
  ['list items', '- a\n'.repeat(many), 'TOO_MANY_TOKENS'],
  ['commas', `[${','.repeat(many)}]`, 'TOO_MANY_TOKENS'],
  ['quotes', "'a'\n".repeat(many), 'TOO_MANY_TOKENS'],
  ['wrong escapes', `a: "${'\\q'.repeat(1_000)}"`, 'YAML_SYNTAX'],
  ['escapes beyond Unicode', 'a: "\\UFFFFFFFF"', 'YAML_SYNTAX'],
  ['a million wrong escapes', `a: "${'\\q'.repeat(1_000_000)}"`, 'TEXT_TOO_LONG'],
  ['a value of 4 MB', `a: ${'x'.repeat(4_000_000)}`, 'TEXT_TOO_LONG'],
  ['parentheses as a value', `a: ${'('.repeat(many)}`, 'TEXT_TOO_LONG'],
  ['parentheses as a key', `{ ${'('.repeat(many)} }`, 'TEXT_TOO_LONG'],
  ['folded blanks', `a: >\n${' x\n\n'.repeat(800_000)}`, 'TEXT_TOO_LONG'],
  ['documents', '---\na: 1\n---\nb: 2\n', 'SEVERAL_DOCUMENTS'],
  ['documents without a start', 'a: 1\n---\nb: 2\n', 'SEVERAL_DOCUMENTS'],
  ['documents after an end', 'a: 1\n...\nb: 2\n', 'SEVERAL_DOCUMENTS'],
  ['empty documents', '---\n'.repeat(many), 'SEVERAL_DOCUMENTS'],
  ['a version', '%YAML 1.1\n---\na: 1\n', 'DIRECTIVE_REFUSED'],
  ['tag prefixes', '%TAG ! tag:x,\n'.repeat(many), 'DIRECTIVE_REFUSED'],
];
