/**
 * Goal: what the script says is what the head reads, for as long as it says so, and nothing else of
 * an answer changes.
 * Method: hands that answer by hand; answers before, within, at the end of and after a span.
 */
import { describe, expect, it } from 'vitest';
import {
  type ScriptedSignal,
  scriptableNames,
  scriptSignals,
} from '../../../actors/hands/scripted-signals.ts';
import type { Hands, HandsAnswer, HandsCommand } from '../../../machines/hands/messages.ts';
import type { HostSample, TreeSample } from '../../../machines/hands/samples.ts';

const meta = { eventId: 'e', correlationId: 'c', causationId: null, source: 'conductor', seq: 1 };
const host: HostSample = {
  ...{ cpuLoad: 0.1, memoryUsed: 0.2, cpuPressure: null },
  ...{ memoryPressure: null, ioPressure: 0.3 },
};
const target: TreeSample = {
  ...{ cpu: 0.5, rssBytes: 1, readBytesPerS: null, writeBytesPerS: null },
  ...{ threads: 1, fds: 3, processes: 1 },
};

function played(script: readonly ScriptedSignal[]) {
  let tell: (answer: HandsAnswer) => void = () => {};
  const orders: HandsCommand[] = [];
  const hands: Hands = {
    send: (command) => void orders.push(command),
    onAnswer(listener) {
      tell = listener;
      return () => {};
    },
  };
  const heard: HandsAnswer[] = [];
  const scripted = scriptSignals(hands, script);
  scripted.onAnswer((answer) => heard.push(answer));
  scripted.send({ meta, do: 'sampling.start', originMs: 1_000, cadenceMs: 500 });
  const sample = (atMs: number, of: { host?: null; target?: null } = {}) => {
    tell({ meta, is: 'sampled', tick: 1, atMs, missed: 0, overheadMs: 1, host, target, ...of });
    return heard.at(-1);
  };
  return { sample, tell, heard, orders };
}

describe('a scripted signal', () => {
  const span = { name: 'cpu_load', value: 0.9, fromMs: 10_000, untilMs: 20_000 } as const;

  it('holds from its start to before its end, counted from the origin', () => {
    const { sample } = played([span]);
    expect(sample(10_999)).toMatchObject({ host });
    expect(sample(11_000)).toMatchObject({ host: { ...host, cpuLoad: 0.9 }, target });
    expect(sample(20_999)).toMatchObject({ host: { cpuLoad: 0.9 } });
    expect(sample(21_000)).toMatchObject({ host });
  });

  it('the last word counts where two speak of the same', () => {
    const { sample } = played([span, { ...span, value: 0.2, fromMs: 15_000 }]);
    expect(sample(16_000)).toMatchObject({ host: { cpuLoad: 0.2 } });
  });

  it('gives a figure that the host does not have, and none of a target that is not there', () => {
    const { sample } = played([span, { ...span, name: 'target.rss_mb', value: 2 }]);
    const bare = { cpuLoad: 0.9, memoryUsed: null, cpuPressure: null };
    expect(sample(12_000, { host: null })).toMatchObject({ host: bare });
    expect(sample(12_000)).toMatchObject({ target: { ...target, rssBytes: 2 * 2 ** 20 } });
    expect(sample(12_000, { target: null })).toMatchObject({ target: null });
  });

  it.each(scriptableNames)('%s changes one figure', (name) => {
    const { sample } = played([{ ...span, name, value: 7 }]);
    const read = sample(12_000) as { host: HostSample; target: TreeSample };
    const changed = [
      ...Object.entries(read.host).filter(([key, v]) => host[key as keyof HostSample] !== v),
      ...Object.entries(read.target).filter(([key, v]) => target[key as keyof TreeSample] !== v),
    ];
    expect(changed).toHaveLength(1);
  });
});

it('lets everything else pass', () => {
  const { tell, heard, orders } = played([]);
  const started: HandsAnswer = { meta, is: 'target.started', life: 1, pid: 2, atMs: 3 };
  tell(started);
  expect(heard).toEqual([started]);
  expect(orders.map((order) => order.do)).toEqual(['sampling.start']);
});
