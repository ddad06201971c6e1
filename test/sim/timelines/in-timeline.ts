/**
 * Bugs planted into what plays a timeline: for every checker of the invariants 54 to 60 some that it
 * must find.
 */
import { planted } from '../planted/planted.ts';
import { inDecisions } from './in-decisions.ts';
import { inReports } from './in-reports.ts';

export const inTimeline = [
  ...inDecisions,
  ...planted('actors/clip.actor.ts', [
    [
      'late-start',
      'startMs: world.handsTimeOf(this.#startMs)',
      'startMs: world.handsTimeOf(this.#startMs + 900)',
      [54],
      'the stressor is told a later start',
    ],
    [
      'early-start',
      'startMs: world.handsTimeOf(this.#startMs)',
      'startMs: world.handsTimeOf(this.#startMs - 300)',
      [54],
      'it is told an earlier one',
    ],
    [
      'late-end',
      'endMs: world.handsTimeOf(this.#startMs + event.durationMs)',
      'endMs: world.handsTimeOf(this.#startMs + event.durationMs + 1_500)',
      [54],
      'it plays longer than planned',
    ],
    [
      'early-end',
      'endMs: world.handsTimeOf(this.#startMs + event.durationMs)',
      'endMs: world.handsTimeOf(this.#startMs + event.durationMs / 2)',
      [54],
      'it plays half as long',
    ],
  ]),
  ...planted('actors/clip-dose.ts', [
    ['stays-cut', 'cap = next;', 'cap = next ?? cap;', [57], 'the dose does not come back'],
    [
      'cap-forgotten',
      'return cap === null ? dose : { ...dose, cap };',
      'return dose;',
      [57],
      'the cap is not told to the stressor',
    ],
  ]),
  ...planted('actors/judge.actor.ts', [
    [
      'stop-unheard',
      'else stop(clipId, ',
      'else void (clipId, ',
      [54],
      'a stop that was decided is not carried out',
    ],
    [
      'crash-at-the-end',
      "this.#decide(this.#judge.befell(atMs, id, 'crash'), event as Envelope, atMs, true);",
      '',
      [55],
      'a crash is known only when the event ends',
    ],
    [
      'hang-is-crash',
      "this.#befell(event.payload.active, 'hang')",
      "this.#befell(event.payload.active, 'crash')",
      [55, 56],
      'a hang counts as a crash',
    ],
    [
      'no-stop-at-ticks',
      'const decisions = this.#judge.tick(atMs, evaluate);',
      "const all = this.#judge.tick(atMs, evaluate);\n    const decisions = all.filter(({ is }) => is !== 'stop');",
      [55],
      'no condition stops anything',
    ],
  ]),
  ...planted('machines/timeline/condition/judge.ts', [
    [
      'hold-ignored',
      'if (wish.holdMs === 0) return now;',
      'if (wish.holdMs >= 0) return now;',
      [55],
      'how long it held is not asked',
    ],
    [
      'hold-too-long',
      'return atMs - since >= wish.holdMs;',
      'return atMs - since > wish.holdMs + 250;',
      [55],
      'it must hold for longer',
    ],
    [
      'fact-breaks-hold',
      'if (now !== null || evaluate !== null) this.#since.delete(wish);',
      'this.#since.delete(wish);',
      [55],
      'an end between two ticks breaks a hold',
    ],
    [
      'any-needs-all',
      'if (parts.includes(true)) return true;',
      'if (parts.every((part) => part === true)) return true;',
      [55],
      'one of a list is not enough',
    ],
    [
      'join-needs-one',
      'links.some((link) => link.every((one) => one === true))',
      'links.some((link) => link.some((one) => one === true))',
      [55, 56],
      'a join does not wait for all',
    ],
    [
      'outcome-unasked',
      "return end === outcome ? true : 'never';",
      "return end !== 'none' ? true : 'never';",
      [55, 56],
      'how the cause ended is not asked',
    ],
    [
      'any-before-the-end',
      'return this.#over.has(eventId);',
      'return true;',
      [55, 56],
      'what befalls an event is taken for its end',
    ],
    [
      'given-up-early',
      'if (start.byMs !== null && atMs >= start.byMs) {',
      'if (atMs >= (start.byMs ?? 3_000)) {',
      [55],
      'whoever waits is given up after three seconds',
    ],
    [
      'by-ignored',
      'if (start.byMs !== null && atMs >= start.byMs) {',
      'if (start.byMs !== null && atMs >= 1e9) {',
      [55],
      'the deadline of a start is not kept',
    ],
    [
      'at-unasked',
      'if (start === undefined || atMs < start.fromMs) return [];',
      'if (start === undefined) return [];',
      [55],
      'it is looked at before its time',
    ],
    [
      'null-is-true',
      'return value === null ? null : value === true;',
      'return value !== false;',
      [55],
      'a silent signal holds',
    ],
    [
      'starts-again',
      "this.#waiting.delete(id);\n      return [{ is: 'start', id, atMs, because: this.#whatHeld(start), saw }];",
      "return [{ is: 'start', id, atMs, because: this.#whatHeld(start), saw }];",
      [56],
      'who has started is started again',
    ],
  ]),
  ...planted('machines/timeline/condition/check-chains.ts', [
    [
      'circle-unseen',
      'return [...found.problems, ...cycleProblems(found.edges)];',
      'return found.problems;',
      [56],
      'a circle of causes is not refused',
    ],
  ]),
  ...planted('machines/timeline/expression/windows.ts', [
    [
      'window-too-long',
      'one.atMs > atMs - lengthMs',
      'one.atMs > atMs - 2 * lengthMs',
      [55, 57],
      'a window reaches too far back',
    ],
  ]),
  ...planted('machines/timeline/expression/sample-signals.ts', [
    [
      'another-figure',
      'io_pressure: host?.ioPressure ?? null',
      'io_pressure: host?.cpuPressure ?? null',
      [55],
      'the figure of another signal',
    ],
    [
      'crashes-are-exits',
      '    crashes,\n    exits,',
      '    crashes: exits,\n    exits: crashes,',
      [55],
      'crashes and exits change places',
    ],
  ]),
  ...planted('machines/timeline/constraint/rules.ts', [
    [
      'changes-at-will',
      'tick - state.changedTick >= changeTicksMin',
      'tick - state.changedTick >= 0',
      [57],
      'an axis changes at every tick',
    ],
    [
      'drum-gives-way',
      'const isSpared = spared === rule.axis;',
      'const isSpared = false;',
      [57],
      'the bottleneck gives way to itself',
    ],
    [
      'never-released',
      'if (dueTicks < releaseTicks || !mayChange)',
      'if (dueTicks < 1_000 || !mayChange)',
      [57],
      'who gave way stays so',
    ],
    [
      'never-applied',
      'if (!isDue || !mayChange)',
      'if (isDue || !mayChange)',
      [57],
      'nobody gives way when it is due',
    ],
  ]),
  ...planted('machines/timeline/constraint/caps.ts', [
    [
      'cap-for-each',
      'all > 0 ? (rule.cap * mostOf(giver)) / all : 0',
      'rule.cap',
      [57],
      'each may take what all may take',
    ],
  ]),
  ...planted('machines/timeline/limit-share.ts', [
    [
      'limit-by-plan',
      'start === undefined ? startMs + durationMs : Number.POSITIVE_INFINITY',
      'startMs + durationMs',
      [58],
      'who waits is reckoned with at its earliest only',
    ],
    [
      'limit-for-each',
      'const share = claimOf(event) / mostClaimed(plan.events, event);',
      'const share = 1;',
      [58],
      'each may take what all may take',
    ],
  ]),
  ...planted('actors/hands/local-hands.ts', [
    [
      'nothing-is-closed',
      'await Promise.all([cast.stressors.close(), cast.target.close(), cast.panes.close()]);\n  const leftovers = await host.guard.close();',
      'const leftovers: readonly never[] = [];',
      [58],
      'processes are left behind, and nobody says so',
    ],
  ]),
  ...inReports,
];
