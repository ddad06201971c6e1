/**
 * Figures in the units that people read: `64 MiB`, `3.2 MiB/s`, `75 %`, `12.0 s`.
 */

const steps = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Three significant digits at most: `640 MiB`, `1.5 GiB`, `12 KiB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (Math.abs(value) >= 1000 && step < steps.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${brief(value, step === 0)} ${steps[step] ?? 'B'}`;
}

/** A dose or a measure in the unit of its axis. */
export function doseText(value: number, unit: string): string {
  switch (unit) {
    case 'percent':
      return `${brief(value)} %`;
    case 'bytes':
      return bytesText(value);
    case 'bytes/s':
      return `${bytesText(value)}/s`;
    default:
      return `${brief(value)} ${unit}`;
  }
}

/** An offset of the timeline as it stands at the start of a line: `+12.0s`. */
export function offsetText(ms: number): string {
  const seconds = Math.round(ms / 100) / 10;
  return `${seconds < 0 ? '-' : '+'}${Math.abs(seconds).toFixed(1)}s`;
}

/** An offset where many stand in a row: `45s`, `2.5m`, `1h`. */
export function planOffset(ms: number): string {
  if (ms >= 3_600_000) return `${hundredths(ms / 3_600_000)}h`;
  return ms >= 120_000 ? `${hundredths(ms / 60_000)}m` : `${hundredths(ms / 1000)}s`;
}

/** A length of time: `0.3 ms`, `250 ms`, `12.0 s`, `2 min 05 s`, `1 h 30 min`. */
export function lengthText(ms: number): string {
  if (ms < 999.5) return `${brief(ms)} ms`;
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${twoDigits(Math.floor((seconds % 3600) / 60))} min`;
}

/** A share from 0 to 1 as whole percent; `-` where the system does not tell. */
export function shareText(share: number | null): string {
  return share === null ? '-' : `${Math.round(share * 100)} %`;
}

/** Counts a thing: `1 crash`, `2 crashes`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function hundredths(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function brief(value: number, whole = false): string {
  if (whole || Number.isInteger(value) || Math.abs(value) >= 99.95)
    return String(Math.round(value));
  const text =
    Math.abs(value) >= 9.95 ? value.toFixed(1) : value.toFixed(Math.abs(value) < 1 ? 2 : 1);
  return text.replace(/\.?0+$/, '');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
