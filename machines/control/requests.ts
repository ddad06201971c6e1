/**
 * What a client asks of a running host across its control socket, read at the border: each
 * request has a number of the client's own, under which it is answered.
 *
 * @spec kernel 7
 * @spec reliability attacks
 */
import { z } from 'zod';
import { paneClis, paneSideMax, paneSideMin, paneTextMax } from '../hands/pane-messages.ts';
import { bodyMax } from '../kernel/events/inject.ts';
import { type Result, refuse, succeed } from '../kernel/problem.ts';

/** Both sides of the control socket say that they speak this, or part. */
export const controlSpeech = 'ambush control 1';

/** Longest name of a client, a contract or a person. */
const nameMax = 256;

const id = z.number().int().nonnegative();
const word = z.string().refine((text) => !text.includes('\0'));
const name = z.string().min(1).max(nameMax);
const side = z.number().int().min(paneSideMin).max(paneSideMax);
/** Whatever it is: of one that no pane has, that is said. */
const paneId = z.string();
const size = { cols: side, rows: side };

/** What is to run in a new pane. */
const spec = z.strictObject({
  command: word.min(1),
  args: z.array(word),
  cwd: word,
  env: z.record(z.string().regex(/^[^=\0]+$/), word),
  ...size,
  cli: z.enum(paneClis).nullable(),
  readOnly: z.boolean(),
});

const requests = z.discriminatedUnion('do', [
  z.strictObject({ id, do: z.literal('host.status') }),
  /** Ends the panes, the record and the host itself; by force without grace. */
  z.strictObject({ id, do: z.literal('host.stop'), force: z.boolean() }),
  z.strictObject({ id, do: z.literal('pane.open'), spec }),
  z.strictObject({ id, do: z.literal('pane.list') }),
  z.strictObject({
    ...{ id, do: z.literal('pane.inject'), paneId },
    text: z.string().max(bodyMax),
    critical: z.boolean(),
    /** Whether content may be lost to make the text fit. */
    lossyPolicy: z.enum(['allow', 'refuse']),
  }),
  /** Answered when the injection has come to its terminal event. */
  z.strictObject({ id, do: z.literal('pane.await'), correlationId: name }),
  z.strictObject({
    ...{ id, do: z.literal('pane.type'), paneId, data: z.string().max(paneTextMax) },
    /** What a terminal tells by itself, such as where the mouse is: nobody types. */
    isReport: z.boolean().optional(),
  }),
  z.strictObject({ id, do: z.literal('pane.resize'), paneId, ...size }),
  z.strictObject({
    ...{ id, do: z.literal('pane.kill'), paneId },
    signal: z.string().regex(/^SIG[A-Z0-9]+$/),
    graceMs: z.number().int().min(0).max(60_000),
  }),
  z.strictObject({ id, do: z.literal('pane.restart'), paneId }),
  z.strictObject({ id, do: z.literal('pane.close'), paneId }),
  z.strictObject({ id, do: z.literal('pane.screen'), paneId }),
  z.strictObject({ id, do: z.literal('pane.explain'), paneId }),
  /** A stream: the screen, then what is printed. With a size the pane follows the client's. */
  z.strictObject({
    ...{ id, do: z.literal('pane.attach'), paneId },
    size: z.strictObject(size).nullable(),
    /** The pane in whose terminal it is shown, as the program there knows it. */
    within: z.string().optional(),
  }),
  /** A stream of all that is remembered, oldest first, and of what comes if it is followed. */
  z.strictObject({ id, do: z.literal('events.read'), follow: z.boolean(), past: z.boolean() }),
  z.strictObject({ id, do: z.literal('stream.end'), of: id }),
  z.strictObject({ id, do: z.literal('safe-mode'), state: z.enum(['on', 'off']) }),
  z.strictObject({ id, do: z.literal('contracts.list') }),
  z.strictObject({
    ...{ id, do: z.literal('contracts.judge'), contractId: name },
    by: name,
    says: z.enum(['approve', 'reject']),
  }),
  z.strictObject({ id, do: z.literal('contracts.promote'), contractId: name }),
]);

export type ControlRequest = Readonly<z.infer<typeof requests>>;
export type ControlAct = ControlRequest['do'];
export type RequestOf<Act extends ControlAct> = Extract<ControlRequest, { readonly do: Act }>;
/** A request without its number. */
export type Asked = ControlRequest extends infer Each
  ? Each extends ControlRequest
    ? Omit<Each, 'id'>
    : never
  : never;
export type OpenSpec = RequestOf<'pane.open'>['spec'];

/** Refused with `REQUEST` for what is none; the number under which to say so, where it has one. */
export function readRequest(value: unknown): Result<ControlRequest> & { readonly id: number } {
  const read = requests.safeParse(value);
  if (read.success) return { ...succeed(read.data), id: read.data.id };
  const asked = id.safeParse(Reflect.get(Object(value), 'id'));
  const wrong = read.error.issues.map(({ path }) => path.join('.') || 'request');
  const message = `Expected a request of this version, got a wrong ${[...new Set(wrong)].join(', ')}.`;
  const hint = 'Try the version of ambush that runs the host, or `ambush down` first.';
  return {
    ...refuse([{ code: 'REQUEST', message, hint }]),
    id: asked.success ? asked.data : 0,
  };
}
