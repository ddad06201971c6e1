/**
 * What one command-line program's screen looks like, as data. A user adds one as a JSON file; there
 * are no regular expressions in it, so that a file can slow nothing down.
 *
 * @spec kernel 9.3
 */
import { z } from 'zod';

const textMax = 200;
const listMax = 256;
const text = z.string().min(1).max(textMax);
const texts = z.array(text).max(listMax);
/** Every character of the string is one glyph. */
const glyphs = z.string().max(512);
/** First and last column, counted from 0, in which something may begin. */
const columns = z
  .tuple([z.int().min(0).max(40), z.int().min(0).max(40)])
  .refine(([first, last]) => first <= last, 'Expected the first column not to follow the last.');

/** A row, or a few wrapped ones, told by column, glyph and phrase; `*` stands for any text. */
const rowForm = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/),
  columns,
  /** One of these comes first, then spaces; empty: the phrase comes first. */
  glyphs,
  phrase: text,
  /** What may follow: nothing, a tail in brackets, or anything. */
  rest: z.enum(['nothing', 'tail', 'anything']),
});

const liveForm = rowForm.extend({
  rest: z.literal('tail').default('tail'),
  /** Glyphs that the program's history uses too. */
  sharedGlyphs: glyphs.default(''),
  /** With a shared glyph, the line counts only with a tail that tells the time or the key. */
  tailWhenShared: z.boolean().default(false),
});

/** Rows that may stand between the live line and the composer; deeper rows below belong to it. */
const blockForm = z.strictObject({
  starts: text,
  columns,
  /** A row that starts so must follow, or this was only a quotation. */
  child: text.optional(),
});

export const profileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
  title: text,
  /** False: a guess at programs that nobody described, trusted less. */
  known: z.boolean().default(true),
  /** Words anywhere on a screen that tell that it is this program's. */
  signs: texts,
  composer: z.strictObject({
    /** `rules`: between two lines; `box`: in a box; `bare`: a prompt in the first column. */
    frames: z.array(z.enum(['rules', 'box', 'bare'])).min(1),
    prompts: glyphs.min(1),
    /** Prompts that no other program has between two lines. */
    ownPrompts: glyphs.default(''),
    /** A bare prompt is this program's normal composer, not a shell's. */
    bareIsFramed: z.boolean().default(false),
    /** What an empty composer says, as a beginning. */
    placeholders: texts.default([]),
    /** Rows below the composer begin at this column or later, or hold a sign of the footer. */
    footerIndentMin: z.int().min(0).max(8),
    /** Words that only this program says below its composer. */
    footerSigns: texts.default([]),
  }),
  live: z.array(liveForm).min(1).max(listMax),
  /** Rows right below the live line that confirm it. */
  companions: z.array(blockForm).max(listMax).default([]),
  between: z.array(blockForm).max(listMax).default([]),
  /** Words below a live line that tell that it is of the past. */
  past: texts.default([]),
  /** A line of this kind means that the program works on something. */
  busy: z.strictObject({ columns, glyphs, has: texts, footer: texts.default([]) }),
  ends: z.array(rowForm).max(listMax),
  /** Words of compaction in a busy line that is not exactly a live line. */
  words: texts.default([]),
  /** An OSC sequence by which the program says so itself. */
  osc: z.strictObject({ code: z.int().min(0).max(99_999), started: text, ended: text }).optional(),
});

/** As a file may say it: what has a default may be left out. */
export type ProfileSource = z.input<typeof profileSchema>;
export type Profile = z.infer<typeof profileSchema>;
export type RowForm = Profile['ends'][number];

export type BlockForm = Profile['between'][number];
