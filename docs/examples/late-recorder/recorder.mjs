/**
 * A recorder with a weakness: its source does not wait, and its buffer is short.
 *
 * Ten frames a second arrive, whatever we do. Each is compressed and written through to the disk.
 * The recorder picks the number of compression passes so that it is busy for 40 % of the time,
 * and its ring holds eight frames. When it is paused, slowed down or held up by the disk for
 * longer than that, the oldest frame is overwritten before it was saved: the recording is corrupt,
 * and the recorder stops.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

const frameMs = 100;
const ringFrames = 8;
const busyShare = 0.4;
const trialMs = 100;
const trialCount = 5;
const frame = Buffer.from(randomBytes(24 * 1024).toString('hex'));

/** The recording has no name on the disk, so that nothing of it stays. */
function openRecording() {
  const path = join(tmpdir(), `recording-${randomBytes(8).toString('hex')}`);
  const file = openSync(path, 'wx', 0o600);
  unlinkSync(path);
  return file;
}

function compress(passes) {
  let packed = frame;
  for (let pass = 0; pass < passes; pass += 1) packed = deflateSync(frame, { level: 6 });
  return packed;
}

/** The passes that fit into our share of a frame, by the best of some short trials. */
function choosePasses() {
  const perMs = Array.from({ length: trialCount }, () => {
    const beganMs = performance.now();
    let done = 0;
    for (; performance.now() - beganMs < trialMs; done += 1) compress(1);
    return done / (performance.now() - beganMs);
  });
  return Math.max(1, Math.floor(Math.max(...perMs) * frameMs * busyShare));
}

const passes = choosePasses();
const file = openRecording();
const beganMs = performance.now();
let saved = 0;

function record() {
  const arrived = Math.floor((performance.now() - beganMs) / frameMs);
  if (arrived - saved > ringFrames) {
    process.stderr.write(`overrun: frame ${saved} was lost, the recording is corrupt\n`);
    process.exit(74);
  }
  if (saved < arrived) {
    writeSync(file, compress(passes), 0);
    fdatasyncSync(file);
    saved += 1;
    if (saved % 10 === 0) process.stdout.write(`saved=${saved} behind=${arrived - saved}\n`);
  }
  setTimeout(record, saved + 1 < arrived ? 0 : 10);
}

process.stdout.write(`recording, ${passes} passes a frame\n`);
record();
process.on('SIGTERM', () => {
  closeSync(file);
  process.exit(0);
});
