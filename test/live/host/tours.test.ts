/**
 * Goal: a real pane keeps to the model of a pane: every transition that the real system can be
 * brought to make is made, and after each the state vector is what the model says.
 * Method: the transitions are walked from the machine itself, nearest first; each letter is an act of
 * the command line or of an attached client, awaited by the event that acknowledges it, on a real
 * host, daemon and terminal. What the gates forbid, such as an injection that begins while a user
 * types, is left out here and is another test's.
 *
 * @spec kernel 4 4.2
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HostLink, HostStream } from '../../../cli/host-link.ts';
import { type Place, stepTableOf } from '../../../machines/kernel/step-table.ts';
import { type PaneEvent, paneMachine, vectorOf } from '../../../machines/pane/pane.machine.ts';
import type { LoggedEvent } from '../../../machines/record/session-line.ts';
import { asked, type Follower, follow, household, programs } from './stage.ts';

type Letter = PaneEvent['type'];
interface Value {
  readonly operation: string;
  readonly focus: string;
  readonly compaction: string;
  readonly safeMode: string;
  readonly link: string;
}

const home = household();
const table = stepTableOf(paneMachine);
let link: HostLink;
let said: Follower;

beforeAll(async () => {
  await home.ambush(['up']);
  link = await home.link();
  said = follow(link);
});
afterAll(async () => {
  link?.close();
  await home.leave();
});

/** Letters that are sent, and in which states the real system takes them. */
const walked: Partial<Record<Letter, (value: Value) => boolean>> = {
  'focus.locked': ({ link: is }) => is === 'up',
  'focus.released': () => true,
  'safemode.entered': () => true,
  'safemode.exited': () => true,
  'pty.lost': ({ operation }) => operation === 'none',
  'pty.restored': () => true,
  'injection.began': ({ operation, focus, safeMode, link: is }) =>
    operation === 'none' && focus === 'free' && safeMode === 'normal' && is === 'up',
  'injection.ended': () => true,
};

const keyOf = ({ value }: Place): string => JSON.stringify(value);

/** From the initial state on, always to the nearest transition that was not taken yet. */
function tour(): readonly { readonly letter: Letter; readonly to: Place }[] {
  const done = new Set<string>();
  const steps: { letter: Letter; to: Place }[] = [];
  const edges = (at: Place) =>
    (Object.keys(walked) as Letter[]).flatMap((letter) => {
      const step = table.step(at, letter);
      const isOpen = step.handled && walked[letter]?.(at.value as unknown as Value) === true;
      return isOpen ? [{ letter, to: step.to, name: `${keyOf(at)} ${letter}` }] : [];
    });
  for (let here = table.initial.to; ; ) {
    const seen = new Set([keyOf(here)]);
    let ways = [{ at: here, way: [] as ReturnType<typeof edges> }];
    let found: ReturnType<typeof edges> | null = null;
    while (ways.length > 0 && found === null) {
      const next: typeof ways = [];
      for (const { at, way } of ways) {
        for (const edge of edges(at)) {
          if (!done.has(edge.name)) found ??= [...way, edge];
          if (seen.has(keyOf(edge.to))) continue;
          seen.add(keyOf(edge.to));
          next.push({ at: edge.to, way: [...way, edge] });
        }
      }
      ways = next;
    }
    if (found === null) return steps;
    for (const edge of found) {
      done.add(edge.name);
      steps.push(edge);
      here = edge.to;
    }
  }
}

/** Does what a letter stands for, and gives the event that acknowledges it. */
class Rig {
  readonly pane: string;
  #pid: number;
  #seat: HostStream | null = null;
  #seen = 0;

  constructor(pane: string, pid: number) {
    this.pane = pane;
    this.#pid = pid;
  }

