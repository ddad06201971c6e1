// A head that starts everything a run has, says so, and then waits to be killed.
// Started as `node head.mjs ROOT KIN SECONDS`.
const [, , root, kin, seconds] = process.argv;
const { createSystemHost } = await import(`${root}dist/runtime/host/system-host.js`);
const { createLocalHands } = await import(`${root}dist/actors/hands/local-hands.js`);
process.stdout.write('opening\n');
const opened = await createSystemHost({
  seed: 1,
  stressorEntry: `${root}dist/stressors/main.js`,
  guardianEntry: `${root}dist/runtime/guardian/main.js`,
});
if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
const host = opened.value;
process.stdout.write(`method ${host.guard.method}\n`);
const hands = createLocalHands(host, { stressorsAhead: 1 });
hands.onAnswer((answer) => process.stdout.write(`${answer.is}\n`));
let seq = 0;
const meta = () => ({
  eventId: crypto.randomUUID(),
  correlationId: crypto.randomUUID(),
  causationId: null,
  source: 'test',
  seq: ++seq,
});
hands.send({ meta: meta(), do: 'hands.open' });
hands.send({
  meta: meta(),
  do: 'target.start',
  life: 1,
  program: { command: process.execPath, args: [kin, seconds], env: {} },
  policy: {
    restart: { policy: 'never', atMost: 5 },
    stop: { signal: 'SIGTERM', graceMs: 1000 },
    priority: 'polite',
  },
});
hands.send({
  meta: meta(),
  do: 'stressor.arm',
  stress: {
    clipId: 'cpu-1',
    axis: 'cpu',
    startMs: 300,
    endMs: 20_000,
    dose: { unit: 'percent', from: 20, to: 20 },
    priority: 'polite',
    limits: { memory: { percent: 10 }, diskBytes: 1_000_000 },
    seed: 7,
  },
});
hands.send({ meta: meta(), do: 'sampling.start', originMs: 0, cadenceMs: 500 });
