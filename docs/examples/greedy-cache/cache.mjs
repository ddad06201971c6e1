/**
 * A cache with a weakness: the path that gives memory back was never tried.
 *
 * The cache keeps pages in memory and watches how much is left for everybody else. When that
 * falls by more than a fiftieth of the machine's memory, it evicts its oldest pages. But it forgets
 * to take the evicted pages out of the index, so the next look-up of one of them finds a hole.
 */
import { randomBytes } from 'node:crypto';
import { totalmem } from 'node:os';

const pageBytes = 64 * 1024;
const pageCount = 256;
/** Share of all memory that may go to others before pages are given back. */
const toleratedShare = 0.02;
/** The machine's memory, or the container's where that is less. */
const totalBytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

const pages = new Map();
/** Address to page; what `look up` believes. */
const index = new Map();
let lookups = 0;

function fill() {
  for (let page = 0; page < pageCount; page += 1) {
    pages.set(page, randomBytes(pageBytes));
    index.set(`/articles/${page}`, page);
  }
}

function lookUp() {
  const address = `/articles/${(lookups * 7919) % pageCount}`;
  lookups += 1;
  return pages.get(index.get(address)).subarray(0, 16).toString('hex');
}

function relieve(beforeBytes) {
  const takenBytes = beforeBytes - process.availableMemory();
  if (takenBytes < totalBytes * toleratedShare || pages.size < pageCount) return;
  process.stderr.write(`memory is short by ${(takenBytes / 2 ** 20).toFixed(0)} MiB: evicting\n`);
  for (let page = 0; page < pageCount / 2; page += 1) pages.delete(page);
}

fill();
const beforeBytes = process.availableMemory();
process.stdout.write(`cache ready, ${pageCount} pages\n`);
setInterval(lookUp, 5);
setInterval(() => relieve(beforeBytes), 200);
setInterval(() => process.stdout.write(`lookups=${lookups} pages=${pages.size}\n`), 1000);
process.on('SIGTERM', () => process.exit(0));