  async act(letter: Letter): Promise<void> {
    const { pane } = this;
    switch (letter) {
      case 'focus.locked':
        this.#seat = link.stream({ do: 'pane.attach', paneId: pane, size: null }, () => {});
        await asked(link, { do: 'pane.type', paneId: pane, data: '\u0001' });
        return this.#await('focus.locked');
      case 'focus.released':
        this.#seat?.end();
        return this.#await('focus.released');
      case 'safemode.entered':
        await home.ambush(['safe-mode', 'on']);
        return this.#await('safemode.entered', 'system');
      case 'safemode.exited':
        await home.ambush(['safe-mode', 'off']);
        return this.#await('safemode.exited', 'system');
      case 'pty.lost':
        await home.ambush(['pane', 'kill', pane, '--grace', '0s', '--signal', 'KILL']);
        return this.#await('pty.down');
      case 'pty.restored': {
        const restarted = await home.json(['pane', 'restart', pane]);
        this.#pid = (restarted as { readonly pid: number }).pid;
        await this.#await('pty.up');
        return this.prompts();
      }
      case 'injection.began':
        await home.ambush(['pane', 'inject', pane, 'a question']);
        // The program has the line, and thinks.
        return this.#await('inject.submit.sent');
      case 'injection.ended':
        process.kill(this.#pid, 'SIGUSR1');
        return this.#await('inject.verified');
      default:
        throw new Error(`Expected a letter that is walked, got ${letter}.`);
    }
  }

  /** The program has its terminal as it wants it, and asks. */
  prompts(): Promise<void> {
    return this.#await('pty.data.received');
  }

  /** Events before it were told before, too, so that the vector is the one of then. */
  async #await(type: string, paneId = this.pane): Promise<void> {
    const from = this.#seen;
    const event = await said.next(
      (one) => one.type === type && one.paneId === paneId && said.events.indexOf(one) >= from,
    );
    this.#seen = said.events.indexOf(event) + 1;
  }
}

const openPane = async (...words: readonly string[]) =>
  (await home.json(['pane', 'open', ...words])) as {
    readonly paneId: string;
    readonly pid: number;
  };

it('takes every transition that the system can be brought to take', async () => {
  const program = `${programs}/patient.mjs`;
  const { paneId, pid } = await openPane('--', process.execPath, program);
  const rig = new Rig(paneId, pid);
  await rig.prompts();
  const steps = tour();
  expect(steps.length).toBeGreaterThan(20);
  for (const { letter, to } of steps) {
    await rig.act(letter);
    const { pane } = (await asked(link, { do: 'pane.explain', paneId })) as {
      readonly pane: { readonly state: unknown };
    };
    expect([letter, pane.state]).toEqual([letter, vectorOf(to.value)]);
  }
});

it('goes through a compaction as the model does, by the screen alone', async () => {
  const program = `${programs.replace('programs', 'clis')}/cli.mjs`;
  const command = ['env', 'CLI_COMPACT_MS=1300', process.execPath, program, 'claude'];
  const { paneId, pid } = await openPane('--cli', 'claude', '--', ...command);
  await said.next(({ type, paneId: of }) => type === 'pty.data.received' && of === paneId);
  process.kill(pid, 'SIGUSR1');
  await said.next(
    ({ type, paneId: of, payload }) =>
      type === 'pane.state.changed' && of === paneId && compactingIn(payload) === 'none',
  );
  const letters = said.events.flatMap((event) => letterOf(event, paneId));
  const vectors = said.events.flatMap(({ type, paneId: of, payload }) =>
    type === 'pane.state.changed' && of === paneId ? [compactingIn(payload)] : [],
  );
  let at = table.initial.to;
  const model = [...letters, 'compaction.cooled'].map((letter) => {
    at = table.step(at, letter).to;
    return vectorOf(at.value).gates.compacting;
  });
  expect(vectors.filter((one) => one !== undefined)).toEqual(model);
  expect(model.slice(-3)).toEqual(['confirmed', 'cooldown', 'none']);
});

function letterOf({ type, paneId }: LoggedEvent, of: string): readonly Letter[] {
  const name = /^cli\.(compaction\.\w+)$/.exec(type)?.[1];
  return name !== undefined && paneId === of ? [name as Letter] : [];
}

function compactingIn(payload: LoggedEvent['payload']): unknown {
  const { to } = payload as { readonly to: { readonly gates?: { readonly compacting?: unknown } } };
  return to.gates?.compacting;
}
