/**
 * Bugs planted into the contracts, the queue and the values of the kernel.
 */
import { planted } from './planted.ts';

const kernel = 'machines/kernel/';

export const inContracts = [
  ...planted(`${kernel}deferral-queue.ts`, [
    ['queue-of-65', 'queueMax = 64', 'queueMax = 65', [25], 'off by one'],
    [
      'ttl-off-by-one',
      'queue.some(({ deadlineMs }) => deadlineMs <= nowMs)',
      'queue.some(({ deadlineMs }) => deadlineMs < nowMs)',
      [22],
      'at the very instant nobody expires',
    ],
    ['last-in-first-out', '[...queue, entry]', '[entry, ...queue]', [16], 'the wrong end'],
    [
      'timer-at-the-last',
      'deadlineMs < earliest',
      'deadlineMs > earliest',
      [12, 22],
      'the timer waits for the latest deadline',
    ],
  ]),
  ...planted(`${kernel}contracts/compaction-gate.ts`, [
    [
      'suspicion-gates',
      "gates.compacting !== 'confirmed' ||",
      "gates.compacting === 'none' ||",
      [19],
      'a suspicion holds back',
    ],
  ]),
  ...planted(`${kernel}contracts/focus-lock-guard.ts`, [
    [
      'critical-types-over-user',
      "bypass: 'none'",
      "bypass: 'critical'",
      [18],
      'a recovery intent types while the user does',
    ],
  ]),
  ...planted(`${kernel}contracts/link-gate.ts`, [
    [
      'pty-forgotten',
      "(bridge === 'up' && pty === 'up') ||",
      "bridge === 'up' ||",
      [18],
      'a dead terminal is written to',
    ],
  ]),
  ...planted(`${kernel}contracts/injection-order.ts`, [
    [
      'newcomers-first',
      'waiting === 0 ||',
      'waiting >= 0 ||',
      [16],
      'a newcomer overtakes those who wait',
    ],
  ]),
  ...planted(`${kernel}contracts/safe-mode-gate.ts`, [
    ['no-way-out', "bypass: 'critical'", "bypass: 'none'", [18], 'safe mode holds recovery back'],
  ]),
  ...planted(`${kernel}contracts/ownership-exclusive.ts`, [
    [
      'double-submit-waits',
      "action: 'block',\n  };",
      "action: 'defer',\n  };",
      [40],
      'a second submitter is only deferred',
    ],
  ]),
  ...planted(`${kernel}contracts/overlay-fit-exclusion.ts`, [
    [
      'fit-under-overlay',
      "appliesTo: ['resize.started', 'resize.requested']",
      "appliesTo: ['resize.started']",
      [37],
      'a wish is served under a dialog',
    ],
  ]),
  ...planted(`${kernel}contracts/resize-sequencing.ts`, [
    [
      'fit-unseen',
      '[paneIsVisible, noInjection]',
      '[noInjection]',
      [37],
      'a hidden pane is fitted',
    ],
    [
      'fit-within-injection',
      '[paneIsVisible, noInjection]',
      '[paneIsVisible]',
      [37],
      'a fit within an injection',
    ],
  ]),
  ...planted(`${kernel}contracts/lossy-transform-needs-policy.ts`, [
    [
      'cut-in-silence',
      "payload.policy !== 'refuse'",
      "payload.policy !== ''",
      [28, 40],
      'content is lost without a policy',
    ],
  ]),
  ...planted(`${kernel}contracts/user-focus-non-preemptive.ts`, [
    [
      'steal-is-allowed',
      "focusHolder !== 'user' ||",
      "focusHolder !== 'nobody' ||",
      [35, 40],
      'a steal is no violation',
    ],
  ]),
  ...planted(`${kernel}verdict.ts`, [
    [
      'defer-outweighs-block',
      "['block', 'drop', 'defer', 'skip', 'continue'] as const;\n\n/** The decision",
      "['drop', 'defer', 'block', 'skip', 'continue'] as const;\n\n/** The decision",
      [18, 40],
      'what may never happen waits',
    ],
  ]),
  ...planted(`${kernel}contract.ts`, [
    [
      'throw-fails-open',
      "return { passed: false, action: 'block', detail: 'the predicate threw', threw };",
      'return kept;',
      [38, 40],
      'a predicate that throws lets pass',
    ],
  ]),
  ...planted(`${kernel}state-vector.ts`, [
    [
      'diff-forgets-links',
      '...(connectivity.length > 0 ? { connectivity: pick(vector.connectivity, connectivity) } : {}),',
      '',
      [29],
      'a part of the diff is missing',
    ],
  ]),
  ...planted(`${kernel}redact.ts`, [
    [
      'length-in-points',
      "if (typeof value === 'string') return value.length;",
      "if (typeof value === 'string') return [...value].length;",
      [8],
      'another length',
    ],
    [
      'not-frozen',
      'Object.freeze({ redacted: true, length: lengthOf(value) })',
      '{ redacted: true, length: lengthOf(value) }',
      [10],
      'subscribers may change what was said',
    ],
  ]),
  ...planted(`${kernel}events/inject.ts`, [
    [
      'body-is-safe',
      "safe: ['mode', 'cli', 'lossyPolicy', 'critical'],",
      "safe: ['mode', 'cli', 'lossyPolicy', 'critical', 'body'],",
      [8],
      'a body in the open',
    ],
  ]),
  ...planted(`${kernel}events/bus.ts`, [
    [
      'error-is-safe',
      "safe: ['stage', 'eventType'],",
      "safe: ['stage', 'eventType', 'reason'],",
      [8],
      'an error quotes what was typed',
    ],
  ]),
  ...planted(`${kernel}sequence-watch.ts`, [
    [
      'late-is-new',
      'if (seq <= highest) return',
      'if (seq < highest - 1) return',
      [43, 44],
      'a latecomer is delivered',
    ],
    ['gap-off-by-one', 'oldestSeq: highest + 1', 'oldestSeq: highest', [44], 'off by one'],
  ]),
  ...planted(`${kernel}pattern.ts`, [
    [
      'family-is-exact',
      "pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))",
      "pattern.endsWith('.*') && type.split('.').length === 2 && type.startsWith(pattern.slice(0, -1))",
      [48],
      'deeper types are not found',
    ],
  ]),
  ...planted(`${kernel}ring.ts`, [
    [
      'evicts-by-count',
      'this.#size <= eventsMin || nowMs',
      'this.#size <= eventsMin && nowMs',
      [47],
      'the shorter of both promises',
    ],
    ['ring-of-a-minute', 'ageMinMs: 5 * 60_000', 'ageMinMs: 60_000', [47], 'another number'],
  ]),
];
