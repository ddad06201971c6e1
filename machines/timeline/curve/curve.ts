/**
 * Curves of an intensity over time: how far it has gone from its one end to the other, as a pure
 * function of the progress of its event. A stressor evaluates it by itself, so that no message
 * on the way can make a curve late.
 *
 * @spec timeline terminology
 */
import type { Level, Percent } from '../level.ts';

export const shapes = ['ramp', 'steps', 'sine', 'triangle', 'pulse'] as const;
export type Shape = (typeof shapes)[number];

/** Automation: the intensity moves between two shares over the length of the event. */
export interface CurveIntensity {
  readonly shape: Shape;
  readonly from: Percent | Level;
  readonly to: Percent | Level;
  /** Levels of `steps`, both ends included. */
  readonly steps?: number;
  /** Length of a cycle of `sine`, `triangle` and `pulse`; absent: the whole event is one. */
  readonly everyMs?: number;
  /** Share of a cycle that a pulse lasts. */
  readonly width?: number;
}

export const stepsDefault = 4;
export const widthDefault = 0.5;

/** A curve over one event; what repeats counts its cycles over the whole event. */
export type Curve =
  | { readonly shape: 'ramp' }
  /** `steps` levels of equal length, the first being `from` and the last `to`. */
  | { readonly shape: 'steps'; readonly steps: number }
  /** From `from` to `to` and back in every cycle. */
  | { readonly shape: 'sine' | 'triangle'; readonly cycles: number }
  /** `to` for the first `width` of every cycle, a share, then `from`. */
  | { readonly shape: 'pulse'; readonly cycles: number; readonly width: number };

/** What the curve is over an event of this length; absent for a ramp, which every dose is. */
export function curveOver(intensity: CurveIntensity, durationMs: number): { curve?: Curve } {
  const { shape, steps = stepsDefault, everyMs, width = widthDefault } = intensity;
  const cycles = everyMs === undefined || durationMs <= 0 ? 1 : durationMs / everyMs;
  switch (shape) {
    case 'ramp':
      return {};
    case 'steps':
      return { curve: { shape, steps } };
    case 'sine':
    case 'triangle':
      return { curve: { shape, cycles } };
    case 'pulse':
      return { curve: { shape, cycles, width } };
  }
}

/** 0 at `from`, 1 at `to`; `progress` of the event runs from 0 to 1, and outside stands still. */
export function curveAt(curve: Curve, progress: number): number {
  const along = Math.min(1, Math.max(0, progress));
  switch (curve.shape) {
    case 'ramp':
      return along;
    case 'steps':
      return Math.min(curve.steps - 1, Math.floor(along * curve.steps)) / (curve.steps - 1);
    case 'sine':
      return (1 - Math.cos(2 * Math.PI * along * curve.cycles)) / 2;
    case 'triangle':
      return 1 - Math.abs(1 - 2 * phaseOf(curve.cycles, along));
    case 'pulse':
      return phaseOf(curve.cycles, along) < curve.width ? 1 : 0;
  }
}

/** The area under the curve from the start of the event to `progress`: at most `progress`. */
export function curveArea(curve: Curve, progress: number): number {
  const along = Math.min(1, Math.max(0, progress));
  switch (curve.shape) {
    case 'ramp':
      return (along * along) / 2;
    case 'steps':
      return areaOfSteps(curve.steps, along);
    case 'sine': {
      const turns = along * curve.cycles;
      return (turns / 2 - Math.sin(2 * Math.PI * turns) / (4 * Math.PI)) / curve.cycles;
    }
    case 'triangle':
      return areaOfCycles(curve.cycles, along, 0.5, (phase) =>
        phase < 0.5 ? phase * phase : 2 * phase - phase * phase - 0.5,
      );
    case 'pulse':
      return areaOfCycles(curve.cycles, along, curve.width, (phase) =>
        Math.min(phase, curve.width),
      );
  }
}

/** Where the curve turns or jumps, as progress within (0, 1), at most `most` of them. */
export function curveKnots(curve: Curve, most: number): readonly number[] {
  const knots: number[] = [];
  const add = (progress: number): void => {
    if (progress > 0 && progress < 1 && knots.length < most) knots.push(progress);
  };
  if (curve.shape === 'steps') {
    for (let step = 1; step < curve.steps && knots.length < most; step += 1) {
      add(step / curve.steps);
    }
  } else if (curve.shape !== 'ramp') {
    const turn = curve.shape === 'pulse' ? curve.width : 0.5;
    for (let cycle = 0; cycle < curve.cycles && knots.length < most; cycle += 1) {
      add(cycle / curve.cycles);
      add((cycle + turn) / curve.cycles);
    }
  }
  return knots;
}

/** The end of the event belongs to the cycle that it ends. */
function phaseOf(cycles: number, along: number): number {
  const turns = along * cycles;
  const phase = turns - Math.floor(turns);
  return phase === 0 && along === 1 ? 1 : phase;
}

function areaOfSteps(steps: number, along: number): number {
  const whole = Math.min(steps - 1, Math.floor(along * steps));
  const before = (whole * (whole - 1)) / 2;
  const rest = along * steps - whole;
  return (before + rest * whole) / (steps - 1) / steps;
}

function areaOfCycles(
  cycles: number,
  along: number,
  areaOfOne: number,
  areaWithin: (phase: number) => number,
): number {
  const turns = along * cycles;
  const whole = Math.floor(turns);
  return (whole * areaOfOne + areaWithin(turns - whole)) / cycles;
}
