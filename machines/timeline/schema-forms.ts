/**
 * The forms that the schema of the language is made of. Each keeps two things side by side: what
 * editors are told (JSON Schema) and how a value is read, so that the two cannot drift apart.
 *
 * @spec timeline language
 */
import * as z from 'zod/mini';
import type { Fault, Reading } from './reading.ts';
import { show } from './show.ts';

type JsonFragment = Readonly<Record<string, unknown>>;

/** What an issue carries for whoever turns it into a Problem. */
export type IssueNote =
  | { readonly note: 'fault'; readonly fault: Fault }
  | { readonly note: 'missing'; readonly expects: string; readonly example?: string }
  | { readonly note: 'unknown-keys'; readonly noun: string; readonly known: readonly string[] }
  | { readonly note: 'type'; readonly expects: string; readonly got: string };

interface ValueForm<Value> {
  /** Completes "Expected …". */
  readonly expects: string;
  /** A value that would be right. */
  readonly example: string;
  readonly json: JsonFragment;
  readonly read: (input: unknown) => Reading<Value>;
}

/** One value that is read by a function of ours. */
export function value<Value>(form: ValueForm<Value>) {
  return z.pipe(
    z.unknown().register(z.globalRegistry, { ...form.json }),
    z.transform((input: unknown, payload): Value => {
      const { expects, example } = form;
      const reading = input === undefined || input === null ? null : form.read(input);
      if (reading?.ok) return reading.value;
      const note: IssueNote =
        reading === null
          ? { note: 'missing', expects, example }
          : { note: 'fault', fault: reading.fault };
      payload.issues.push({
        code: 'custom',
        input,
        message: expects,
        params: { ...note },
        path: note.note === 'fault' ? [...(note.fault.path ?? [])] : [],
      });
      return z.NEVER;
    }),
  );
}

/** A mapping with these keys and no others. */
export function shape<Fields extends z.core.$ZodLooseShape>(
  noun: string,
  fields: Fields,
  json: JsonFragment = {},
) {
  const known = Object.keys(fields);
  const expects = `${noun}: a mapping of ${known.join(', ')}`;
  const error = explain(expects, { note: 'unknown-keys', noun, known });
  return z.strictObject(fields, { error }).register(z.globalRegistry, { ...json });
}

/** A list of one kind of thing. */
export function list<Item extends z.core.$ZodType>(
  noun: string,
  item: Item,
  json: JsonFragment = {},
) {
  return z
    .array(item, { error: explain(`a list of ${noun}`) })
    .register(z.globalRegistry, { ...json });
}

/** A mapping whose keys the user chooses. */
export function dictionary<Item extends z.core.$ZodType>(
  noun: string,
  item: Item,
  json: JsonFragment = {},
) {
  return z
    .record(z.string(), item, { error: explain(`a mapping of ${noun}`) })
    .register(z.globalRegistry, { ...json });
}

/** The short form or the long one. */
export function either<Short extends z.core.$ZodType, Long extends z.core.$ZodType>(
  expects: string,
  short: Short,
  long: Long,
) {
  return z.union([short, long], { error: explain(expects) });
}

/** A key that may be left out, with what editors say about it. */
export function maybe<Inner extends z.core.$ZodType>(
  inner: Inner,
  description: string,
  json: JsonFragment = {},
) {
  // zod leaves `default` out of what it tells editors, so it is said in words.
  const { default: usual, ...rest } = json;
  const told = usual === undefined ? description : `${description} Default: ${usual}.`;
  const optional = z.optional(inner);
  z.globalRegistry.add(optional, { description: told, ...rest });
  return optional;
}

/** Puts the note on the issue, which is the only thing that zod hands on unchanged. */
function explain(expects: string, unknownKeys?: IssueNote) {
  return (issue: z.core.$ZodRawIssue): string => {
    let note: IssueNote = { note: 'type', expects, got: show(issue.input) };
    if (issue.code === 'unrecognized_keys' && unknownKeys !== undefined) note = unknownKeys;
    else if (issue.input === undefined || issue.input === null) note = { note: 'missing', expects };
    Object.assign(issue, { params: note });
    return expects;
  };
}
