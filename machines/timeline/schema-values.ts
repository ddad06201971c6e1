/**
 * The single values of the language: axis, intensity, duration, size, text and their kin.
 *
 * @spec timeline language
 */
import { type Axis, axes, type Intensity } from './axis.ts';
import { shapes } from './curve/curve.ts';
import { parseCurve } from './curve/curve-intensity.ts';
import { parseSideChain, sideChainJson } from './curve/side-chain.ts';
import { parseDuration } from './duration.ts';
import { type Level, levels, nearLevel, type Percent } from './level.ts';
import { fault, type Reading, read } from './reading.ts';
import { value } from './schema-forms.ts';
import { oneOf, show } from './show.ts';
import { isPercent, parsePercent, parseSize } from './size.ts';
import { didYouMean } from './suggest.ts';

/** Longest text of any value: a path, an argument, a variable. */
const textMax = 4_096;
const idMax = 128;

const durationJson = {
  anyOf: [
    {
      type: 'string',
      pattern:
        '^\\s*(\\d+(\\.\\d*)?|\\.\\d+|((\\d+(\\.\\d*)?|\\.\\d+)\\s*([hH]|[mM][sS]?|[sS])\\s*)+)\\s*$',
    },
    { type: 'number', minimum: 0, maximum: 86_400 },
  ],
  examples: ['500ms', '2s', '1.5m', '1h30m'],
};

const durationExpects = 'a duration such as 500ms, 2s, 1.5m or 1h30m';

/** A length of time: more than nothing, at most a day. */
export const length = value({
  expects: durationExpects,
  example: '30s',
  json: { id: 'duration', ...durationJson },
  read: (input) => parseDuration(input, 'positive'),
});

/** A moment of the run, or a wait that may be nothing. */
export const moment = value({
  expects: durationExpects,
  example: '0s',
  json: { id: 'offset', ...durationJson },
  read: (input) => parseDuration(input, 'zero-allowed'),
});

export const size = value({
  expects: 'a size such as 64MiB or 2GiB',
  example: '2GiB',
  json: {
    anyOf: [
      { type: 'string', pattern: '^\\s*(\\d+(\\.\\d*)?|\\.\\d+)\\s*([kKmMgGtT]?[iI]?[bB])?\\s*$' },
      { type: 'integer', minimum: 1 },
    ],
    examples: ['64MiB', '2GiB', '10MB'],
  },
  read: parseSize,
});

export const memoryLimit = value({
  expects: "a share of the host's memory such as 80%, or a size such as 2GiB",
  example: '80%',
  json: {
    anyOf: [
      {
        type: 'string',
        pattern: '^\\s*(\\d+(\\.\\d*)?|\\.\\d+)\\s*(%|[kKmMgGtT]?[iI]?[bB])?\\s*$',
      },
      { type: 'integer', minimum: 1 },
    ],
    examples: ['80%', '2GiB'],
  },
  read: (input): Reading<{ readonly bytes: number } | { readonly percent: number }> => {
    if (isPercent(input)) {
      const percent = parsePercent(input, 'positive');
      return percent.ok ? read({ percent: percent.value }) : percent;
    }
    const bytes = parseSize(input);
    return bytes.ok ? read({ bytes: bytes.value }) : bytes;
  },
});

export const axis = value({
  expects: `an axis (${oneOf(axes)})`,
  example: 'cpu',
  json: { type: 'string', enum: [...axes] },
  read: parseAxis,
});

export function parseAxis(input: unknown): Reading<Axis> {
  return parseWord(input, axes, 'UNKNOWN_AXIS');
}

/** One of a few words, trimmed and in any case. */
export function parseWord<Word extends string>(
  input: unknown,
  words: readonly Word[],
  code: string,
): Reading<Word> {
  const typed = typeof input === 'string' ? input.trim().toLowerCase() : '';
  const found = words.find((word) => word.toLowerCase() === typed);
  if (found !== undefined) return read(found);
  const hint = didYouMean(typed, words) ?? `Try "${words[0]}".`;
  const known = typeof input === 'object' ? 'WRONG_TYPE' : code;
  return fault(known, `Expected ${oneOf(words)}; got ${show(input)}.`, hint);
}

export function word<Word extends string>(words: readonly Word[], code: string, example: Word) {
  return value({
    expects: oneOf(words),
    example,
    json: { type: 'string', enum: [...words] },
    read: (input) => parseWord(input, words, code),
  });
}

const intensityPoint = {
  anyOf: [{ enum: [...levels] }, { type: 'string', pattern: '^\\s*\\d+(\\.\\d*)?\\s*%\\s*$' }],
};

