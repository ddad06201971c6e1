/**
 * Skew of 200 event starts while all cores are loaded by our own heaviest cpu event at nice +10,
 * beside chained timers against an absolute origin in a fresh process in the same run.
 */
import { spawn } from 'node:child_process';
import { type Bench, quantile } from './bench.ts';
import { nowMs, PooledStressor, wait } from './stressor-pool.ts';

const starts = 200;
const poolSize = 4;
/** Between two starts; a process of the pool has four times this for its event and to be armed. */
const everyMs = 250;
/** The event itself is short: its start is what counts. */
const eventMs = 50;

export const bench: Bench = {
  name: 'start-skew',
  aim: 'p99 under 1 ms with all cores loaded by our heaviest cpu event',
  async measure() {
    const heaviest = new PooledStressor();
    const pool = Array.from({ length: poolSize }, () => new PooledStressor());
    await wait(500);
    const startAtMs = nowMs() + 300;
    const endAtMs = startAtMs + 600_000;
    const load = heaviest.cpu({ percent: 100, startAtMs, endAtMs, priority: 'polite' });
    await load.startedAtMs;
    const peerSkews = chainedTimers();
    const skews = await skewsOf(pool);
    const peer = await peerSkews;
    heaviest.stop();
    const delivered = await load.delivered;
    await Promise.all([heaviest, ...pool].map((stressor) => stressor.close()));
    const p99 = quantile(skews, 0.99);
    return {
      figures: {
        ours_p50_ms: quantile(skews, 0.5),
        ours_p99_ms: p99,
        ours_max_ms: Math.max(...skews),
        ours_first_ms: Math.min(...skews),
        chained_timers_p50_ms: quantile(peer, 0.5),
        chained_timers_p99_ms: quantile(peer, 0.99),
        p99_ratio: p99 / quantile(peer, 0.99),
        load_delivered_percent: delivered,
      },
      met: p99 < 1,
      notes: [`${starts} starts by ${poolSize} processes in turn, one every ${everyMs} ms.`],
    };
  },
};

/** Each process of the pool takes every fourth start, and is armed as soon as it is free. */
async function skewsOf(pool: readonly PooledStressor[]): Promise<readonly number[]> {
  const originMs = nowMs() + 500;
  const skews: number[] = [];
  await Promise.all(
    pool.map(async (stressor, first) => {
      for (let at = first; at < starts; at += pool.length) {
        const startAtMs = originMs + at * everyMs;
        const endAtMs = startAtMs + eventMs;
        const event = stressor.cpu({ percent: 1, startAtMs, endAtMs, priority: 'polite' });
        const startedAtMs = await event.startedAtMs;
        // An event that could not start before its end counts as late by its whole length.
        skews.push(Number.isNaN(startedAtMs) ? eventMs : startedAtMs - startAtMs);
        await event.delivered;
      }
    }),
  );
  return skews;
}

async function chainedTimers(): Promise<readonly number[]> {
  const script = `
    const now = () => Number(process.hrtime.bigint()) / 1e6;
    const origin = now() + 500;
    const skews = [];
    const next = () => {
      skews.push(now() - origin - skews.length * ${everyMs});
      if (skews.length < ${starts}) arm();
      else console.log(JSON.stringify(skews));
    };
    const arm = () => setTimeout(next, Math.max(0, origin + skews.length * ${everyMs} - now()));
    arm();`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of child.stdout) text += String(chunk);
  return JSON.parse(text) as number[];
}
