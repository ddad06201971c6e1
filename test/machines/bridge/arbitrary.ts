/**
 * Arbitrary messages of both ports, in both directions, for round trips across the bridge.
 */
import fc from 'fast-check';
import type { HandsAnswer, HandsCommand } from '../../../machines/hands/messages.ts';
import { paneFactTypes, readFactPayload } from '../../../machines/hands/pane-facts.ts';
import type { PaneMessage, TerminalOrder } from '../../../machines/hands/pane-messages.ts';
import { silenceCauses } from '../../../machines/timeline/signal/silence.ts';

const text = fc.string({ unit: 'binary', minLength: 1 });
const word = text.filter((one) => !one.includes('\0'));
const code = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,20}$/);
const ms = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const count = fc.nat();
const figure = fc.option(ms);
const optional = <Value>(key: string, value: fc.Arbitrary<Value>) =>
  fc
    .option(value, { nil: undefined })
    .map((given) => (given === undefined ? {} : { [key]: given }));

export const arbitraryMeta = fc.record({
  eventId: fc.uuid(),
  correlationId: fc.uuid(),
  causationId: fc.option(fc.uuid()),
  source: text,
  seq: count,
});

const env = fc.dictionary(fc.stringMatching(/^[A-Z_]{1,8}$/), word);
const program = fc
  .tuple(fc.record({ command: word, args: fc.array(word), env }), optional('cwd', word))
  .map(([own, cwd]) => ({ ...own, ...cwd }));
const policy = fc.record({
  restart: fc.record({
    policy: fc.constantFrom('never', 'on-crash', 'always'),
    atMost: count,
  }),
  stop: fc.record({ signal: fc.constantFrom('SIGTERM', 'SIGUSR1'), graceMs: count }),
  priority: fc.constantFrom('polite', 'normal'),
});
const dose = fc.record({
  unit: fc.constantFrom('percent', 'bytes'),
  from: ms,
  to: ms,
  curve: fc.constantFrom({ shape: 'ramp' }, { shape: 'steps', steps: 3 }),
});
const stress = fc.record({
  clipId: text,
  axis: fc.constantFrom('cpu', 'time', 'disk'),
  startMs: ms,
  endMs: ms,
  dose,
  priority: fc.constantFrom('polite', 'normal'),
  limits: fc.record({ memory: fc.constant({ percent: 10 }), diskBytes: count }),
  seed: count,
});
const signals = fc.array(
  fc.record({
    name: text,
    everyMs: count,
    source: fc.constantFrom({ kind: 'tcp', port: 7 }, { kind: 'output', pattern: 'a' }),
  }),
);

const commands: readonly fc.Arbitrary<object>[] = [
  optional('instant', fc.record({ origin: text, monotonicMs: ms })).map((one) => ({
    do: 'hands.open',
    ...one,
  })),
  fc.record({ do: fc.constant('target.start'), life: count, program, policy }),
  fc.record({ do: fc.constant('target.ask') }),
  fc.record({ do: fc.constant('target.stop'), signal: fc.constant('SIGINT'), graceMs: count }),
  fc.record({ do: fc.constant('stressor.arm'), stress }),
  fc.record({ do: fc.constant('stressor.adjust'), clipId: text, dose }),
  fc.record({ do: fc.constant('stressor.stop'), clipId: text }),
  fc
    .tuple(
      fc.record({
        do: fc.constant('sampling.start'),
        originMs: ms,
        cadenceMs: fc.integer({ min: 1 }),
      }),
      optional('signals', signals),
    )
    .map(([own, more]) => ({ ...own, ...more })),
  fc.record({ do: fc.constantFrom('sampling.stop', 'hands.close') }),
];

export const arbitraryCommand = fc
  .tuple(fc.oneof(...commands), arbitraryMeta)
  .map(([command, meta]) => ({ ...command, meta }) as HandsCommand);

const spec = fc.record({
  command: word,
  args: fc.array(word),
  cwd: fc.option(word),
  env,
  cols: fc.integer({ min: 2, max: 1_000 }),
  rows: fc.integer({ min: 2, max: 1_000 }),
  cli: fc.option(fc.constantFrom('claude', 'generic')),
  readOnly: fc.boolean(),
});

const orders: readonly fc.Arbitrary<object>[] = [
  fc
    .tuple(
      fc.record({ do: fc.constant('pane.write'), text, mode: text }),
      optional('whenDown', fc.record({ defer: fc.constant(true), remainingMs: count })),
    )
    .map(([own, more]) => ({ ...own, ...more })),
  fc.record({ do: fc.constant('pane.submit'), attempt: fc.integer({ min: 1 }) }),
  fc.record({ do: fc.constant('pane.open'), spec }),
  fc.record({ do: fc.constant('pane.type'), data: text }),
  fc.record({ do: fc.constant('pane.kill'), signal: fc.constant('SIGHUP'), graceMs: count }),
  fc.record({ do: fc.constantFrom('pane.restart', 'pane.close', 'pane.look') }),
  fc.record({ do: fc.constant('pane.drop'), of: text, reason: text }),
  fc.record({ do: fc.constantFrom('pane.hold', 'pane.resume'), of: text }),
  fc.record({ do: fc.constant('pane.watch'), on: fc.boolean() }),
];

