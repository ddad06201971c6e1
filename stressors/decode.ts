/**
 * One line of standard input to a command, or the reason why it is none. Written by hand: a
 * schema library would double the time that a stressor takes to start.
 *
 * @spec timeline platform strategy
 */
import { axes, type Dose, doseUnits } from '../machines/timeline/axis.ts';
import { type Curve, shapes } from '../machines/timeline/curve/curve.ts';
import type { Limits } from '../machines/timeline/timeline.ts';
import type { Stress, StressorCommand } from './protocol.ts';

/** A longer line is refused: no command of ours comes near. */
export const lineMaxChars = 1024 * 1024;

export type Decoded =
  | { readonly ok: true; readonly command: StressorCommand }
  | { readonly ok: false; readonly reason: string };

export function decode(line: string): Decoded {
  try {
    return { ok: true, command: readCommand(JSON.parse(line)) };
  } catch (error) {
    return { ok: false, reason: `Expected a command, got ${excerpt(line)}: ${reasonOf(error)}` };
  }
}

type Fields = Readonly<Record<string, unknown>>;

function readCommand(value: unknown): StressorCommand {
  const fields = fieldsOf(value, 'a command');
  switch (fields.do) {
    case 'arm':
      return {
        do: 'arm',
        stress: readStress(fields.stress),
        scratch: text(fields.scratch, 'scratch'),
        targetPids: readPids(fields.targetPids),
      };
    case 'adjust':
      return { do: 'adjust', dose: readDose(fields.dose) };
    case 'retarget':
      return { do: 'retarget', targetPids: readPids(fields.targetPids) };
    case 'stop':
      return { do: 'stop' };
    default:
      throw new Error('expected do to be arm, adjust, retarget or stop.');
  }
}

function readStress(value: unknown): Stress {
  const fields = fieldsOf(value, 'stress');
  const axis = axes.find((known) => known === fields.axis);
  if (axis === undefined) throw new Error(`expected axis to be one of ${axes.join(', ')}.`);
  const dose = readDose(fields.dose);
  if (dose.unit !== doseUnits[axis]) throw new Error(`expected a dose in ${doseUnits[axis]}.`);
  const startAtMs = amount(fields.startAtMs, 'startAtMs');
  const endAtMs = amount(fields.endAtMs, 'endAtMs');
  if (endAtMs <= startAtMs) throw new Error('expected endAtMs after startAtMs.');
  if (fields.priority !== 'polite' && fields.priority !== 'normal') {
    throw new Error('expected priority to be polite or normal.');
  }
  if (fields.floats !== undefined && fields.floats !== true) {
    throw new Error('expected floats to be true, or absent.');
  }
  return {
    clipId: text(fields.clipId, 'clipId'),
    axis,
    startAtMs,
    endAtMs,
    ...(fields.floats === true ? { floats: true } : {}),
    dose,
    priority: fields.priority,
    limits: readLimits(fields.limits),
    seed: amount(fields.seed, 'seed'),
  };
}

function readDose(value: unknown): Dose {
  const fields = fieldsOf(value, 'dose');
  const unit = Object.values(doseUnits).find((known) => known === fields.unit);
  if (unit === undefined) throw new Error('expected a known unit of dose.');
  const dose: Dose = {
    unit,
    from: amount(fields.from, 'from'),
    to: amount(fields.to, 'to'),
    ...(fields.curve === undefined ? {} : { curve: readCurve(fields.curve) }),
    ...(fields.cap === undefined ? {} : { cap: amount(fields.cap, 'cap') }),
  };
  if (unit === 'percent' && Math.max(dose.from, dose.to) > 100) {
    throw new Error('expected at most 100 percent.');
  }
  return dose;
}

function readCurve(value: unknown): Curve {
  const fields = fieldsOf(value, 'dose.curve');
  const shape = shapes.find((known) => known === fields.shape);
  switch (shape) {
    case undefined:
      throw new Error(`expected shape to be one of ${shapes.join(', ')}.`);
    case 'ramp':
      return { shape };
    case 'steps':
      return { shape, steps: Math.max(2, amount(fields.steps, 'steps')) };
    case 'sine':
    case 'triangle':
      return { shape, cycles: positive(fields.cycles, 'cycles') };
    case 'pulse':
      return {
        shape,
        cycles: positive(fields.cycles, 'cycles'),
        width: amount(fields.width, 'width'),
      };
  }
}

function readLimits(value: unknown): Limits {
  const fields = fieldsOf(value, 'limits');
  const memory = fieldsOf(fields.memory, 'limits.memory');
  return {
    memory:
      memory.bytes === undefined
        ? { percent: amount(memory.percent, 'limits.memory.percent') }
        : { bytes: amount(memory.bytes, 'limits.memory.bytes') },
    diskBytes: amount(fields.diskBytes, 'limits.diskBytes'),
  };
}

/** Never ourselves, our parent, init or a process group: those must not be paused. */
function readPids(value: unknown): readonly number[] {
  if (!Array.isArray(value)) throw new Error('expected targetPids to be a list.');
  return value.map((pid: unknown) => {
    const allowed = typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 1;
    if (!allowed || pid === process.pid || pid === process.ppid) {
      throw new Error(`expected the process id of a target, got ${String(pid)}.`);
    }
    return pid;
  });
}

function fieldsOf(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`expected ${name} to be an object.`);
  }
  return value as Fields;
}

function amount(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new Error(`expected ${name} to be a number of at least 0.`);
  }
  return value;
}

function positive(value: unknown, name: string): number {
  const number = amount(value, name);
  if (number === 0) throw new Error(`expected ${name} to be more than 0.`);
  return number;
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '' || value.includes('\0')) {
    throw new Error(`expected ${name} to be a text.`);
  }
  return value;
}

function excerpt(line: string): string {
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
