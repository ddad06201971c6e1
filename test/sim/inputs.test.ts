/**
 * Goal: what a timeline types goes through the kernel, obeys its contracts, and has exactly one end,
 * which is the end of the event: for chains, conditions, signals, the verdict and the report.
 * Method: whole runs in virtual time, from the text to the report and the log, with a program in a
 * pane that takes what is typed, compacts and goes deaf by a script.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../cli/command-line.ts';
import { keptIo } from '../cli/commands/io.ts';
import { head, lane, rehearse, secret, spike } from './typed-run.ts';

const ask = `{ id: ask, at: 5s, inject: "status ${secret}" }`;
/** The text is written, the submit key settles, and the program shows its turn. */
const quickMs = 401;

describe('an input', () => {
  it('is typed at its time, and verified', async () => {
    const { part, of, events, injections } = await rehearse(`${head}${spike}${lane(ask)}`);
    expect(of('ask')).toMatchObject({
      ...{ state: 'done', outcome: 'verified', verification: 'pass', evidence: 'turn_started' },
      ...{ pane: '1', track: 'pane 1', planned_ms: 5_000, asked_ms: 5_000, start_skew_ms: 0 },
      ...{ ended_ms: 5_000 + quickMs, queue_wait_ms: 0, deferred_by: [], attempts: 1 },
      ...{ mode: 'keys', lost_chars: 0, chars: 21, stress: ['spike'], critical: false },
    });
    expect(injections).toMatchObject({ asked: 1, verified: 1, failed: 0, compactions: [] });
    expect(part.run.verdict).toBe('pass');
    // One correlation from the plan to the end, each step caused by the one before.
    const own = events.filter(({ payload }) => payload.clipId === 'ask');
    const [first] = own;
    const story = events.filter(({ correlationId }) => correlationId === first?.correlationId);
    expect(story.map(({ type }) => type).filter((type) => type !== 'contract.checked')).toEqual([
      ...['input.scheduled', 'input.due', 'inject.requested', 'inject.mode.selected'],
      ...['pane.state.changed', 'daemon.write.requested', 'daemon.write.ack', 'inject.applied'],
      ...['inject.submit.requested', 'inject.submit.sent', 'verify.pass', 'inject.verified'],
      ...['input.settled', 'pane.state.changed'],
    ]);
    const known = new Set(story.map(({ eventId }) => eventId));
    expect(story.every(({ causationId }) => causationId === null || known.has(causationId))).toBe(
      true,
    );
    expect(story.filter(({ causationId }) => causationId === null)).toHaveLength(1);
    const causeOf = (type: string) => {
      const event = story.find((one) => one.type === type);
      return story.find(({ eventId }) => eventId === event?.causationId)?.type;
    };
    expect(causeOf('inject.requested')).toBe('input.due');
    expect(causeOf('input.settled')).toBe('inject.verified');
  });

  it('is told nowhere but to the terminal', async () => {
    const { out, log } = await rehearse(`${head}${spike}${lane(ask)}`);
    expect(out).not.toContain(secret);
    expect(log).not.toContain(secret);
  });

  it('waits for a compaction to end, and the report shows both beside the stress', async () => {
    const { of, injections, part } = await rehearse(
      `${head}${spike}${lane('{ id: ask, at: 8s, inject: status }')}`,
      ...['--compact-at', '6s..12s'],
    );
    expect(of('ask')).toMatchObject({
      ...{ outcome: 'verified', verification: 'pass', deferred_by: ['compaction-gate'] },
      // The compaction is over at 12 s, its cooldown 1.5 s later.
      ...{ asked_ms: 8_000, queue_wait_ms: 5_500, ended_ms: 13_500 + quickMs, stress: ['spike'] },
    });
    expect(injections.compactions).toEqual([
      {
        ...{ pane: '1', start_ms: 6_000, end_ms: 12_000, confirmed: true, end_reason: 'script' },
        stress: ['spike'],
      },
    ]);
    expect(injections.queue_wait_ms).toEqual({ mean: 5_500, p95: 5_500, max: 5_500 });
    expect(injections.deferred).toBe(1);
    expect(part.run.verdict).toBe('pass');
  });

  it('passes the gate as a recovery intent, and its verification is suspect', async () => {
    const { of, events } = await rehearse(
      `${head}${spike}${lane('{ id: stop, at: 8s, inject: /stop, critical: true }')}`,
      ...['--compact-at', '6s..12s'],
    );
    expect(of('stop')).toMatchObject({
      ...{ outcome: 'verified', critical: true, overrode: ['compaction-gate'], queue_wait_ms: 0 },
      verification: 'false_positive',
    });
    expect(events.map(({ type }) => type)).toContain('contract.override');
  });

  it('fails where the program does not take it, never typed twice, and nothing is proved', async () => {
    const { of, part, status, events } = await rehearse(
      `${head}${spike}${lane(ask)}`,
      ...['--deaf-at', '0s..60s'],
    );
    expect(of('ask')).toMatchObject({
      ...{ outcome: 'failed', attempts: 3, verification: null },
      reason: 'the program was not seen to take it',
    });
    expect(events.filter(({ type }) => type === 'daemon.write.requested')).toHaveLength(1);
    expect(part.run.reasons).toEqual([
      'ask was not seen to be taken: the program was not seen to take it.',
    ]);
    expect([status, part.run.verdict]).toEqual([3, 'inconclusive']);
  });

  it('that waits when the run is over is dropped with a reason', async () => {
    const { of, part } = await rehearse(
      `${head}${spike}${lane('{ id: ask, at: 50s, inject: status }')}`,
      ...['--compact-at', '45s'],
    );
    expect(of('ask')).toMatchObject({
      ...{ outcome: 'dropped', deferred_by: ['compaction-gate'], queue_wait_ms: 10_000 },
      ...{ ended_ms: 60_000, reason: 'the run was over while it waited', mode: null },
    });
    expect(part.run.reasons).toEqual(['ask was dropped: the run was over while it waited.']);
  });

  it('that is being submitted when the run is over is still seen to be taken', async () => {
    const late = lane('{ id: ask, at: 59.9s, inject: status }');
    const { of, part } = await rehearse(`${head}${spike}${late}`);
    expect(of('ask')).toMatchObject({ outcome: 'verified', ended_ms: 59_900 + quickMs });
    expect(part.run.verdict).toBe('pass');
  });

  it('is dropped by its own time to wait', async () => {
    const { of } = await rehearse(`${head}${spike}${lane(ask)}`, '--compact-at', '2s..59s');
    expect(of('ask')).toMatchObject({
      ...{ outcome: 'dropped', queue_wait_ms: 45_000 },
      reason: 'it waited for the compaction to end until its time was up',
    });
  });

  it('is skipped when the target ends before its time', async () => {
    const { of, part } = await rehearse(`${head}${spike}${lane(ask)}`, '--exit-at', '3s=0');
    expect(of('ask')).toMatchObject({ state: 'skipped', outcome: null, asked_ms: null });
    expect(part.run.reasons).toContain('ask was skipped: the target had ended.');
  });

  it('waits for another life of a target that crashes', async () => {
    const text = `program: ./p
duration: 40s
target: { pane: { cols: 80, rows: 24 }, restart: on-crash }
${spike}${lane('{ id: ask, at: 5s, inject: one }', '{ id: again, at: 10s, inject: two }')}`;
    const { of, part } = await rehearse(text, '--crash-at', '9.99s');
    expect([of('ask')?.outcome, of('again')?.outcome]).toEqual(['verified', 'verified']);
    expect(of('again')?.deferred_by).toEqual(['link-gate']);
    expect(part.target.lives).toHaveLength(2);
  });
});

