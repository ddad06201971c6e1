/**
 * Instants and lengths of time as other formats write them.
 *
 * @spec timeline reporting
 */

const msPerDay = 86_400_000;

/** Wall-clock milliseconds since 1970 as RFC 3339 in UTC, such as `2026-02-09T12:00:00.000Z`. */
export function rfc3339(wallMs: number): string {
  const ms = Math.round(wallMs);
  const days = Math.floor(ms / msPerDay);
  const rest = ms - days * msPerDay;
  const { year, month, day } = civil(days);
  const clock = [rest / 3_600_000, (rest / 60_000) % 60, (rest / 1_000) % 60];
  const time = clock.map((part) => padded(Math.floor(part), 2)).join(':');
  const date = `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
  return `${date}T${time}.${padded(rest % 1_000, 3)}Z`;
}

/** A length of time as Rust's `Duration` is written; what is negative counts as nothing. */
export function rustDuration(ms: number): { secs: number; nanos: number } {
  const nanos = Math.max(0, Math.round(ms * 1e6));
  return { secs: Math.floor(nanos / 1e9), nanos: nanos % 1e9 };
}

/** The Gregorian date of a day since 1970, counting years from March so that leap days come last. */
function civil(days: number): { year: number; month: number; day: number } {
  const fromMarch0 = days + 719_468;
  const era = Math.floor(fromMarch0 / 146_097);
  const dayOfEra = fromMarch0 - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - (365 * yearOfEra + leapDays);
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
