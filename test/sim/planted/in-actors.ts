/**
 * Bugs planted into the live kernel and into the bus.
 */
import { planted } from './planted.ts';

const kernel = 'actors/kernel/';

export const inActors = [
  ...planted(`${kernel}voice.ts`, [
    [
      'seq-per-type',
      'const seq = (this.#seqs.get(full.source) ?? 0) + 1;\n    this.#seqs.set(full.source, seq);',
      'const seq = (this.#seqs.get(full.type) ?? 0) + 1;\n    this.#seqs.set(full.type, seq);',
      [2],
      'numbers per type',
    ],
    [
      'cause-lost',
      'causationId: cause?.eventId ?? null',
      'causationId: null',
      [5, 3],
      'words of the kernel have no cause',
    ],
    [
      'correlation-lost',
      'correlationId: cause?.correlationId',
      'correlationId: undefined',
      [4],
      'each word opens an operation',
    ],
    [
      'lane-b-draws-ids',
      'apart.has(type) ? this.#randomB : this.#randomA',
      'this.#randomA',
      [46],
      'Lane B changes the ids of Lane A',
    ],
  ]),
  ...planted(`${kernel}explain.ts`, [
    [
      'explain-counts',
      'pane.imagine(imagined(pane.id, wallMs))',
      'pane.judge(imagined(pane.id, wallMs))',
      [39],
      'a look counts as a trial',
    ],
  ]),
  ...planted(`${kernel}turns.ts`, [
    [
      'gates-before-deadlines',
      'for (const pane of this.#panes.list) pane.expire();\n        const value = work();',
      'const value = work();',
      [22],
      'deadlines are not looked at first',
    ],
    [
      'nobody-goes-on',
      'for (const pane of this.#panes.list) pane.settle();',
      '',
      [20],
      'no gate edge resumes',
    ],
  ]),
  ...planted(`${kernel}injection-desk.ts`, [
    [
      'cooldown-lets-go',
      'if (held) return false;',
      '',
      [21],
      'the queue is released within the cooldown',
    ],
    [
      'critical-waits',
      'return critical !== undefined && critical !== head && this.#tryResume(critical, trigger);',
      'return false;',
      [20],
      'a recovery intent waits behind a gate',
    ],
    [
      'one-at-a-time',
      'while (this.#queue.length > 0 && this.#active === null) {',
      'while (this.#queue.length > 1 && this.#active === null) {',
      [20],
      'the last one is never resumed',
    ],
    [
      'depth-of-before',
      'const payload = { trigger, waitedMs, depth: this.#queue.length };',
      'const payload = { trigger, waitedMs, depth: this.#queue.length + 1 };',
      [25],
      'another depth',
    ],
    [
      'no-timer',
      'const ring = (): void => this.#ground.turn(() => this.expire());',
      'const ring = (): void => {};',
      [22],
      'a deadline is looked at when something else happens',
    ],
    [
      'expiry-is-expiry',
      "failed[0]?.contract.expiryReason ?? 'ttl_expired'",
      "'ttl_expired'",
      [22],
      'the reason of a compaction is lost',
    ],
  ]),
  ...planted(`${kernel}injection.ts`, [
    [
      'suspicion-is-no-risk',
      "return compacting === 'suspected' || compacting === 'confirmed';",
      "return compacting === 'confirmed';",
      [27],
      'a suspected compaction verifies cleanly',
    ],
    [
      'any-attempt',
      'if (answer.attempt === this.#attempt) this',
      'this',
      [26],
      'an answer for another attempt counts',
    ],
    ['attempt-not-counted', 'if (granted) this.#attempt += 1;', '', [24], 'retries have no end'],
    [
      'error-is-a-refusal',
      'const mayPass = !finalStatuses.has(status);',
      "const mayPass = status !== 'rejected_mode_noninteractive';",
      [14],
      'an unknown fate is written again',
    ],
  ]),
  ...planted(`${kernel}ledger.ts`, [
    [
      'edge-forgotten',
      'this.edge = letter;',
      "if (letter !== 'compaction.cooled') this.edge = letter;",
      [20],
      'the end of the cooldown resumes nobody',
    ],
  ]),
  ...planted(`${kernel}pane.actor.ts`, [
    [
      'overlay-edge-forgotten',
      'if (payload.overlay === undefined) this.#overlays.clear();\n        this.#touch(type);',
      'if (payload.overlay === undefined) this.#overlays.clear();',
      [36],
      'a size waits for ever',
    ],
    [
      'overlays-are-one',
      "this.#overlays.delete(String(payload.overlay ?? ''));",
      'this.#overlays.clear();',
      [37],
      'closing one dialog closes all',
    ],
  ]),
  ...planted(`${kernel}links.ts`, [
    [
      'pty-moves-bridge',
      "'pty.down': ['pty', 'lost']",
      "'pty.down': ['bridge', 'lost']",
      [33],
      'the wrong link',
    ],
  ]),
  ...planted(`${kernel}resize-desk.ts`, [
    [
      'first-wish-wins',
      'this.#wish = this.#latest;',
      'this.#wish ??= this.#latest;',
      [36],
      'the oldest size counts',
    ],
    [
      'merged-not-reset',
      'this.#merged = 0;\n        return;',
      'return;',
      [36],
      'counts add up wrongly',
    ],
    [
      'lost-size',
      'if (this.#isOverdue) this.#keepUnanswered();',
      '',
      [36],
      'a lost order is a lost size',
    ],
  ]),
  ...planted(`${kernel}safety.actor.ts`, [
    [
      'manual-for-ever',
      "if (this.on === (state === 'on')) return;",
      '',
      [41],
      'asked twice, it ends for another reason',
    ],
  ]),
  ...planted(`${kernel}door.ts`, [
    [
      'shadow-blocks',
      "if (contract.mode === 'shadow') shadows.push(failure);",
      "if (contract.mode === 'shadow' && !failure) shadows.push(failure);",
      [38],
      'a contract on trial decides',
    ],
    [
      'critical-passes-all',
      "critical && contract.bypass === 'critical' && !('threw' in failure)",
      "critical && !('threw' in failure)",
      [18],
      'recovery passes the user',
    ],
  ]),
  ...planted(`${kernel}focus-desk.ts`, [
    [
      'release-of-others',
      "return owner === this.#holder ? 'agent.released' : null;",
      "return 'agent.released';",
      [35],
      'anyone releases anyone',
    ],
  ]),
  ...planted(`${kernel}operations.ts`, [
    [
      'never-over',
      'if (known) known.open -= 1;',
      '',
      [13],
      'a late fact is told as if it were in time',
    ],
  ]),
  ...planted('runtime/bus/lanes.ts', [
    [
      'lifecycle-first',
      'return this.#shift(0) ?? this.#shift(1) ?? this.#shift(2);',
      'return this.#shift(1) ?? this.#shift(0) ?? this.#shift(2);',
      [49],
      'the classes are mixed up',
    ],
    [
      'never-aged',
      'const aged = this.#waitingA > 1 ? this.#aged() : undefined;',
      'const aged = undefined;',
      [49],
      'overtaken for ever',
    ],
    [
      'source-overtaken',
      'if (!isAlone && this.#waitsBelow(rank)) this.#lift(event, rank);',
      '',
      [2, 3],
      'an event overtakes its cause',
    ],
  ]),
  ...planted('runtime/bus/bus.ts', [
    [
      'throw-ends-delivery',
      'this.#trouble?.threw(event.type, error);\n      }',
      'this.#trouble?.threw(event.type, error);\n        break;\n      }',
      [6],
      'a handler that throws stops the others',
    ],
  ]),
];
