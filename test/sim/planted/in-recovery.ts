/**
 * Bugs planted into the recording kernel, into recovery, and into the link to hands with epochs.
 */
import { planted } from './planted.ts';

const kernel = 'actors/kernel/';

export const inRecovery = [
  ...planted(`${kernel}recorder.ts`, [
    ['log-told-again', 'this.#hasEnded = true;', '', [44], 'a log that refuses is told to itself'],
    ['one-stream-for-all', 'this.#count += 1;', '', [1], 'each input draws the same ids'],
  ]),
  ...planted(`${kernel}core.ts`, [
    ['effect-before-record', 'recorder?.flush();', '', [51], 'an order before its cause is safe'],
  ]),
  ...planted(`${kernel}timekeeper.ts`, [
    ['first-timer-rings', 'one.dueMs === dueMs)[nth]', 'one.dueMs === dueMs)[0]', [50, 52], 'nth'],
    [
      'wall-step-lost',
      'this.#wallOffsetMs = wallMs - Math.floor(this.#atMs);\n    return wallMs;',
      'this.#wallOffsetMs = wallMs - Math.floor(this.#atMs);\n    return undefined;',
      [50, 52],
      'a wall clock that was set is in no record',
    ],
    [
      'nothing-wakes',
      'if (timer.dueMs <= this.#atMs) this.#ringLive(timer);',
      'if (timer.dueMs <= this.#atMs) continue;',
      [22],
      'what fell due while nobody lived never rings',
    ],
  ]),
  ...planted(`${kernel}feed.ts`, [
    [
      'nested-come-after',
      'while (this.#next?.during === this.#delivered) this.#take(this.#next);',
      '',
      [50, 52],
      'what came within an input comes after it',
    ],
  ]),
  ...planted(`${kernel}inputs.ts`, [
    ['old-seed-goes-on', 'recorder?.reseed(input.seed);', '', [1], 'ids of what was lost again'],
    [
      'answers-not-recorded',
      "() => ({ input: 'answer', answer: this.#isOpen() ? message : sketchAnswer(message) }),\n      () => turns.take(() => handsLink.hear(message)),\n    );",
      "() => ({ input: 'dev-mode', enabled: false }),\n      () => turns.take(() => handsLink.hear(message)),\n    );",
      [50, 52],
      'another line than what was asked',
    ],
  ]),
  ...planted(`${kernel}recovery.ts`, [
    [
      'time-stood-still',
      'Math.max(0, clock.wallMs() - keeper.wallMs())',
      '0',
      [22, 23],
      'after a reboot every deadline is further away',
    ],
    [
      'wall-clock-only',
      'if (isSame && nowMs - last.zeroMs >= keeper.monotonicMs()) return last.zeroMs;',
      '',
      [22, 23],
      'a wall clock that was set moves the deadlines',
    ],
    [
      'orders-relived',
      'if (isLive) hands?.send(keeper.inHostTime(order));',
      'hands?.send(keeper.inHostTime(order));',
      [14, 24],
      'twice',
    ],
    [
      'any-text-will-do',
      'text !== null && sketchText(text) === request.payload.body ? text : null',
      'text',
      [14],
      'another text than the one that was asked for',
    ],
  ]),
  ...planted(`${kernel}injection-desk.ts`, [
    [
      'sketch-is-typed',
      'if (entry.isTextLost && this.#ground.order) {',
      'if (false) {',
      [14],
      'xxx',
    ],
    [
      'under-way-goes-on',
      'if (this.#active?.driven) this.#active.abort();',
      '',
      [14],
      'nobody knows how far it was',
    ],
    [
      'doubt-is-not-told',
      'const waiting = this.#emptied();',
      'const waiting: DeferralQueue<Entry> = [];',
      [14],
      'what may have been typed since is typed',
    ],
    [
      'reversed-by-recovery',
      'this.#queue.map((entry) => withText(entry, find));',
      'this.#queue.map((entry) => withText(entry, find)).reverse();',
      [16],
      'the last is the first',
    ],
  ]),
  ...planted('machines/hands/hands-session.ts', [
    [
      'old-epoch-believed',
      "if (session.epoch !== null && epoch < session.epoch) return { is: 'old' };",
      '',
      [43],
      'the dead speak',
    ],
    ['heard-twice', "if (seq <= known) return { is: 'repeated' };", '', [43], 'a word twice'],
    [
      'hole-not-told',
      'const hole = sent > known ? { oldestSeq: known + 1, newestSeq: sent } : null;',
      'const hole = null;',
      [44],
      'a heartbeat that says what is missing',
    ],
    [
      'hole-told-again',
      'Math.max(known, sent), hole)',
      'known, hole)',
      [43, 44],
      'what is known to be lost is lost with each heartbeat',
    ],
  ]),
  ...planted(`${kernel}hands-link.ts`, [
    [
      'level-ignored',
      "if (word.is !== 'hands.heartbeat') return;",
      'return;',
      [33],
      'a heartbeat says nothing of the panes',
    ],
    [
      'only-down-is-level',
      'connectivity.pty === level) continue;',
      "connectivity.pty === level || level === 'up') continue;",
      [33],
      'a pane that is up again is not seen',
    ],
    [
      'silence-is-golden',
      'this.#await();\n    const isDown',
      'const isDown',
      [33],
      'hands that say nothing are there',
    ],
    [
      'bridge-stays-down',
      "if (is === 'began' || isDown || this.#isLost)",
      "if (is === 'began')",
      [33],
      'a heartbeat after a silence',
    ],
  ]),
];
