/**
 * Goal: a machine that `ambush machine export` wrote behaves elsewhere as it does here.
 * Method: the command writes each machine to a file; a program in another folder, which has only
 * XState, makes the machines from them and sends each 10,000 random acts; the same acts here must
 * lead to the same states and effects, every time. It runs XState's production build on a clock of its
 * own, this test the development build on ours.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AnyStateMachine, createActor } from 'xstate';
import { commandLine } from '../../../cli/command-line.ts';
import { machineNames, machineOf } from '../../../machines/charts/catalogue.ts';
import { createStepClock } from '../../../machines/tour/step-clock.ts';
import { keptIo } from '../../cli/commands/io.ts';
import { drawFrom } from '../../model/draw.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const actsMax = 10_000;

type Act = number | 'again' | { readonly type: string; readonly again: boolean };

let folder = '';
let acts: readonly (readonly Act[])[] = [];
let elsewhere: readonly (readonly string[])[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ambush-elsewhere-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(root, 'node_modules/xstate'), join(folder, 'node_modules/xstate'));
  copyFileSync(join(root, 'test/fixtures/programs/elsewhere.mjs'), join(folder, 'elsewhere.mjs'));
  acts = machineNames.map((name) => actsFor(machineOf(name)));
  const work: { readonly config: unknown; readonly acts: readonly Act[] | undefined }[] = [];
  for (const [index, name] of machineNames.entries()) {
    const words = ['machine', 'export', name, '--output', `${name}.json`];
    expect(await commandLine(words, keptIo('', folder))).toBe(0);
    const config = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    work.push({ config, acts: acts[index] });
  }
  const file = join(folder, 'work.json');
  writeFileSync(file, JSON.stringify(work));
  const program = [join(folder, 'elsewhere.mjs'), file];
  const { stdout, stderr } = spawnSync(process.execPath, program, {
    cwd: folder,
    env: {},
    maxBuffer: 2 ** 28,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  elsewhere = JSON.parse(stdout);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(machineNames.map((name, index) => ({ name, index })))(
  `$name does the same over ${actsMax} random acts`,
  ({ name, index }) => {
    const here = traceOf(machineOf(name), acts[index] ?? []);
    const there = elsewhere[index] ?? [];
    const at = here.findIndex((line, nth) => line !== there[nth]);
    expect(at, `act ${at}: ${here[at]} here, ${there[at]} there`).toBe(-1);
    expect(there).toHaveLength(actsMax);
    // Every effect was seen, or the acts prove little.
    const seen = new Set(here.flatMap((line) => JSON.parse(line)[1] as string[]));
    const bodies = Object.keys(machineOf(name).implementations.actions);
    expect(seen.size).toBe(bodies.filter((body) => isEffect(machineOf(name), body)).length);
  },
);

function isEffect(machine: AnyStateMachine, name: string): boolean {
  const body = machine.implementations.actions[name] as { readonly type?: string } | undefined;
  return body?.type === 'xstate.emit';
}

/**
 * Mostly an event, every other one such that it means something then, or a state that many events
 * lead out of is never reached; now and then time passes, or everything begins again.
 */
function actsFor(machine: AnyStateMachine): readonly Act[] {
  const draw = drawFrom(`elsewhere ${machine.id}`);
  const begin = () => createActor(machine, { clock: createStepClock() }).start();
  let live = begin();
  return Array.from({ length: actsMax }, (): Act => {
    if (draw(100) === 0) {
      live = begin();
      return 'again';
    }
    if (draw(10) === 0) return 1 + draw(6_000);
    const able = machine.events.filter((type) => live.getSnapshot().can({ type }));
    const types = able.length > 0 && draw(2) === 0 ? able : machine.events;
    const act = { type: types[draw(types.length)] ?? '', again: draw(2) === 0 };
    live.send(act);
    if (live.getSnapshot().status !== 'active') live = begin();
    return act;
  });
}

function traceOf(machine: AnyStateMachine, list: readonly Act[]): readonly string[] {
  let effects: string[] = [];
  const begin = () => {
    const clock = createStepClock();
    const actor = createActor(machine, { clock });
    actor.on('*', ({ type }: { readonly type: string }) => effects.push(type));
    return { clock, actor: actor.start() };
  };
  let live = begin();
  return list.map((act) => {
    effects = [];
    if (act === 'again') live = begin();
    else if (typeof act === 'number') live.clock.advance(act);
    else live.actor.send(act);
    const { value, status } = live.actor.getSnapshot();
    if (status !== 'active') live = begin();
    return JSON.stringify([value, effects]);
  });
}
