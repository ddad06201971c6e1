/**
 * A stage for live tests: real hands on the real host, whose answers are kept and can be waited
 * for. Every stage is closed at the end of its test, and must leave nothing behind.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createLocalHands, type LocalHands } from '../../../actors/hands/local-hands.ts';
import type { HandsAnswer, HandsCommand } from '../../../machines/hands/messages.ts';
import type { KernelMeta } from '../../../machines/kernel/envelope.ts';
import type { Program, TargetPolicy } from '../../../machines/timeline/timeline.ts';
import type { Host } from '../../../runtime/host/host.ts';
import { createSystemHost } from '../../../runtime/host/system-host.ts';
import { projectRoot } from '../../project-root.ts';

const root = projectRoot();
export const guardianEntry = `${root}dist/runtime/guardian/main.js`;
export const stressorEntry = `${root}dist/stressors/main.js`;
const programs = `${root}test/fixtures/programs/`;

export type Answer<Is extends HandsAnswer['is']> = Extract<HandsAnswer, { is: Is }>;

export interface Stage {
  readonly host: Host;
  readonly hands: LocalHands;
  readonly answers: readonly HandsAnswer[];
  /** The time of the hands. */
  now(): number;
  /** Waits for the first answer of this kind, past or future, that fits. */
  until<Is extends HandsAnswer['is']>(
    is: Is,
    fits?: (answer: Answer<Is>) => boolean,
  ): Promise<Answer<Is>>;
  start(program: Partial<Program>, policy?: Partial<TargetPolicy>, life?: number): void;
  stop(graceMs: number, signal?: string): void;
  close(): Promise<Answer<'hands.closed'>>;
}

export async function openStage(stressorsAhead = 0, entry = stressorEntry): Promise<Stage> {
  const opened = await createSystemHost({ seed: 1, stressorEntry: entry, guardianEntry });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const host = opened.value;
  const hands = createLocalHands(host, { stressorsAhead });
  const answers: HandsAnswer[] = [];
  const waiting = new Set<() => void>();
  hands.onAnswer((answer) => {
    answers.push(answer);
    for (const look of [...waiting]) look();
  });
  const until: Stage['until'] = (is, fits = () => true) =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = answers.find(
          (answer): answer is Answer<typeof is> =>
            answer.is === is && fits(answer as Answer<typeof is>),
        );
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  hands.send({ meta: meta(), do: 'hands.open' });
  const openedMs = host.clock.monotonicMs();
  return {
    host,
    hands,
    answers,
    now: () => host.clock.monotonicMs() - openedMs,
    until,
    start: (program, policy = {}, life = 1) =>
      hands.send({
        meta: meta(),
        do: 'target.start',
        life,
        program: { command: process.execPath, args: [], env: {}, ...program },
        policy: { ...usual, ...policy },
      }),
    stop: (graceMs, signal = 'SIGTERM') =>
      hands.send({ meta: meta(), do: 'target.stop', signal, graceMs }),
    async close() {
      hands.send({ meta: meta(), do: 'hands.close' });
      const closed = await until('hands.closed');
      if (existsSync(host.guard.scratch)) throw new Error('The run directory was left behind.');
      return closed;
    },
  };
}

const usual: TargetPolicy = {
  restart: { policy: 'never', atMost: 5 },
  stop: { signal: 'SIGTERM', graceMs: 1_000 },
  priority: 'polite',
};

/** A program of the fixtures, run by Node. */
export function fixture(name: string, ...args: readonly string[]): Pick<Program, 'args'> {
  return { args: [`${programs}${name}.mjs`, ...args] };
}

let sequence = 0;

export function meta(): KernelMeta {
  sequence++;
  const [eventId, correlationId] = [randomUUID(), randomUUID()];
  return { eventId, correlationId, causationId: null, source: 'test', seq: sequence };
}

export function command(body: Omit<HandsCommand, 'meta'>): HandsCommand {
  return { meta: meta(), ...body } as HandsCommand;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
