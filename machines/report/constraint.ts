/**
 * What a run says of its constraint: which bottleneck was named when and on what evidence, the
 * focusing steps, who gave way, whether that took effect, and the drum over time.
 *
 * @spec timeline phase 3
 */
import { z } from 'zod';
import type { AmbushEvent, PayloadOf } from '../kernel/events/registry.ts';
import { axes } from '../timeline/axis.ts';
import { actionText } from '../timeline/constraint/constraint.ts';
import type { Plan } from '../timeline/timeline.ts';
import { millionths, thousandths } from './metrics.ts';

/** Names, steps, rules and effects beyond this are not kept one by one. */
const entriesMax = 1_000;
/** Rows of the drum; a longer run has means over more ticks in each. */
export const drumRowsMax = 240;

const axis = z.enum(axes);
const figure = z.number().nullable();
const figures = { cpu: figure, memory: figure, disk: figure };
export const sawSchema = z
  .record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()]))
  .describe('Signals and outcomes by name; null where there was no figure.');
const saw = sawSchema;

export const constraintPartSchema = z.object({
  bottleneck: axis.nullable().describe('The last one that was named; null: none ever was.'),
  how: z.enum(['given', 'auto']).describe('auto: named from pressure figures.'),
  source: z
    .enum(['target', 'host', 'none'])
    .describe("Whose pressure: of the target's own control group, or of the host."),
  named: z.array(z.object({ at_ms: z.number(), bottleneck: axis.nullable(), ...figures })),
  steps: z.array(
    z.object({
      at_ms: z.number(),
      step: z.enum(['identify', 'exploit', 'subordinate', 'elevate', 'repeat']),
    }),
  ),
  rules: z.array(
    z.object({
      axis,
      when: z.string(),
      action: z.string(),
      unavailable: z.boolean().describe('A signal of it is not told here: it never applied.'),
      applied: z.array(z.object({ start_ms: z.number(), end_ms: z.number().nullable(), saw })),
    }),
  ),
  effects: z.array(
    z.object({
      at_ms: z.number(),
      axis,
      change: z.enum(['applied', 'released']),
      unit: z.string(),
      before: z
        .number()
        .describe(
          'Delivered before the change; what the plan asked of what had not been measured yet.',
        ),
      after: z.number().describe('Delivered after it.'),
      asked: z
        .number()
        .describe('The most that the rule leaves (applied), or what the plan asks (released).'),
      after_ms: z.number().describe('How long after the change it was seen.'),
      proved: z.boolean().describe('The delivered dose followed within two ticks.'),
    }),
  ),
  drum: z
    .array(z.object({ at_ms: z.number(), bottleneck: axis.nullable(), ...figures }))
    .describe('Shares of time in which something waited for the resource, as means.'),
  not_kept: z
    .number()
    .int()
    .optional()
    .describe('Names, steps, spans and effects beyond the limit of a report; absent for none.'),
});
export type ConstraintPart = z.infer<typeof constraintPartSchema>;

type Beat = PayloadOf<'constraint.drum.sampled'>;

export interface ConstraintRecord {
  take(event: AmbushEvent): void;
  /** Undefined for a plan without constraints. */
  part(plan: Plan): ConstraintPart | undefined;
  /** Effects that were waited for in vain. */
  unproved(): readonly PayloadOf<'constraint.effect.proved'>[];
}

export function createConstraintRecord(): ConstraintRecord {
  return new Notes();
}

const betterSources: readonly Beat['source'][] = ['target', 'host', 'none'];

type Span = ConstraintPart['rules'][number]['applied'][number];

class Notes implements ConstraintRecord {
  readonly #named: PayloadOf<'constraint.identified'>[] = [];
  readonly #steps: PayloadOf<'constraint.step.changed'>[] = [];
  readonly #spans: { readonly axis: string; readonly span: Span }[] = [];
  /** Of each axis the one that is not over: its end is told even when no more are kept. */
  readonly #open = new Map<string, Span>();
  readonly #effects: PayloadOf<'constraint.effect.proved'>[] = [];
  /** Apart from the others, that many of those do not hide one. */
  readonly #unproved: PayloadOf<'constraint.effect.proved'>[] = [];
  #found: ConstraintPart['bottleneck'] = null;
  #notKept = 0;
  readonly #missing = new Set<string>();
  #source: Beat['source'] = 'none';
  #beats: Beat[] = [];
  #ticksPerRow = 1;
  #pending: Beat[] = [];

