/**
 * An intensity that moves, as the file has it: `{ from, to, shape, … }`.
 *
 * @spec timeline language
 */
import { formatDuration, parseDuration } from '../duration.ts';
import type { Level, Percent } from '../level.ts';
import { fault, type Reading, read } from '../reading.ts';
import { oneOf, show, showText } from '../show.ts';
import { parsePercent } from '../size.ts';
import { didYouMean } from '../suggest.ts';
import { type CurveIntensity, type Shape, shapes, stepsDefault, widthDefault } from './curve.ts';

const stepsMax = 100;
/** A shorter cycle is faster than a stressor's dose can be measured. */
export const everyMinMs = 250;

const keysOf: Readonly<Record<Shape, readonly string[]>> = {
  ramp: ['from', 'to', 'shape'],
  steps: ['from', 'to', 'shape', 'steps'],
  sine: ['from', 'to', 'shape', 'every'],
  triangle: ['from', 'to', 'shape', 'every'],
  pulse: ['from', 'to', 'shape', 'every', 'width'],
};
/** What a colleague's file may say instead, for the hint. */
const examples: Readonly<Record<Shape, string>> = {
  ramp: '{ from: 10%, to: 90%, shape: ramp }',
  steps: '{ from: 10%, to: 90%, shape: steps, steps: 4 }',
  sine: '{ from: 10%, to: 90%, shape: sine, every: 10s }',
  triangle: '{ from: 10%, to: 90%, shape: triangle, every: 10s }',
  pulse: '{ from: 10%, to: 90%, shape: pulse, every: 10s, width: 25% }',
};

type Fields = Readonly<Record<string, unknown>>;
type ParsePoint = (input: unknown) => Reading<Level | Percent>;

/** `parsePoint` reads one end, which may be nothing; both may not. */
export function parseCurve(fields: Fields, parsePoint: ParsePoint): Reading<CurveIntensity> {
  const shape = shapeOf(fields.shape);
  if (!shape.ok) return inside(shape, 'shape');
  const known = keysOf[shape.value];
  for (const key of Object.keys(fields)) {
    if (known.includes(key)) continue;
    const message = `Expected the keys of ${article(shape.value)} (${known.join(', ')}); got ${showText(key)}.`;
    const hint = didYouMean(key, known) ?? `Try ${examples[shape.value]}.`;
    return { ok: false, fault: { code: 'UNKNOWN_KEY', message, hint, path: [key], part: 'key' } };
  }
  const from = parsePoint(fields.from);
  if (!from.ok) return inside(from, 'from');
  const to = parsePoint(fields.to);
  if (!to.ok) return inside(to, 'to');
  if (isNothing(from.value) && isNothing(to.value)) {
    return fault(
      'INVALID_INTENSITY',
      `Expected ${article(shape.value)} with some stress in it; got 0% to 0%.`,
      'Try from 0% to 80%.',
    );
  }
  const course = courseOf(shape.value, fields);
  if (!course.ok) return course;
  return read({ shape: shape.value, from: from.value, to: to.value, ...course.value });
}

type Course = Pick<CurveIntensity, 'steps' | 'everyMs' | 'width'>;

function courseOf(shape: Shape, fields: Fields): Reading<Course> {
  let course: Course = {};
  if (shape === 'steps') {
    const steps = stepsOf(fields.steps ?? stepsDefault);
    if (!steps.ok) return inside(steps, 'steps');
    course = { steps: steps.value };
  }
  if (fields.every !== undefined) {
    const every = parseDuration(fields.every, 'positive');
    if (!every.ok) return inside(every, 'every');
    if (every.value < everyMinMs) {
      const message = `Expected a cycle of at least ${formatDuration(everyMinMs)}; got ${formatDuration(every.value)}.`;
      return inside(fault('INVALID_PERIOD', message, 'Try "every: 10s".'), 'every');
    }
    course = { ...course, everyMs: every.value };
  }
  if (shape === 'pulse') {
    const width = parsePercent(fields.width ?? `${widthDefault * 100}%`, 'positive');
    if (!width.ok) return inside(width, 'width');
    course = { ...course, width: width.value / 100 };
  }
  return read(course);
}

function shapeOf(input: unknown): Reading<Shape> {
  const typed = typeof input === 'string' ? input.trim().toLowerCase() : input;
  const found = input === undefined ? 'ramp' : shapes.find((shape) => shape === typed);
  if (found !== undefined) return read(found);
  const hint = typeof typed === 'string' ? didYouMean(typed, shapes) : undefined;
  const code = typeof input === 'object' ? 'WRONG_TYPE' : 'UNKNOWN_SHAPE';
  return fault(code, `Expected ${oneOf(shapes)}; got ${show(input)}.`, hint ?? 'Try "ramp".');
}

function stepsOf(input: unknown): Reading<number> {
  const steps = typeof input === 'string' && /^\s*\d{1,3}\s*$/.test(input) ? Number(input) : input;
  if (Number.isInteger(steps) && (steps as number) >= 2 && (steps as number) <= stepsMax) {
    return read(steps as number);
  }
  const message = `Expected 2 to ${stepsMax} steps; got ${show(input)}.`;
  return fault('INVALID_STEPS', message, 'Try "steps: 4".');
}

function isNothing(point: Level | Percent): boolean {
  return typeof point === 'object' && point.percent === 0;
}

function article(shape: Shape): string {
  return shape === 'steps' ? 'steps' : `a ${shape}`;
}

function inside(reading: Reading<never>, key: string): Reading<never> {
  return reading.ok ? reading : { ok: false, fault: { ...reading.fault, path: [key] } };
}
