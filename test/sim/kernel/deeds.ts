/**
 * How each act of a schedule is done to the kernel.
 */
import type { Intent } from '../../../embed/kernel.ts';
import { probe } from './probe.ts';
import { Remote } from './remote.ts';
import type { Act, Deed } from './schedule.ts';
import type { World } from './world.ts';

const bodies = [
  'hello',
  'one\ntwo',
  'tab\tbed',
  'pile \u{1F4A9} of',
  'bell\u0007',
  'half \ud800 pair',
  'end\u001b[201~rm -rf',
  'crlf\r\nline\r',
  'c1 \u009b31m',
  'del\u007f',
] as const;
/** The first so many lose nothing as a paste. */
const harmless = 4;

interface Desk {
  readonly world: World;
  readonly remotes: readonly Remote[];
  /** The last request of each pane: id and correlation. */
  readonly last: Map<string, string>;
  count: number;
}

export function createDesk(world: World): (act: Act) => void {
  const desk: Desk = {
    world,
    remotes: ['remote-a', 'remote-b'].map((name) => new Remote(name, world)),
    last: new Map(),
    count: 0,
  };
  return (act) => deedsOf[act.deed](desk, act);
}

const deedsOf: Readonly<Record<Deed, (desk: Desk, act: Act) => void>> = {
  inject,
  burst: (desk, act) => {
    const many = act.odd ? 80 : 5;
    for (let count = 0; count < many; count += 1) inject(desk, { ...act, n: 1, odd: false });
  },
  type: fact('typing.activity', ({ n }) => ({ keys: n })),
  idle: fact('typing.idle'),
  lock: fact('focus.locked', () => ({ owner: 'user' })),
  release: fact('focus.released', ({ flag }) => (flag ? { owner: 'user' } : {})),
  'agent-lock': fact('focus.locked', ({ n }) => ({ owner: `agent-${n % 2}` })),
  'agent-release': fact('focus.released', ({ n }) => ({ owner: `agent-${n % 2}` })),
  claim: ({ world }, { pane, n, odd }) => {
    const owner = odd ? 'user' : `agent-${n % 2}`;
    submit(world, { type: 'focus.locked', paneId: pane, source: 'claimer.js', payload: { owner } });
  },
  suspect: fact('cli.compaction.suspected', ({ n }) => ({ confidence: n / 1_000 })),
  compact: fact('cli.compaction.started', ({ n }) => ({ confidence: n / 1_000 })),
  compacted: fact('cli.compaction.ended', () => ({ endReason: 'marker' })),
  cover: fact('overlay.opened', ({ n, odd }) => (odd ? {} : { overlay: `dialog-${n % 2}` })),
  uncover: fact('overlay.closed', ({ n, odd }) => (odd ? {} : { overlay: `dialog-${n % 2}` })),
  hide: fact('pane.visibility.changed', () => ({ visible: false })),
  show: fact('pane.visibility.changed', () => ({ visible: true })),
  resize: ({ world }, { pane, n }) => wish(world, pane, 20 + (n % 200)),
  storm: ({ world }, { pane, n }) => {
    for (let step = 0; step < 25; step += 1) {
      wish(world, pane, 20 + ((n + step) % 200));
      world.clock.advance(10);
    }
  },
  fit: ({ world }, { pane }) => {
    if (world.driven) return;
    const payload = { cols: 80, rows: 24 };
    submit(world, { type: 'resize.started', paneId: pane, source: 'terminal.js', payload });
  },
  'rogue-fit': ({ world }, { pane }) => {
    if (!world.driven) world.report('resize.started', pane, { cols: 80, rows: 24 });
  },
  'rogue-submit': ({ world, last }, { pane, flag }) => {
    const correlationId = last.get(pane);
    if (correlationId === undefined) return;
    const source = flag ? 'triggers.js' : 'rogue.js';
    const type = 'inject.submit.requested';
    submit(world, { type, paneId: pane, source, correlationId, payload: {} });
  },
  'pty-down': ({ world }, { pane, odd }) => {
    world.lose(pane, () => world.edge('pty.down', pane, { reason: 'gone' }), odd);
  },
  'pty-up': ({ world }, { pane, n }) => {
    world.down.delete(pane);
    world.edge('pty.up', pane, { pid: n });
  },
  cut: ({ world }, { odd }) => {
    world.lose('bridge', () => world.edge('bridge.disconnected', 'system', { reason: 'cut' }), odd);
  },
  mend: ({ world }) => {
    world.down.delete('bridge');
    world.edge('bridge.connected', 'system');
  },
  'safe-on': ({ world }) => safeMode(world, 'on'),
  'safe-off': ({ world }) => safeMode(world, 'off'),
  'step-wall': ({ world }, { n, flag }) => world.clock.stepWall(flag ? n * 7_000 : -n * 7_000),
  sleep: ({ world }, { pane, n }) => {
    const ms = n * 90;
    world.clock.elapse(ms);
    world.sleptMs += ms;
    // Something may come before the timers that are overdue.
    world.report('focus.changed', pane, { to: pane });
  },
  stray: ({ world }, { n }) => {
    if (world.driven) world.terminals.stray(n);
  },
  telemetry: ({ world }, { flag }) => {
    if (world.twin === 'lane-b-off') return;
    telemetry(world, flag);
  },
  'dev-mode': ({ world }, { odd }) => devMode(world, odd),
  query: ({ world, last }, act) => query(world, last, act),
  explain: ({ world }, { pane }) => {
    if (world.isTwin && world.twin === 'no-looks') return;
    world.call({ ask: 'look', at: 'explain' }, () => {
      world.kernel.explain(pane);
      world.kernel.stats();
      return null;
    });
  },
  remote: ({ remotes }, { n, pane }) => remotes[n % 2]?.speak(pane, n),
  data: ({ world }, { pane, n }) => {
    world.report('pty.data.received', pane, { byteLen: n, meaningful: true });
  },
  // More than the ring keeps by count: what is younger than five minutes stays all the same.
  flood: ({ world }, { pane }) => {
    for (let count = 0; count < 1_200; count += 1) world.report('focus.changed', pane, {});
  },
  malformed: ({ world }, act) => malformed(world, act),
  probe: ({ world }, { pane, odd }) => probe(world, pane, odd),
  crash: ({ world }, act) => world.mortality?.arm(act),
  'restart-hands': ({ world }) => world.mortality?.restartHands(),
};

