/**
 * A login server with a weakness: it accepts every request, however many wait already.
 *
 * A password hash costs 10 to 30 ms of CPU, on a pool of one worker per core whose queue has no
 * bound. The server's clients are in this file too, so that the example needs nothing else: they
 * send three quarters of what this machine can hash. That is fine until something else wants the
 * processor; then requests pile up, and once one has waited for a whole second the server gives
 * up, as the liveness probe of its supervisor would.
 */
import { pbkdf2Sync } from 'node:crypto';
import http from 'node:http';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const threads = availableParallelism();
const roundsPerHash = 60_000;
const offeredShare = 0.75;
const patienceMs = 1000;
const trialMs = 200;
const trialCount = 4;

/** Arrival times of the requests that are waiting, oldest first. */
const waiting = new Map();
let served = 0;
let requests = 0;

/** Workers without work, and the hashes for which there is no worker. */
const idle = [];
const queue = [];

function work() {
  parentPort.on('message', () => {
    pbkdf2Sync('correct horse', 'battery staple', roundsPerHash, 32, 'sha256');
    parentPort.postMessage('done');
  });
}

function hire() {
  const worker = new Worker(new URL(import.meta.url));
  worker.on('message', () => {
    worker.done();
    assign(worker);
  });
  idle.push(worker);
}

function assign(worker) {
  const done = queue.shift();
  if (done === undefined) {
    idle.push(worker);
    return;
  }
  worker.done = done;
  worker.postMessage('hash');
}

function hash(done) {
  queue.push(done);
  const worker = idle.pop();
  if (worker) assign(worker);
}

/** Hashes per second that all cores together can do: the best of some short trials. */
function measureCapacity() {
  return new Promise((resolve) => {
    const trials = [];
    let beganMs = performance.now();
    let hashes = 0;
    const next = () => {
      hashes += 1;
      const tookMs = performance.now() - beganMs;
      if (tookMs >= trialMs) {
        trials.push((hashes * 1000) / tookMs);
        beganMs = performance.now();
        hashes = 0;
      }
      if (trials.length < trialCount) hash(next);
      else resolve(Math.max(...trials));
    };
    for (let thread = 0; thread < threads; thread += 1) hash(next);
  });
}

function serve(_request, response) {
  const id = requests++;
  waiting.set(id, performance.now());
  hash(() => {
    waiting.delete(id);
    served += 1;
    response.end('welcome\n');
  });
}

/** Sends requests at a steady rate, whether or not the earlier ones were answered. */
function startClients(port, perSecond) {
  const agent = new http.Agent({ keepAlive: true });
  const beganMs = performance.now();
  let sent = 0;
  setInterval(() => {
    const due = Math.floor(((performance.now() - beganMs) / 1000) * perSecond);
    for (; sent < due; sent += 1) {
      http.get({ host: '127.0.0.1', port, path: '/login', agent }, (answer) => answer.resume());
    }
  }, 20);
}

function watch() {
  const [oldestMs] = waiting.values();
  if (oldestMs === undefined || performance.now() - oldestMs < patienceMs) return;
  process.stderr.write(`unhealthy: ${waiting.size} requests wait, the oldest for 1 s\n`);
  process.exit(70);
}

async function main() {
  for (let thread = 0; thread < threads; thread += 1) hire();
  const capacity = await measureCapacity();
  const server = http.createServer(serve);
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    process.stdout.write(
      `listening on 127.0.0.1:${port}, ${capacity.toFixed(0)} logins/s at most\n`,
    );
    startClients(port, capacity * offeredShare);
    setInterval(watch, 100);
    setInterval(() => process.stdout.write(`served=${served} waiting=${waiting.size}\n`), 1000);
  });
  process.on('SIGTERM', () => process.exit(0));
}

if (isMainThread) await main();
else work();
