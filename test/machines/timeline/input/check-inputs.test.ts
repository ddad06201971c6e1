/**
 * Goal: an input lane that could never run is told at its place, with what was meant.
 * Method: files with one fault each, and files without.
 */
import { describe, expect, it } from 'vitest';
import { complaints, judge } from '../documents.ts';

const file = (lane: string, rest = 'target: { pane: {} }') =>
  `program: p\n${rest}\ntracks:\n  - ${lane}`;
const found = (lane: string, rest?: string) => complaints(file(lane, rest));
const said = (lane: string, rest?: string) => {
  const judged = judge(file(lane, rest));
  return judged.ok ? [] : judged.problems.map(({ message, hint }) => `${message} ${hint}`);
};

describe('an input lane', () => {
  it.each([
    '{ pane: "1", events: [{ at: 0s, inject: status }] }',
    '{ pane: 1, events: [{ at: 0s, inject: "a\\nb" }] }',
    '{ pane: "1", events: [{ id: a, at: 1s, inject: x, critical: true, cli: claude }] }',
    '{ pane: "1", events: [{ inject: x, start_when: { crashes >= 1 } }] }',
    '{ pane: "1", events: [{ inject: x, start_when: "safe_mode" }] }',
  ])('%s', (lane) => {
    expect(found(lane)).toEqual([]);
  });

  it.each([
    ['{ pane: "2", events: [{ at: 0, inject: x }] }', 'UNKNOWN_PANE tracks[0].pane 4:13'],
    ['{ pane: "1", events: [{ inject: x }] }', 'MISSING_KEY tracks[0].events[0].at 4:27'],
    ['{ pane: "1", events: [{ at: 0 }] }', 'MISSING_KEY tracks[0].events[0].inject 4:27'],
    [
      '{ pane: "1", events: [{ at: 0, inject: "" }] }',
      'EMPTY_TEXT tracks[0].events[0].inject 4:44',
    ],
    ['{ pane: "1", events: [{ at: 0, inject: 5 }] }', 'WRONG_TYPE tracks[0].events[0].inject 4:44'],
    [
      '{ pane: "1", events: [{ at: 0, inject: x, cli: claud }] }',
      'UNKNOWN_CLI tracks[0].events[0].cli 4:52',
    ],
    [
      '{ pane: "1", events: [{ at: 0, inject: x, critical: yes-please }] }',
      'WRONG_TYPE tracks[0].events[0].critical 4:57',
    ],
    [
      '{ pane: "1", events: [{ at: 0, inject: x, for: 3s }] }',
      'UNKNOWN_KEY tracks[0].events[0].for 4:47',
    ],
    [
      `{ pane: "1", events: [{ at: 0, inject: "${'é'.repeat(32_769)}" }] }`,
      'TEXT_TOO_LONG tracks[0].events[0].inject 4:44',
    ],
    [
      '{ pane: "1", events: [{ id: a, at: 0, inject: x }, { id: a, at: 0, inject: x }] }',
      'DUPLICATE_ID tracks[0].events[1].id 4:62',
    ],
    [
      '{ pane: "1", events: [{ inject: x, start_when: { crashs >= 1 } }] }',
      'UNKNOWN_SIGNAL tracks[0].events[0].start_when["crashs >= 1"] 4:54',
    ],
  ])('%s', (lane, problem) => {
    expect(found(lane)).toEqual([problem]);
  });

  it('needs a terminal', () => {
    const lane = '{ pane: "1", events: [{ at: 0, inject: x }] }';
    expect(found(lane, 'target: { restart: never }')).toEqual(['NO_PANE tracks[0].pane 4:13']);
    expect(said(lane, 'seed: 1')[0]).toContain('Try "target: { pane: { cols: 100, rows: 30 } }".');
  });

  it('takes 64 KiB, and no more', () => {
    expect(found(`{ pane: "1", events: [{ at: 0, inject: "${'é'.repeat(32_768)}" }] }`)).toEqual(
      [],
    );
  });

  it('cannot come after the end of the run', () => {
    const late = '{ pane: "1", events: [{ at: 61s, inject: x }] }';
    expect(found(late, 'target: { pane: {} }\nduration: 60s')).toEqual([
      'EVENT_PAST_DURATION tracks[0].events[0].at 5:33',
    ]);
  });

  it('says what was meant', () => {
    expect(said('{ pane: "one", events: [{ at: 0, inject: x }] }')).toEqual([
      'Expected the pane of the target, "1"; got "one". Try "1".',
    ]);
  });
});

