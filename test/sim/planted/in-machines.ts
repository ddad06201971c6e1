/**
 * Bugs planted into the statecharts of a pane and of safe mode.
 */
import { planted } from './planted.ts';

const pane = 'machines/pane/';
const safety = 'machines/safety/';

export const inMachines = [
  ...planted(`${pane}pane.machine.ts`, [
    ['cooldown-short', 'cooldownMs = 1_500', 'cooldownMs = 1_000', [34], 'another number'],
    [
      'ended-at-once',
      "'compaction.ended': { target: 'cooldown',",
      "'compaction.ended': { target: 'none',",
      [34],
      'no cooldown after a compaction',
    ],
    [
      'suspect-not-renewed',
      "'compaction.suspected': { target: 'suspected', meta: { rule: 'kernel 9.4 renewed' } },",
      '',
      [34],
      'evidence in the cooldown is not taken',
    ],
    [
      'pty-is-not-bridge',
      "'bridge.restored': { target: 'ptyLost', meta: { rule: 'kernel 4.2 rule 5 restored' } },",
      "'bridge.restored': { target: 'up', meta: { rule: 'kernel 4.2 rule 5 restored' } },",
      [32, 33],
      'one link back counts as both',
    ],
  ]),
  ...planted(`${pane}focus.machine.ts`, [
    [
      'lock-ends-by-idle',
      "'user.locked': { target: 'user', meta: { rule: 'kernel 3.2 lock' } },",
      '',
      [35],
      'an explicit lock within typing is forgotten',
    ],
    [
      'agent-not-released',
      "        'user.typed': {\n          target: 'typing',\n          actions: ['requestArbitration', 'resolveForClaimant', 'releaseAgent', 'lockForUser'],",
      "        'user.typed': {\n          target: 'typing',\n          actions: ['requestArbitration', 'resolveForClaimant', 'lockForUser'],",
      [35],
      'the user takes the focus and nobody let go',
    ],
  ]),
  ...planted(`${pane}injection.machine.ts`, [
    ['one-attempt-more', 'attemptsMax = 3', 'attemptsMax = 4', [24], 'off by one'],
    [
      'overdue-write-again',
      "target: 'failed',\n          actions: ['announceTimeout', 'announceUnknown'],\n          meta: { rule: 'kernel 7.5 unknown' },\n        },\n        abort: aborts,\n      },\n    },\n    settling",
      "target: 'writing',\n          reenter: true,\n          actions: ['announceTimeout', 'askWrite'],\n          meta: { rule: 'kernel 7.5 unknown' },\n        },\n        abort: aborts,\n      },\n    },\n    settling",
      [14],
      'no answer is taken for a refusal',
    ],
    [
      'retry-retypes',
      "target: 'submitting',\n          actions: ['announceRetry', 'askSubmit'],",
      "target: 'writing',\n          actions: ['announceRetry', 'askWrite'],",
      [14, 24],
      'the text again instead of the key',
    ],
    [
      'unknown-is-silent',
      "'submit.overdue': {\n          target: 'failed',\n          actions: ['announceTimeout', 'announceUnknown'],",
      "'submit.overdue': {\n          target: 'failed',\n          actions: ['announceTimeout'],",
      [11],
      'no terminal event',
    ],
    [
      'no-fate-limit',
      "entry: ['limitFate'],",
      'entry: [],',
      [11, 12],
      'an observed injection may last for ever',
    ],
    [
      'no-settle',
      "'write.accepted': {\n          target: 'settling',\n          actions: ['announceApplied'],",
      "'write.accepted': {\n          target: 'submitting',\n          actions: ['askSubmit', 'announceApplied'],",
      [26],
      'the submit key before the text is applied',
    ],
    [
      'failure-is-verified',
      "'failure.seen': {\n          target: 'failed',\n          actions: ['announceFailed'],",
      "'failure.seen': {\n          target: 'failed',\n          actions: [],",
      [11],
      'a failure that nobody hears of',
    ],
  ]),
  ...planted(`${pane}link.machine.ts`, [
    [
      'recovery-half',
      'recoveryLimitMs = 60_000',
      'recoveryLimitMs = 30_000',
      [32],
      'given up early',
    ],
    [
      'failed-for-ever',
      "    failed: {\n      on: {\n        restored: {\n          target: 'up',\n          actions: ['markRestored'],",
      "    failed: {\n      on: {\n        restored: {\n          target: 'up',\n          actions: [],",
      [33],
      'a link that comes back late is not seen',
    ],
  ]),
  ...planted(`${pane}resize.machine.ts`, [
    [
      'wish-forgotten',
      "'fit.completed': {\n          target: 'held',",
      "'fit.completed': {\n          target: 'idle',",
      [36],
      'the size asked for meanwhile is lost',
    ],
    [
      'flush-forgotten',
      "actions: ['flushWish', 'startFit'],",
      "actions: ['startFit'],",
      [36],
      'a merged wish is not told',
    ],
  ]),
  ...planted(`${pane}transform.ts`, [
    ['c1-passes', '(code >= 0x7f && code <= 0x9f)', 'code === 0x7f', [28], 'C1 is forgotten'],
    [
      'break-not-counted',
      "lost += 1;\n      text += ' ';",
      "text += ' ';",
      [28],
      'a lost line break is no loss',
    ],
    [
      'half-a-pair',
      'code >= 0xd800 && code <= 0xdfff',
      'code >= 0xdc00 && code <= 0xdfff',
      [28],
      'high halves pass',
    ],
  ]),
  ...planted(`${safety}safe-mode.machine.ts`, [
    ['quiet-short', 'quietMs = 30_000', 'quietMs = 29_000', [41], 'another number'],
    [
      'quiet-not-rearmed',
      "'violation.counted': { target: 'safe', reenter: true, meta",
      "'violation.counted': { meta",
      [41],
      'a violation does not re-arm the timer',
    ],
  ]),
  ...planted(`${safety}violation-window.ts`, [
    ['four-violations', 'cascadeCount = 3', 'cascadeCount = 4', [40], 'off by one'],
    ['window-half', 'cascadeWindowMs = 10_000', 'cascadeWindowMs = 5_000', [40], 'another number'],
    [
      'window-for-ever',
      'instants.filter((instant) => atMs - instant <= limit.windowMs)',
      '[...instants]',
      [40],
      'old violations count',
    ],
  ]),
];
