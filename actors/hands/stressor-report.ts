/**
 * One line of a stressor's standard output as a report, or null when it is none. A process that
 * says anything else is not one of ours any more, whatever its file is called.
 *
 * @spec timeline platform strategy
 */
import type { StressorReport } from '../../stressors/protocol.ts';

type Kind = 'number' | 'string' | 'dose' | 'aftermath';

/** The fields of each report besides `is`. */
const fields: Readonly<Record<StressorReport['is'], Readonly<Record<string, Kind>>>> = {
  ready: { pid: 'number' },
  armed: { atMs: 'number' },
  started: { atMs: 'number' },
  measured: { atMs: 'number', asked: 'number', delivered: 'number' },
  adjusted: { atMs: 'number', asked: 'number' },
  limited: { atMs: 'number', reason: 'string' },
  ended: { atMs: 'number', dose: 'dose', aftermath: 'aftermath' },
  failed: { atMs: 'number', reason: 'string', aftermath: 'aftermath' },
};

export function readReport(line: string): StressorReport | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isRecord(value) || typeof value.is !== 'string' || !Object.hasOwn(fields, value.is)) {
    return null;
  }
  const wanted = Object.entries(fields[value.is as StressorReport['is']]);
  return wanted.every(([name, kind]) => isKind(value[name], kind))
    ? (value as unknown as StressorReport)
    : null;
}

function isKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'string':
      return typeof value === 'string';
    case 'aftermath':
      return value === 'idle' || value === 'spent' || value === 'hung';
    case 'dose':
      return (
        isRecord(value) &&
        isKind(value.asked, 'number') &&
        isKind(value.delivered, 'number') &&
        isRecord(value.detail) &&
        Object.values(value.detail).every((figure) => isKind(figure, 'number'))
      );
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
