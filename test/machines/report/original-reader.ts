/**
 * A reader of the original assault report, written from its field list and from nothing of ours:
 * it takes exactly the fields that the original's own types have, each with its type, and names
 * every path that it could not load. Unknown keys are passed over only at the top, as serde does.
 */

type Check = (value: unknown, path: string) => readonly string[];

const test =
  (what: string, good: (value: unknown) => boolean): Check =>
  (value, path) =>
    good(value) ? [] : [`${path}: expected ${what}, got ${JSON.stringify(value)}`];
const text = test('a string', (value) => typeof value === 'string');
const bool = test('a boolean', (value) => typeof value === 'boolean');
const u64 = test('u64', (value) => Number.isSafeInteger(value) && Number(value) >= 0);
const i32 = test('i32', (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31);
const nanos = test('nanos', (value) => Number.isInteger(value) && Number(value) < 1e9);
const score = test('0 to 100', (value) => Number(value) >= 0 && Number(value) <= 100);
const word = (...words: readonly string[]) =>
  test(words.join(' or '), (value) => words.includes(String(value)));
const orNull =
  (check: Check): Check =>
  (value, path) =>
    value === null ? [] : check(value, path);
const many =
  (check: Check): Check =>
  (value, path) =>
    Array.isArray(value)
      ? value.flatMap((one, index) => check(one, `${path}[${index}]`))
      : [`${path}: expected an array`];
const empty = test('an empty array', (value) => Array.isArray(value) && value.length === 0);

/** A struct; a field whose name ends in `?` may be absent. */
function struct(fields: Readonly<Record<string, Check>>, open = false): Check {
  return (value, path) => {
    if (typeof value !== 'object' || value === null) return [`${path}: expected an object`];
    const known = new Set(Object.keys(fields).map((name) => name.replace('?', '')));
    const strange = open ? [] : Object.keys(value).filter((key) => !known.has(key));
    const wrong = Object.entries(fields).flatMap(([name, check]) => {
      const key = name.replace('?', '');
      const inner = (value as Record<string, unknown>)[key];
      if (inner === undefined) return name.endsWith('?') ? [] : [`${path}.${key}: missing`];
      return check(inner, `${path}.${key}`);
    });
    return [...strange.map((key) => `${path}.${key}: unknown field`), ...wrong];
  };
}

const axis = word('cpu', 'memory', 'disk', 'network', 'concurrency', 'time');
const duration = struct({ secs: u64, nanos });
const counts = struct({
  total_lines: u64,
  unsafe_blocks: u64,
  panic_sites: u64,
  unwrap_calls: u64,
  allocation_sites: u64,
  io_operations: u64,
  threading_constructs: u64,
});

const assaultReport = struct(
  {
    schema_version: word('2.5'),
    assail_report: struct({
      program_path: text,
      language: word('unknown', 'rust', 'c', 'cpp', 'go', 'python', 'javascript'),
      frameworks: empty,
      weak_points: empty,
      statistics: counts,
      file_statistics: empty,
      recommended_attacks: many(axis),
      dependency_graph: struct({ edges: empty }),
      taint_matrix: struct({ rows: empty }),
    }),
    attack_results: many(
      struct({
        program: text,
        axis,
        success: bool,
        skipped: bool,
        'skip_reason?': text,
        exit_code: orNull(i32),
        duration,
        peak_memory: u64,
        crashes: many(
          struct({
            timestamp: test('RFC 3339', (value) => /^\d{4}-\d\d-\d\dT.*Z$/.test(String(value))),
            signal: orNull(text),
            backtrace: orNull(text),
            stderr: text,
            stdout: text,
          }),
        ),
        signatures_detected: empty,
      }),
    ),
    total_crashes: u64,
    total_signatures: u64,
    overall_assessment: struct({
      robustness_score: score,
      critical_issues: many(text),
      recommendations: many(text),
    }),
    'timeline?': struct({
      duration,
      events: many(
        struct({
          id: text,
          axis,
          start_offset: duration,
          duration,
          intensity: word('Light', 'Medium', 'Heavy', 'Extreme'),
          args: many(text),
          'peak_memory?': u64,
          ran: bool,
        }),
      ),
    }),
  },
  true,
);

/** What the original could not load; empty when it loads the whole. */
export function loadAsOriginal(json: string): readonly string[] {
  return assaultReport(JSON.parse(json), 'report');
}