describe('the end of an input', () => {
  const chains = (text: string) =>
    `program: p\ntarget: { pane: {} }\nchains: ["${text}"]\ntracks:\n` +
    `  - { pane: "1", events: [{ id: ask, at: 0, inject: x }, { id: two, inject: y }] }\n` +
    `  - { axis: cpu, events: [{ id: spike, at: 0, for: 1s }, { id: more, for: 1s }] }\n` +
    `  - { axis: disk, events: [{ id: d, at: 0, for: 1s }] }\n`;

  it.each([
    'ask -> [two, more]',
    'ask[verified] -> [two, more]',
    '[ask[failed], spike[crash]] -> [two, more]',
    'ask[dropped] -> two -> more',
    'ask[outcome_unknown] -> [two, more]',
  ])('%s', (text) => {
    expect(complaints(chains(text))).toEqual([]);
  });

  it.each([
    ['ask[crash] -> [two, more]', 'OUTCOME_OF_OTHER_KIND chains[0] 3:11'],
    ['spike[verified] -> [two, more]', 'OUTCOME_OF_OTHER_KIND chains[0] 3:11'],
    ['input-1 -> [two, more]', 'UNKNOWN_EVENT chains[0] 3:11'],
  ])('%s', (text, problem) => {
    expect(complaints(chains(text))).toEqual([problem]);
  });

  it('cannot be its own cause, by whatever way round', () => {
    const text = `program: p\ntarget: { pane: {} }\ntracks:\n  - pane: "1"\n    events:\n      - { id: a, inject: x, start_when: { event: b } }\n      - { id: b, inject: y, start_when: { event: a } }\n`;
    expect(complaints(text)).toContain('CHAIN_CYCLE tracks[0].events[1].start_when.event 7:50');
  });
});

describe('the signals of the pane', () => {
  const when = (text: string, pane = 'target: { pane: {} }') =>
    complaints(
      `program: p\n${pane}\nevents: [{ axis: cpu, for: 1s, start_when: ${JSON.stringify(text)} }]`,
    ).map((problem) => problem.split(' ')[0]);

  it.each([
    'pane("1").compacting == "confirmed"',
    'pane(1).queue_depth > 3',
    'max(pane("1").queue_depth, 30s) >= 2',
    'pane("1").injections_failed >= 1 or safe_mode',
    'injections_failed >= 1',
    'not safe_mode',
  ])('%s', (text) => {
    expect(when(text)).toEqual([]);
  });

  it.each([
    ['pane("2").queue_depth > 1', 'UNKNOWN_PANE'],
    ['pane("1").queue > 1', 'UNKNOWN_SIGNAL'],
    ['pane("1").compacting == "yes"', 'UNKNOWN_WORD'],
    ['pane("1").compacting', 'EXPRESSION_TYPE'],
    ['pane("1").queue_depth', 'EXPRESSION_TYPE'],
    ['avg(pane("1").compacting, 10s) > 1', 'EXPRESSION_TYPE'],
    ['pane("1").queue_depth < 0', 'CONDITION_CONSTANT'],
    ['safe_mode > 1', 'EXPRESSION_TYPE'],
    ['pane() > 1', 'UNKNOWN_FUNCTION'],
  ])('%s is %s', (text, code) => {
    expect(when(text)).toEqual([code]);
  });

  it('are there only with a pane', () => {
    expect(when('safe_mode', 'seed: 1')).toEqual(['NO_PANE']);
    expect(when('pane("1").queue_depth > 1', 'seed: 1')).toEqual(['NO_PANE']);
  });

  it('say what an input became', () => {
    const text = (of: string) =>
      `program: p\ntarget: { pane: {} }\ntracks:\n  - { pane: "1", events: [{ id: ask, at: 0, inject: x }] }\n` +
      `  - { axis: cpu, events: [{ for: 1s, start_when: ${JSON.stringify(of)} }] }\n`;
    expect(complaints(text('event("ask").outcome == "verified"'))).toEqual([]);
    expect(complaints(text('event("ask").outcome == "crash"'))[0]).toMatch(/^UNKNOWN_WORD/);
    expect(complaints(text('event("ask").state == "armed"'))[0]).toMatch(/^UNKNOWN_WORD/);
  });
});