it('the guide shows what it prints', async () => {
  const path = fileURLToPath(new URL('../../docs/guides/talking-target.md', import.meta.url));
  const page = readFileSync(path, 'utf8');
  const [, timeline = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(page) ?? [];
  const io = keptIo(timeline, '/');
  expect(await commandLine(['rehearse', '-', '--compact-at', '6s..10s'], io)).toBe(0);
  const shown = io.said.out.trimEnd().replace('ambush run -', 'ambush run timeline.yaml');
  const block = `$ ambush rehearse timeline.yaml --compact-at 6s..10s\n${shown}\n\`\`\``;
  const fresh = page.replace(/^\$ ambush rehearse[\s\S]*?^```$/m, () => block);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, fresh);
  expect(fresh).toBe(page);
});

describe('an input and the rest of the timeline', () => {
  it('leads by its outcome, and is led to by what happens', async () => {
    const text = `${head}${spike}tracks:
  - pane: "1"
    events:
      - { id: ask, at: 5s, inject: one }
      - { id: after-spike, inject: two }
      - { id: sorry, inject: three }
      - { id: while-compacting, inject: /stop, critical: true, start_when: 'pane("1").compacting == "confirmed"' }
  - axis: memory
    events:
      - { id: follow, for: 2s, intensity: light }
      - { id: never, for: 2s, intensity: light, start_when: { event: ask, outcome: failed } }
      - { id: crowded, for: 2s, intensity: light, start_when: { 'max(pane("1").queue_depth, 5s) >= 1': } }
chains:
  - ask[verified] -> follow
  - spike[survived] -> after-spike
  - ask[dropped] -> sorry
`;
    const { of, part, events } = await rehearse(text, '--compact-at', '19s..30s');
    expect(of('after-spike')).toMatchObject({
      ...{ waits_for: 'spike[survived]', condition_met: true, deferred_by: ['compaction-gate'] },
      ...{ asked_ms: 20_000, outcome: 'verified' },
    });
    expect(of('sorry')).toMatchObject({ state: 'skipped', condition_met: false });
    expect(of('while-compacting')).toMatchObject({ asked_ms: 20_000, outcome: 'verified' });
    const starts = Object.fromEntries(part.events.map(({ id, actual }) => [id, actual?.start_ms]));
    expect(starts.follow).toBe(5_000 + quickMs + 20);
    expect(starts.never).toBeUndefined();
    expect(starts.crowded).toBe(20_000 + 20);
    expect(part.run.verdict).toBe('pass');
    const due = events.find(
      ({ type, payload }) => type === 'input.due' && payload.clipId === 'while-compacting',
    );
    const met = events.find(({ eventId }) => eventId === due?.payload.metBy);
    expect(met).toMatchObject({
      type: 'condition.met',
      payload: { saw: { 'pane("1").compacting': 'confirmed' } },
    });
  });

  it('leads by its failure, too, and what follows a crash has nobody to type to', async () => {
    const text = `program: ./p
duration: 60s
seed: 1
target: { pane: {} }
events:
  - { id: spike, axis: cpu, at: 0s, for: 20s, intensity: light }
  - { id: after, axis: memory, for: 5s, intensity: light }
  - { id: last-words, axis: disk, for: 2s, intensity: light, start_when: { crashes >= 1 } }
${lane(ask, '{ id: late, at: 31s, inject: more }')}chains: ["ask[failed] -> after"]
`;
    const failed = await rehearse(text, '--deaf-at', '0s..60s');
    const startOf = (id: string, { part }: typeof failed) =>
      part.events.find((event) => event.id === id)?.actual?.start_ms ?? null;
    expect(startOf('after', failed)).toBe((failed.of('ask')?.ended_ms ?? 0) + 20);
    const crashed = await rehearse(text, '--crash-at', '30s');
    expect(startOf('last-words', crashed)).not.toBeNull();
    expect(crashed.of('late')).toMatchObject({ state: 'skipped', reason: 'the target had ended' });
    expect(startOf('after', crashed)).toBeNull();
  });

  it('is expected to be taken, and breaks that also when it is cut off', async () => {
    const expects = 'expect: [injections_failed == 0]\n';
    const late = lane('{ id: ask, at: 59s, inject: status }');
    const taken = await rehearse(`${head}${spike}${late}${expects}`);
    expect([taken.status, taken.part.run.verdict]).toEqual([0, 'pass']);
    const cut = await rehearse(`${head}${spike}${late}${expects}`, '--deaf-at', '50s');
    expect(cut.of('ask')).toMatchObject({ outcome: 'outcome_unknown', ended_ms: 66_000 });
    expect([cut.status, cut.part.run.verdict]).toEqual([1, 'fail']);
  });

  it('tells conditions what failed, and safe mode that there is none', async () => {
    const text = `${head}${spike}${lane(ask)}abort_when: { injections_failed >= 1, not safe_mode: }\n`;
    const { part } = await rehearse(text, '--deaf-at', '0s..60s');
    expect(part.run.status).toBe('aborted');
  });
});