  take(event: AmbushEvent): void {
    switch (event.type) {
      case 'constraint.identified':
        this.#keep(this.#named, event.payload);
        this.#found = event.payload.bottleneck ?? this.#found;
        return;
      case 'constraint.step.changed':
        this.#keep(this.#steps, event.payload);
        return;
      case 'constraint.rule.applied':
        this.#begin(event.payload);
        return;
      case 'constraint.rule.released':
        this.#end(event.payload);
        return;
      case 'constraint.rule.unavailable':
        this.#missing.add(event.payload.axis);
        return;
      case 'constraint.effect.proved':
        this.#keep(this.#effects, event.payload);
        if (!event.payload.proved && this.#unproved.length < entriesMax) {
          this.#unproved.push(event.payload);
        }
        return;
      case 'constraint.drum.sampled':
        this.#beat(event.payload);
        return;
    }
  }

  unproved(): readonly PayloadOf<'constraint.effect.proved'>[] {
    return this.#unproved;
  }

  part({ constraints }: Plan): ConstraintPart | undefined {
    if (constraints === undefined) return undefined;
    return {
      bottleneck: this.#found,
      how: constraints.bottleneck === 'auto' ? 'auto' : 'given',
      source: this.#source,
      named: this.#named.map(({ atMs, bottleneck, figures: told }) => ({
        at_ms: thousandths(atMs),
        bottleneck,
        ...rounded(told),
      })),
      steps: this.#steps.map(({ atMs, step }) => ({ at_ms: thousandths(atMs), step })),
      rules: constraints.rules.map(({ axis: gives, when, action }) => {
        const applied = this.#spans.flatMap(({ axis: of, span }) => (of === gives ? [span] : []));
        const unavailable = this.#missing.has(gives) && applied.length === 0;
        return { axis: gives, when, action: actionText(action), unavailable, applied };
      }),
      effects: this.#effects.map(({ atMs, afterMs, ...rest }) => ({
        at_ms: thousandths(atMs),
        ...rest,
        after_ms: thousandths(afterMs),
      })),
      drum: this.#rows().map(({ atMs, bottleneck, figures: told }) => ({
        at_ms: thousandths(atMs),
        bottleneck,
        ...rounded(told),
      })),
      ...(this.#notKept === 0 ? {} : { not_kept: this.#notKept }),
    };
  }

  #begin({ axis: of, atMs, saw: seen }: PayloadOf<'constraint.rule.applied'>): void {
    const span = { start_ms: thousandths(atMs), end_ms: null, saw: seen };
    this.#open.set(of, span);
    this.#keep(this.#spans, { axis: of, span });
  }

  #end({ axis: of, atMs }: PayloadOf<'constraint.rule.released'>): void {
    const open = this.#open.get(of);
    if (open !== undefined) open.end_ms = thousandths(atMs);
    this.#open.delete(of);
  }

  #keep<Entry>(list: Entry[], entry: Entry): void {
    if (list.length < entriesMax) list.push(entry);
    else this.#notKept += 1;
  }

  /** Twice as many ticks to a row whenever there are too many rows. */
  #beat(beat: Beat): void {
    // After the target's end there is only the host to look at; the better source is told.
    if (betterSources.indexOf(beat.source) < betterSources.indexOf(this.#source)) {
      this.#source = beat.source;
    }
    this.#pending.push(beat);
    if (this.#pending.length < this.#ticksPerRow) return;
    this.#beats.push(merged(this.#pending));
    this.#pending = [];
    if (this.#beats.length <= drumRowsMax) return;
    const pairs = Math.ceil(this.#beats.length / 2);
    this.#beats = Array.from({ length: pairs }, (_, pair) =>
      merged(this.#beats.slice(2 * pair, 2 * pair + 2)),
    );
    this.#ticksPerRow *= 2;
  }

  #rows(): readonly Beat[] {
    return this.#pending.length === 0 ? this.#beats : [...this.#beats, merged(this.#pending)];
  }
}

/** The last of them, with the means of their figures. */
function merged(beats: readonly Beat[]): Beat {
  const last = beats.at(-1);
  if (last === undefined) throw new Error('Expected at least one beat, got none.');
  const mean = (name: keyof Beat['figures']): number | null => {
    const told = beats.flatMap((beat) => beat.figures[name] ?? []);
    return told.length === 0 ? null : told.reduce((sum, each) => sum + each, 0) / told.length;
  };
  return { ...last, figures: { cpu: mean('cpu'), memory: mean('memory'), disk: mean('disk') } };
}

function rounded({ cpu, memory, disk }: Beat['figures']): Beat['figures'] {
  const round = (value: number | null): number | null =>
    value === null ? null : millionths(value);
  return { cpu: round(cpu), memory: round(memory), disk: round(disk) };
}
