/**
 * Bugs planted into what decides on what was sampled: expressions, windows, chains, aborts, what is
 * expected, side-chains, the drum, the rules and the proof that they took effect.
 */
import { planted } from '../planted/planted.ts';

const judging = [
  ...planted('machines/timeline/condition/judge.ts', [
    [
      'never-unheard',
      "if (linked === 'never' || held === 'never') {",
      "if (linked === 'never' && held === 'never') {",
      [55],
      'what can hold no more is waited for to the end',
    ],
    [
      'chain-saw-nothing',
      '").outcome`] = this.outcomeOf(eventId);',
      "\").outcome`] = 'none';",
      [55],
      'how the cause ended is not told',
    ],
    [
      'abort-at-ticks',
      'if (this.#abort === undefined) return null;',
      'if (this.#abort === undefined || evaluate === null) return null;',
      [55],
      'an end between two ticks aborts nothing',
    ],
  ]),
  ...planted('machines/timeline/condition/causes.ts', [
    [
      'fan-out-of-one',
      '.filter(({ to }) => to.some((link) => link.id === id))',
      '.filter(({ to }) => to[0]?.id === id)',
      [54, 55, 56],
      'of several on the right only the first is led to',
    ],
  ]),
  ...planted('actors/judge.actor.ts', [
    [
      'state-unheard',
      "'clip.started': 'running',",
      '',
      [55],
      'an event that runs still stands armed',
    ],
    [
      'end-when-heard',
      'this.#decide(this.#judge.ended(atMs, clipId, outcome)',
      'this.#decide(this.#judge.ended(this.#input.world.offset(), clipId, outcome)',
      [55],
      'an end counts from when the head heard of it',
    ],
    [
      'abort-never',
      'if (grounds !== null) this.#input.abort(grounds, because);',
      '',
      [55],
      'what aborts the run is decided, and nobody is told',
    ],
  ]),
  ...planted('actors/system.ts', [
    [
      'tick-when-heard',
      'this.#judge.tick(said, sample.atMs);',
      'this.#judge.tick(said, this.#world.offset());',
      [55],
      'a tick counts from when the head heard of it',
    ],
    [
      'crashes-of-a-life',
      'crashes: ended.filter(isCrash).length,',
      'crashes: ended.slice(-1).filter(isCrash).length,',
      [55],
      'a life that is over is forgotten with the next',
    ],
    [
      'waiting-is-over',
      'const isWaiting = clip.event.start !== undefined && !clip.stands();',
      'const isWaiting = false;',
      [55],
      'who waits for what follows the end of the target is left out',
    ],
  ]),
  ...planted('machines/timeline/target.machine.ts', [
    [
      'killed-is-no-crash',
      "return outcome.kind === 'signalled' ||",
      "return (outcome.kind === 'signalled' && outcome.signal !== 'SIGKILL') ||",
      [55],
      'who was killed has not crashed',
    ],
  ]),
];

const expressions = [
  ...planted('machines/timeline/expression/semantics.ts', [
    [
      'not-of-unknown',
      'return value === null ? null : value !== true;',
      'return value !== true;',
      [55],
      'what is unknown is taken for false, and its contrary for true',
    ],
    [
      'unknown-and-true',
      'return a === null || b === null ? null : true;',
      'return true;',
      [55],
      'what is unknown does not matter beside what holds',
    ],
    ['minus-turned', 'return a - b;', 'return b - a;', [55], 'a difference is turned round'],
  ]),
  ...planted('machines/timeline/expression/windows.ts', [
    [
      'p95-is-max',
      'return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null;',
      'return sorted.at(-1) ?? null;',
      [55],
      'the largest is taken for the one that 95 % do not exceed',
    ],
    [
      'rate-a-millisecond',
      '((last.value - first.value) * 1_000) / (last.atMs - first.atMs)',
      '(last.value - first.value) / (last.atMs - first.atMs)',
      [55],
      'the change in a millisecond is taken for that in a second',
    ],
  ]),
  ...planted('actors/expectations.actor.ts', [
    [
      'always-at-the-end',
      "always: { held: 'true.seen', failed: 'breach.seen' }",
      "always: { held: 'true.seen', failed: 'false.seen' }",
      [55],
      'what must always hold is judged by the last tick',
    ],
    [
      'sometimes-at-the-end',
      "sometimes: { held: 'proof.seen', failed: 'false.seen' }",
      "sometimes: { held: 'true.seen', failed: 'false.seen' }",
      [55],
      'what was to be seen once is judged by the last tick',
    ],
    [
      'finally-at-once',
      "finally: { held: 'true.seen', failed: 'false.seen' }",
      "finally: { held: 'true.seen', failed: 'breach.seen' }",
      [55],
      'what must hold in the end is broken by any tick',
    ],
  ]),
  ...planted('actors/sight.ts', [
    [
      'expects-ten-seconds',
      'new Book(expected, expectationScope(scope))',
      'new Book(expected, scope)',
      [55],
      'a window over the whole run has ten seconds',
    ],
  ]),
];

const constraints = [
  ...planted('machines/timeline/constraint/effect.ts', [
    [
      'always-proved',
      'const proved = isFresh && reached;',
      'const proved = true;',
      [57],
      'whatever was delivered, it is said to have followed',
    ],
    [
      'stale-proof',
      'isWhole && latest.every(({ atMs }) => atMs - measureSpanMs >= changedMs)',
      'latest.length > 0',
      [57],
      'what was measured before the change proves it',
    ],
    [
      'effect-untold',
      'if (!isFresh && !isOver) return null;',
      'if (latest.length > 0) return null;',
      [57],
      'nobody says whether it took effect',
    ],
  ]),
  ...planted('machines/timeline/constraint/drum.ts', [
    ['memory-is-disk', "return 'memory';", "return 'disk';", [57], 'another resource is named'],
    [
      'drum-of-one-tick',
      'const isSure = candidateTicks >= nameTicks && window.length >= nameTicks;',
      'const isSure = candidateTicks >= 1;',
      [57],
      'one tick alone names a bottleneck',
    ],
  ]),
  ...planted('machines/timeline/constraint/rules.ts', [
    [
      'rule-without-hold',
      'const isDue = sinceMs !== null && atMs - sinceMs >= rule.holdMs;',
      'const isDue = sinceMs !== null;',
      [57],
      'an axis gives way before it is due',
    ],
    [
      'until-unasked',
      'rule.until === undefined ? !holds : reading?.until === true',
      '!holds',
      [57],
      'it is let go before what it is held until',
    ],
  ]),
  ...planted('actors/constraint.actor.ts', [
    [
      'elevate-never',
      "if (this.#allHeldTicks >= reliefTicksMax) this.#send('relief.overdue');",
      '',
      [57],
      'that nothing is left to give way is never said',
    ],
  ]),
  ...planted('actors/clip-dose.ts', [
    [
      'side-chain-still',
      'if (level === null || !isWorthTelling(sideChain, before, level)) return false;',
      'if (level !== before) return false;',
      [55],
      'the signal changes, and the dose does not',
    ],
  ]),
  ...planted('machines/timeline/curve/side-chain.ts', [
    [
      'side-chain-unbounded',
      'Math.min(1, Math.max(0, share))',
      'share',
      [55],
      'beyond its bounds the signal asks for more than both ends',
    ],
  ]),
];

export const inDecisions = [...judging, ...expressions, ...constraints];
