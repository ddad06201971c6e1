/**
 * Goal: a timeline carries the hash of its bytes, and takes its seed from it.
 * Method: the hash made here, of a right file and of a wrong one.
 */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { readTimeline } from '../../../runtime/formats/read-timeline.ts';

const around = { cwd: '/', env: { PATH: dirname(process.execPath) } };
const sourceOf = (text: string) => ({ name: 't.yaml', bytes: new TextEncoder().encode(text) });
const events = 'events: [{ axis: cpu, at: 0, for: 1 }]';

it('gives the timeline, and the hash of its bytes as the seed', () => {
  const text = `program: node\n${events}`;
  const read = readTimeline(sourceOf(text), {}, around);
  const hash = createHash('sha256').update(text).digest('hex');
  expect(read).toMatchObject({
    ok: true,
    value: {
      timelineHash: hash,
      notes: [],
      timeline: { seed: Number.parseInt(hash.slice(0, 8), 16) },
    },
  });
});

it('gives another text another seed, and the same text the same', () => {
  const seedOf = (text: string) => {
    const read = readTimeline(sourceOf(text), {}, around);
    return read.ok ? read.value.timeline.seed : null;
  };
  const text = `program: node\n${events}`;
  expect(seedOf(text)).toBe(seedOf(text));
  expect(seedOf(text)).not.toBe(seedOf(`${text} `));
  expect(seedOf(`${text}\nseed: 3`)).toBe(3);
  expect(seedOf('- a')).toBeNull();
});
