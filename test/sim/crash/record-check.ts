/**
 * Invariants 48 and 50 to 53, where a head died: what was acknowledged can be read, what is read
 * is the longest valid prefix, the head that goes on is what the record says, and says again what
 * the record says; a replay decides the same, and notices what was forged.
 *
 * @spec reliability invariants
 */
import { replaySession } from '../../../actors/replay/replay.ts';
import type { Envelope, Kernel } from '../../../embed/kernel.ts';
import type { SessionLine } from '../../../machines/record/session-line.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { firstLineOf } from '../../../runtime/record/first-line.ts';
import { LogWalk } from '../../../runtime/record/log-walk.ts';
import type { Dice } from '../kernel/dice.ts';
import { simContracts } from '../kernel/sim-contracts.ts';
import type { Accuse } from '../kernel/turn.ts';
import { damaged } from './damage.ts';
import type { Life, Source } from './life.ts';
import { sightOf } from './life.ts';
import { logFilesOf, type Segments } from './sim-disk.ts';
import { longestPrefix, type TrueReading } from './true-reader.ts';

/** What the contracts of the simulator say of a text. */
const quoted = /("quotes |"CANARY )(?:[^"\\]|\\.)*/g;

/** Newest events that the ring of a head that goes on is asked for. */
const lookedAt = 200;

/** 53: the product reads the longest valid prefix, and says so when there is more. */
export function checkReading(accuse: Accuse, segments: Segments, truth: TrueReading) {
  const files = logFilesOf(segments);
  const first = firstLineOf(files, 'log');
  if (first.kind !== 'header') {
    if (truth.lines.length > 0) accuse(53, `${truth.lines.length} lines, and no log is found`);
    return [];
  }
  const walk = new LogWalk(files, first.header);
  const lines: SessionLine[] = [];
  for (const { line } of walk.lines()) lines.push(line);
  const wrong = lines.findIndex((line, at) => JSON.stringify(line) !== truth.lines[at]?.text);
  if (wrong >= 0) accuse(53, `line ${wrong} is read, and is not in the longest valid prefix`);
  if (lines.length < truth.lines.length) {
    accuse(53, `${lines.length} lines are read of ${truth.lines.length}: ${truth.why ?? 'whole'}`);
  }
  if ((walk.damage === null) !== (truth.why === null)) {
    accuse(53, `damage ${walk.damage?.reason ?? 'none'}, in truth ${truth.why ?? 'none'}`);
  }
  return lines;
}

/** 51: what the system took is in it, and nothing else. */
export function checkAcknowledged(accuse: Accuse, life: Life, truth: TrueReading): void {
  const { acknowledged, tap, disk } = life;
  if (truth.lines.length < acknowledged) {
    accuse(51, `${acknowledged} lines acknowledged, ${truth.lines.length} can be read`);
  }
  if (disk.isSoundAgain && truth.why !== null) {
    accuse(53, `the disk refused once, and the log does not end whole: ${truth.why}`);
  }
  const other = truth.lines.findIndex(
    ({ text }, at) => text !== tap.lines[at] && !text.startsWith('{"end"'),
  );
  if (other >= 0) accuse(51, `line ${other} is another than was written`);
}

/** 50: before anything of now, the head is what it was after the last durable input. */
export function checkSight(accuse: Accuse, kernel: Kernel, source: Source, next: Life): void {
  const { sights } = source;
  const inputs = inputsOf(source);
  const then = isPlain(source) ? sights.get(inputs) : undefined;
  const now = sightOf(kernel, Object.keys(kernel.stats().queues));
  if (then !== undefined && then !== now) {
    accuse(50, `after ${inputs} inputs it was ${then}, and is ${now}`);
  }
  if (next.isRefused) return;
  const said = eventsOf(next.tap.lines).slice(-lookedAt).reverse();
  const kept = kernel.query({ limit: lookedAt });
  if (said.map(({ eventId }) => eventId).join() !== kept.map(({ eventId }) => eventId).join()) {
    accuse(48, 'the ring of a head that goes on is not the end of its record');
  }
}

/** 50 and 52: it says again what the record says, to the end of what the last input brought. */
export function checkRelived(accuse: Accuse, source: Source, next: Life): void {
  const { texts, tap } = source;
  if (next.isRefused) return;
  const relived = next.tap.lines.slice(0, next.tap.recoverAt ?? 0);
  const other = texts.findIndex((text, at) => !isSameLine(text, relived[at]));
  if (other >= 0) {
    accuse(50, `line ${other} was ${texts[other]}, and is ${relived[other] ?? 'nothing'}`);
    return;
  }
  if (!isPlain(source)) return;
  const end = endOf(source);
  const rest = tap.lines.slice(texts.length, end);
  const now = relived.slice(texts.length);
  if (rest.length !== now.length || rest.some((text, at) => !isSameLine(text, now[at]))) {
    accuse(52, `the last input brought ${rest[0] ?? 'nothing'}, and now ${now[0] ?? 'nothing'}`);
  }
}

/**
 * Whoever reads a line and writes it again may put its keys in another order; and a contract that
 * quotes a text quotes a sketch, which dev mode shows.
 */
function isSameLine(one: string, other: string | undefined): boolean {
  const bare = (text: string): string => ordered(text).replace(quoted, '$1');
  return one === other || (other !== undefined && bare(one) === bare(other));
}

function ordered(text: string): string {
  return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** All that the last durable input brought is known, and came of it alone: it can be lived again. */
function isPlain(source: Source): boolean {
  const { tap, texts, isRefused } = source;
  const end = endOf(source);
  return !isRefused && !tap.nested.some((at) => at >= texts.length && at < end);
}

/** Behind all that the last durable input brought. */
function endOf({ tap, texts }: Source): number {
  return tap.groups.find((at) => at >= texts.length) ?? tap.lines.length;
}

/** Durable inputs, those within others left out. */
export function inputsOf({ tap, texts }: Source): number {
  return tap.groups.filter((at) => at < texts.length).length;
}

/** What a head that goes on has behind it; null where its log refused it, and nobody can tell. */
export function relivedBy(source: Source, next: Life): readonly string[] | null {
  if (!next.isRefused) return next.tap.lines;
  return isPlain(source) ? source.tap.lines.slice(0, endOf(source)) : null;
}

export function eventsOf(lines: readonly string[]): readonly Envelope[] {
  return lines
    .filter((text) => text.startsWith('{"eventId"'))
    .map((text) => {
      const { atMs: _, ...event } = JSON.parse(text) as Envelope & { readonly atMs: number };
      return event;
    });
}

/** 52: the written log decides the same again; forged, it does not. */
export function checkReplay(accuse: Accuse, lines: readonly SessionLine[], dice: Dice): void {
  const replayed = replay(lines);
  if (replayed !== true) accuse(52, `a replay differs: ${replayed}`);
  if (dice.chance(0.6)) return;
  const forged = forge(lines, dice);
  if (forged && replay(forged.lines) === true) {
    accuse(52, `forged, it replays the same: ${forged.was}`);
  }
}

function replay(lines: readonly SessionLine[]): boolean | string {
  const source = { name: 'log', lines: () => lines };
  // Those that the session registered, and no other: the crash may have come before.
  const registered = lines.flatMap((line) =>
    'input' in line && line.input === 'contract' ? [line.id] : [],
  );
  const contracts = simContracts.filter(({ id }) => registered.includes(id));
  const options = { seeded: createSeededRandom, contracts, enforced: [] };
  const result = replaySession(source, options);
  if (!result.ok) return result.problems[0]?.message ?? 'refused';
  const { isSame, verdicts, events, differences } = result.value;
  // The contracts are those of the session, so its events must be the same, too; but see above.
  const hadDevMode = lines.some((line) => 'input' in line && line.input === 'dev-mode');
  const isAll = isSame && (hadDevMode || events.recorded.hash === events.now.hash);
  return isAll || JSON.stringify({ verdicts, events, differences: differences.length });
}

/** One event of Lane A told otherwise, or one verdict. */
function forge(lines: readonly SessionLine[], dice: Dice) {
  const at = dice.below(lines.length);
  const isVerdict = dice.chance(0.5);
  const from = lines.findIndex(
    (line, index) =>
      index >= at &&
      isVerdict === 'verdict' in line &&
      ('verdict' in line ||
        ('eventId' in line && !/^(?:contract\.checked|pty\.data|ui\.)/.test(String(line.type)))),
  );
  const line = lines[from];
  if (!line) return null;
  const isShown = lines.some((one) => 'input' in one && one.input === 'dev-mode');
  if (isShown && !('verdict' in line)) return null;
  const now = 'verdict' in line ? forgeVerdict(line, dice) : forgeEvent(line, dice);
  const was = `${JSON.stringify(line)}, told as ${JSON.stringify(now)}`;
  return { was, lines: lines.with(from, now) };
}

function forgeVerdict(line: SessionLine, dice: Dice): SessionLine {
  const { verdict } = line as { readonly verdict: string };
  const other = verdict === 'allowed' ? 'blocked' : 'allowed';
  const reasons = [{ contractId: 'forged', detail: 'forged' }];
  return { ...line, ...(dice.chance(0.5) ? { verdict: other } : { reasons }) } as SessionLine;
}

function forgeEvent(line: SessionLine, dice: Dice): SessionLine {
  const { ts, seq } = line as unknown as Envelope;
  const forged: Partial<Envelope> = dice.pick<Partial<Envelope>>([
    { ts: ts + 1 },
    { seq: seq + 1 },
    { source: 'forger' },
    { causationId: '00000000-0000-4000-8000-000000000000' },
    { payload: { forged: true } },
  ]);
  return { ...line, ...forged } as SessionLine;
}

/** 53 once more: cut at any byte, the log reads as what was whole before; hurt, as what was not. */
export function checkHurt(accuse: Accuse, segments: Segments, dice: Dice): void {
  const last = Math.max(...segments.keys());
  const bytes = segments.get(last);
  if (!bytes) return;
  const whole = longestPrefix(segments);
  const ends = whole.lines.filter(({ segment }) => segment === last).map(({ to }) => to);
  const end = ends[dice.below(Math.max(1, ends.length))] ?? 0;
  // Anywhere, and where only the line feed is missing.
  for (const size of [dice.below(bytes.length + 1), dice.chance(0.5) ? end : end - 1]) {
    const cut = new Map(segments).set(last, bytes.subarray(0, size));
    const truth = longestPrefix(cut);
    const expected = whole.lines.filter(({ segment, to }) => segment < last || to <= size);
    if (truth.lines.length !== expected.length) accuse(53, `a cut at ${size} reads otherwise`);
    checkReading(accuse, cut, truth);
  }
  for (let time = 0; time < 2; time += 1) {
    const hurt = damaged(segments, dice, new Set(['bit-flips', 'strange-segments']));
    if (hurt !== segments) checkReading(accuse, hurt, longestPrefix(hurt));
  }
}

/** 14: what waited when a record broke off may have been written since, and waits no more. */
export function checkDoubt(accuse: Accuse, kernel: Kernel, { lines }: Source): void {
  const last = lines.at(-1);
  if (!last || !('end' in last)) return;
  for (const [pane, depth] of Object.entries(kernel.stats().queues)) {
    if (depth > 0) accuse(14, `${depth} still wait on ${pane} in doubt`);
  }
}
