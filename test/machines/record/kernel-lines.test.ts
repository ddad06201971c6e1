/**
 * Goal: every line that a kernel writes of its inputs is one that a replay takes, as it is; what
 * is none is refused.
 * Method: a kernel is asked everything that can be asked; its lines go through the schema.
 */
import { expect, it } from 'vitest';
import { inputKinds, kernelInputSchema } from '../../../machines/record/kernel-lines.ts';
import { isInput } from '../../../machines/record/session-line.ts';
import { createMemoryLog } from '../../actors/kernel/memory-log.ts';
import { createHands, createScene, obey } from '../../actors/kernel/scene.ts';

function everythingAsked() {
  const log = createMemoryLog();
  const first = createMemoryLog();
  createScene({ log: first, hands: createHands() }).inject();
  const recover = { lines: () => first.lines };
  const scene = createScene({ log, hands: createHands(obey), recover });
  const { kernel, clock } = scene;
  scene.inject();
  scene.fact('typing.activity');
  kernel.submit({ type: 'no.type', paneId: '1', source: 'test' });
  const [event] = kernel.query({ type: 'typing.activity' });
  if (event) kernel.ingest({ ...event, source: 'other', seq: 1, eventId: event.correlationId });
  kernel.openPane('late');
  kernel.closePane('late');
  kernel.safeMode('on');
  kernel.setTelemetryEnabled(false);
  kernel.setDevMode(true);
  const contract = { id: 'mine', version: 1, owner: 'test', appliesTo: [], preconditions: [] };
  const rest = { severity: 'info', action: 'block', fallbackAction: '', mode: 'shadow' } as const;
  kernel.registerContract({ ...contract, ...rest, emitOnViolation: 'contract.violation' });
  const record = { contractId: 'mine', version: 1, sessions: [], replay: null, signOffs: [] };
  kernel.promoteContract(record);
  kernel.on('safemode.exited', () => {
    throw new Error('subscriber');
  });
  clock.advance(60_000);
  kernel.stop();
  return log.lines.filter(isInput);
}

it('takes each kind of input as it was written', () => {
  const lines = everythingAsked();
  for (const line of lines) expect(kernelInputSchema.parse(line)).toEqual(line);
  expect([...new Set(lines.map(({ input }) => input))].sort()).toEqual([...inputKinds].sort());
});

it.each([
  { is: 'pane.write.acked', status: 'error', reason: 'gone' },
  { is: 'pane.submitted', attempt: 2 },
  { is: 'pane.verified', evidence: 'echo' },
  { is: 'pane.verification.failed', reason: 'no_echo' },
  { is: 'pane.resized', cols: 80, rows: 24 },
  { is: 'pane.fact', type: 'pty.up', payload: { pid: 1 } },
])('takes $is, numbered by hands in another process', (said) => {
  const answer = { ...said, key: 'k', paneId: '1', epoch: 2, seq: 7 };
  const line = { input: 'answer', answer, atMs: 1 };
  expect(kernelInputSchema.parse(line)).toEqual(line);
});

it('refuses what is no input', () => {
  const [start] = everythingAsked();
  for (const wrong of [
    { ...start, seed: 1 },
    { input: 'submit', atMs: 1 },
    { input: 'x', atMs: 1 },
  ]) {
    expect(kernelInputSchema.safeParse(wrong).success).toBe(false);
  }
});