export const arbitraryOrder = fc
  .tuple(fc.oneof(...orders), fc.record({ key: text, paneId: text, meta: arbitraryMeta }))
  .map(([order, keyed]) => ({ ...order, ...keyed }) as TerminalOrder);

const outcome = fc.oneof(
  fc.record({ kind: fc.constant('exited'), code: count }),
  fc.record({ kind: fc.constant('signalled'), signal: fc.constant('SIGSEGV') }),
  fc.record({ kind: fc.constant('deadline') }),
  fc.record({ kind: fc.constant('hung'), reason: text }),
);
const life = fc.record({
  life: count,
  pid: fc.option(count),
  startMs: ms,
  endMs: ms,
  outcome,
  outputTail: text,
  stderrTail: text,
  outputBytes: count,
  peakRssBytes: count,
  killed: fc.boolean(),
});
const host = fc.record({
  cpuLoad: figure,
  memoryUsed: figure,
  cpuPressure: figure,
  memoryPressure: figure,
  ioPressure: figure,
});

const answers: readonly fc.Arbitrary<object>[] = [
  fc.record({ is: fc.constant('target.started'), life: count, pid: count, atMs: ms }),
  fc.record({
    ...{ is: fc.constant('target.answered'), life: count, atMs: ms },
    silence: fc.option(text, { nil: null }),
  }),
  fc.record({ is: fc.constant('target.unready'), life: count, reason: text, atMs: ms }),
  fc.record({ is: fc.constant('target.output'), life: count, bytes: count }),
  fc.record({ is: fc.constant('target.ended'), report: life }),
  fc.record({ is: fc.constant('stressor.armed'), clipId: text, pid: count, atMs: ms }),
  fc.record({
    is: fc.constant('stressor.measured'),
    clipId: text,
    atMs: ms,
    asked: ms,
    delivered: ms,
  }),
  fc.record({
    is: fc.constant('stressor.ended'),
    clipId: text,
    atMs: ms,
    dose: fc.record({ asked: ms, delivered: ms, detail: fc.dictionary(code, ms) }),
  }),
  fc.record({
    is: fc.constant('sampled'),
    tick: count,
    atMs: ms,
    missed: count,
    overheadMs: ms,
    host: fc.option(host),
    target: fc.constant(null),
    signals: fc.dictionary(code, figure),
    silences: fc.dictionary(
      code,
      fc.record(
        { cause: fc.constantFrom(...silenceCauses), detail: text },
        { requiredKeys: ['cause'] },
      ),
    ),
    failure: text,
  }),
  fc.record({
    is: fc.constant('hands.closed'),
    leftovers: fc.array(fc.record({ kind: fc.constant('file'), name: text, reason: text })),
    orphanGuard: text,
  }),
  fc.record({ is: fc.constant('answers.dropped'), count }),
  fc.record({ is: fc.constant('hands.failed'), reason: text }),
];

export const arbitraryAnswer = fc
  .tuple(fc.oneof(...answers), arbitraryMeta)
  .map(([answer, meta]) => ({ ...answer, meta }) as HandsAnswer);

const facts: Readonly<Record<string, object>> = {
  'pty.data.received': { byteLen: 7, meaningful: true },
  'event.dropped': { stage: 's', reason: 'r', droppedCount: 1, oldestSeq: 1, newestSeq: 1 },
  'inject.dropped': { reason: 'ttl' },
};

const news: readonly fc.Arbitrary<object>[] = [
  fc.record({
    is: fc.constant('pane.write.acked'),
    key: text,
    status: fc.constantFrom('accepted', 'rejected_not_alive', 'error'),
    reason: text,
  }),
  fc.record({ is: fc.constant('pane.submitted'), key: text, attempt: count }),
  fc.record({ is: fc.constant('pane.verified'), key: text, evidence: code }),
  fc.record({ is: fc.constant('pane.opened'), key: text, pid: count }),
  fc.record({ is: fc.constant('pane.mode'), bracketedPaste: fc.boolean() }),
  fc.record({
    is: fc.constant('pane.output'),
    data: fc.base64String(),
    dropped: count,
    from: count,
  }),
  fc.constantFrom(
    ...paneFactTypes.flatMap((type) => {
      const payload = readFactPayload(type, facts[type] ?? {});
      return payload === null ? [] : [{ is: 'pane.fact', type, payload }];
    }),
  ),
];

const heartbeat = fc.record({
  is: fc.constant('hands.heartbeat'),
  epoch: count,
  panes: fc.dictionary(code, fc.constantFrom('up', 'down')),
  highWaterSeq: count,
});

export const arbitraryPaneMessage = fc.oneof(
  fc
    .tuple(fc.oneof(...news), text)
    .map(([message, paneId]) => ({ ...message, paneId }) as PaneMessage),
  heartbeat.map((message) => message as PaneMessage),
);
