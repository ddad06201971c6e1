/**
 * An assistant for the terminal, with a weakness that many have: from time to time it compacts its
 * context, its input box stays open all the while, and what is typed into it then is lost.
 *
 * It thinks by hashing, so that a busy machine slows it down. After every second answer it compacts
 * for as many milliseconds as its first argument says. Its screen is like those of its kind: the
 * history, a line that tells what it is at, and the box between two rules.
 */
import { pbkdf2Sync } from 'node:crypto';

const compactingMs = Number(process.argv[2] ?? 3_000);
const frameMs = 100;
const spinner = '·✢✳✶✻✽';
const roundsPerThought = 20_000;
const thoughts = 6;

const history = ['✻ Welcome! Ask me anything.', ''];
let box = '';
let answers = 0;
let frame = 0;
/** What it is at: `Thinking` or `Compacting conversation`, and since when. */
let work = null;

function draw() {
  const { columns = 80, rows = 24 } = process.stdout;
  const rule = '─'.repeat(columns);
  const seconds = work && Math.floor((performance.now() - work.sinceMs) / 1000);
  const live = work
    ? [`${spinner[frame % 6]} ${work.what}… (${seconds}s · esc to interrupt)`, '']
    : [];
  const below = [...live, rule, `❯ ${box.slice(-(columns - 4))}`, rule, '  ? for shortcuts'];
  const shown = [...history.slice(-(rows - below.length)), ...below];
  const cells = shown.map((text, row) => `\u001b[${row + 1};1H${text}\u001b[K`);
  const cursor = `\u001b[${shown.length - 2};${3 + Math.min(box.length, columns - 4)}H`;
  process.stdout.write(`${cells.join('')}\u001b[J${cursor}`);
}

function think(question) {
  history.push(`> ${question}`, '');
  work = { what: 'Thinking', sinceMs: performance.now() };
  let left = thoughts;
  const step = () => {
    pbkdf2Sync(question, 'salt', roundsPerThought, 32, 'sha256');
    left -= 1;
    if (left > 0) setTimeout(step, 20);
    else answer(question);
  };
  setTimeout(step, 50);
}

function answer(question) {
  answers += 1;
  history.push(`● You said ${question.length} characters.`, '');
  work = null;
  if (answers % 2 === 0) setTimeout(compact, 200);
}

function compact() {
  work = { what: 'Compacting conversation', sinceMs: performance.now() };
  setTimeout(() => {
    work = null;
    // Whatever was typed meanwhile goes with the old context.
    box = '';
    history.push('✻ Conversation compacted (ctrl+o for history)', '');
    draw();
  }, compactingMs);
}

function typed(text) {
  for (const key of text) {
    if (key === '\r') {
      const question = box;
      box = '';
      if (question !== '' && work === null) think(question);
    } else if (key === '\u0003') process.exit(0);
    else if (key >= ' ') box += key;
  }
  draw();
}

process.stdin.setRawMode?.(true);
process.stdin.setEncoding('utf8').on('data', typed);
process.stdout.on('resize', draw);
setInterval(() => {
  frame += 1;
  if (work) draw();
}, frameMs);
process.stdout.write('\u001b[2J');
draw();