export const intensity = value({
  expects: `an intensity: ${levels.join(', ')}, a share such as 60%, or a curve`,
  example: 'medium',
  json: {
    id: 'intensity',
    anyOf: [
      ...intensityPoint.anyOf,
      {
        type: 'object',
        description: 'Automation: moves from one intensity to another over the event.',
        properties: {
          from: intensityPoint,
          to: intensityPoint,
          shape: { enum: [...shapes], default: 'ramp' },
          steps: {
            type: 'integer',
            minimum: 2,
            maximum: 100,
            description: 'Levels of `steps`, both ends included. Default: 4.',
          },
          every: {
            ...durationJson,
            description: 'Length of a cycle. Default: the whole event.',
          },
          width: {
            type: 'string',
            pattern: '^\\s*\\d+(\\.\\d*)?\\s*%\\s*$',
            description: 'Share of a cycle that a pulse lasts. Default: 50%.',
          },
        },
        required: ['from', 'to'],
        additionalProperties: false,
      },
      sideChainJson(intensityPoint),
    ],
    examples: ['light', '60%', { from: '10%', to: '90%', shape: 'sine', every: '10s' }],
  },
  read: parseIntensity,
});

export function parseIntensity(input: unknown): Reading<Intensity> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return parsePoint(input, 'positive');
  }
  const fields = input as Readonly<Record<string, unknown>>;
  const end = (point: unknown) => parsePoint(point, 'zero-allowed');
  return 'by' in fields ? parseSideChain(fields, end) : parseCurve(fields, end);
}

export function parsePoint(
  input: unknown,
  zero: 'zero-allowed' | 'positive',
): Reading<Level | Percent> {
  if (isPercent(input)) {
    const percent = parsePercent(input, zero);
    return percent.ok ? read({ percent: percent.value }) : percent;
  }
  if (typeof input === 'number') {
    const share = input > 0 && input <= 1 ? input * 100 : input;
    return fault(
      'UNKNOWN_INTENSITY',
      `Expected ${levels.join(', ')}, or a share such as 60%; got ${show(input)}.`,
      share > 0 && share <= 100 ? `Did you mean "${Number(share.toFixed(2))}%"?` : 'Try "60%".',
    );
  }
  const level = parseWord(input, levels, 'UNKNOWN_INTENSITY');
  if (level.ok) return level;
  const message = `Expected ${levels.join(', ')}, or a share such as 60%; got ${show(input)}.`;
  const near = typeof input === 'string' ? nearLevel(input) : undefined;
  return fault('UNKNOWN_INTENSITY', message, near ?? 'Try "heavy" or "60%".');
}

/** Text that may hold anything a person can write: no NUL, no half characters. */
export function parseText(input: unknown, expects: string, max = textMax): Reading<string> {
  if (typeof input !== 'string') {
    const hint = typeof input === 'object' ? undefined : `Put it in quotes: "${String(input)}".`;
    return fault(
      'WRONG_TYPE',
      `Expected ${expects}; got ${show(input)}.`,
      hint ?? 'Write it as text.',
    );
  }
  if (input.length > max) {
    return fault(
      'TEXT_TOO_LONG',
      `Expected at most ${max} characters; got ${input.length}.`,
      'Shorten it.',
    );
  }
  if (/[\0\p{Cs}]/u.test(input)) {
    return fault(
      'INVALID_TEXT',
      `Expected text without NUL and half characters; got ${show(input)}.`,
      'Remove the escape.',
    );
  }
  if (input.trim() === '') {
    return fault(
      'EMPTY_TEXT',
      `Expected ${expects}; got empty text.`,
      'Write it, or leave the key out.',
    );
  }
  return read(input);
}

export function text(expects: string, example: string, max = textMax) {
  return value({
    expects,
    example,
    json: { type: 'string', minLength: 1, maxLength: max },
    read: (input) => parseText(input, expects, max),
  });
}

/** Text, where a number or a truth value plainly means its own spelling. May be empty. */
export const argument = value({
  expects: 'text',
  example: '"--verbose"',
  json: { type: ['string', 'number', 'boolean'], maxLength: textMax },
  read: (input): Reading<string> => {
    if (typeof input === 'number' || typeof input === 'boolean') return read(String(input));
    return input === '' ? read('') : parseText(input, 'text');
  },
});

export const eventId = value({
  expects: 'an id such as spike-1',
  example: 'spike-1',
  json: { type: ['string', 'number'], minLength: 1, maxLength: idMax },
  read: parseId,
});

export function parseId(input: unknown): Reading<string> {
  const id = typeof input === 'number' ? String(input) : input;
  const asText = parseText(id, 'an id such as spike-1', idMax);
  if (!asText.ok) return asText;
  const trimmed = asText.value.trim();
  if (!/\p{C}/u.test(trimmed)) return read(trimmed);
  const message = `Expected an id of visible characters; got ${show(trimmed)}.`;
  return fault('INVALID_ID', message, 'Try letters, digits and "-".');
}

/** A whole number within bounds, as a number or as text. */
export function whole(
  expects: string,
  example: number,
  bounds: { readonly min: number; readonly max: number; readonly code: string },
) {
  return value({
    expects,
    example: String(example),
    json: { type: 'integer', minimum: bounds.min, maximum: bounds.max },
    read: (input): Reading<number> => {
      const written = typeof input === 'string' && /^\s*\d{1,16}\s*$/.test(input);
      const number = written ? Number(input) : input;
      const fits =
        Number.isSafeInteger(number) &&
        (number as number) >= bounds.min &&
        (number as number) <= bounds.max;
      if (fits) return read(number as number);
      return fault(bounds.code, `Expected ${expects}; got ${show(input)}.`, `Try ${example}.`);
    },
  });
}