function inject(desk: Desk, { pane, n, flag, odd }: Act): void {
  const { world, last } = desk;
  const { faults } = world;
  desk.count += 1;
  const kinds = faults.has('lossy-bodies') ? bodies.length : harmless;
  const kind = bodies[n % kinds] ?? 'hello';
  const isRogue = faults.has('rogues') && n % 9 === 0;
  const again = last.get(pane);
  const correlationId =
    isRogue || (world.driven && n % 13 === 0) ? again : n % 7 === 0 ? world.dice.uuid() : undefined;
  const critical = odd && faults.has('recovery-intents');
  const throws = faults.has('thrown-contracts') && n % 29 === 0;
  const mode = (['paste', 'keys', 'odd', undefined, undefined] as const)[n % 5];
  const payload = {
    body: `CANARY-${desk.count} ${kind}`,
    ...(mode === undefined ? {} : { mode }),
    ...(flag ? { lossyPolicy: 'allow' } : {}),
    ...(throws ? { cli: 'throws' } : n % 6 === 1 ? { cli: 'shadow' } : {}),
    ...(n % 11 === 0 ? { oddKey: { deep: 'CANARY' } } : {}),
  };
  const source = isRogue ? 'triggers.js' : 'injection.js';
  const base: Intent = { type: 'inject.requested', paneId: pane, source, payload, critical };
  const output = submit(world, correlationId === undefined ? base : { ...base, correlationId });
  if (!isRogue && output?.event) last.set(pane, output.event.correlationId);
}

function fact(
  type: string,
  payloadOf: (act: Act) => Readonly<Record<string, unknown>> = () => ({}),
) {
  return ({ world }: Desk, act: Act): void => {
    world.report(type, act.pane, payloadOf(act));
  };
}

function submit(world: World, intent: Intent) {
  const output = world.call({ ask: 'submit', intent }, () => world.kernel.submit(intent));
  return output && 'decision' in output ? output : null;
}

function wish(world: World, paneId: string, cols: number): void {
  const payload = { cols, rows: 24 };
  submit(world, { type: 'resize.requested', paneId, source: 'renderer.js', payload });
}

export function safeMode(world: World, state: 'on' | 'off'): void {
  world.call({ ask: 'safe-mode', state }, () => {
    world.kernel.safeMode(state);
    return null;
  });
}

export function telemetry(world: World, on: boolean): void {
  world.call({ ask: 'telemetry', on }, () => {
    world.kernel.setTelemetryEnabled(on);
    return null;
  });
  world.telemetry = on;
}

export function devMode(world: World, on: boolean): void {
  world.call({ ask: 'dev-mode', on }, () => {
    world.kernel.setDevMode(on);
    return null;
  });
  world.devMode = on;
}

function query(world: World, last: ReadonlyMap<string, string>, { pane, n, flag, odd }: Act): void {
  if (world.isTwin && world.twin === 'no-looks') return;
  const now = world.clock.wallMs();
  const correlationId = last.get(pane);
  const limit = n % 2 === 0 ? { limit: n % 40 } : {};
  const one = (['inject.*', '*', 'pane.state.changed', 'focus.*', 'target.*'] as const)[n % 5];
  const type = one === undefined ? {} : { type: one };
  if (odd) world.query({});
  else if (n % 3 === 0) world.query({ ...type, ...limit, ...(flag ? { paneId: pane } : {}) });
  else if (n % 3 === 1) world.query({ since: now - n * 20, until: now - n, ...limit });
  else if (correlationId !== undefined) world.query({ correlationId, ...(flag ? type : {}) });
  else world.query({ types: ['focus.*', 'inject.requested'], paneId: pane, ...limit });
}

function malformed(world: World, { pane, n }: Act): void {
  const good = { type: 'focus.changed', paneId: pane, source: 'terminal.js', payload: {} };
  const bad = [
    { ...good, type: 'no.such.type' },
    { ...good, paneId: '99' },
    { ...good, source: '' },
    { ...good, type: 'safemode.entered', payload: { triggerReason: 'CANARY', violations: 3 } },
    { ...good, type: 'inject.resumed', payload: { trigger: 'x', waitedMs: 0, depth: 0 } },
    { ...good, payload: { to: 5 } },
    { ...good, correlationId: 'x'.repeat(300) },
    { ...good, type: 'inject.requested', payload: { body: 'CANARY' } },
  ][n % 8];
  if (bad) world.report(bad.type, bad.paneId, bad.payload, { ...bad });
}
