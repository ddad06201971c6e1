/**
 * The stressor process: commands in, reports out, one event at a time. It lives only as long as
 * its standard input is open, and keeps its own lease besides.
 *
 * @spec timeline platform strategy
 */
import os from 'node:os';
import { monotonicMs } from './clock.ts';
import { decode, lineMaxChars } from './decode.ts';
import type { Aftermath, StressorCommand, StressorReport } from './protocol.ts';
import { Session } from './session.ts';

const cores = os.availableParallelism();
/** The threads' grace, and a little: afterwards the process ends whatever they do. */
const leaveWithinMs = 250;

let session: Session | null = null;
let leaving = false;
let rest = '';

process.on('SIGINT', () => {
  // A Ctrl-C of the terminal reaches the whole group; the hands decide what it means for us.
});
process.on('SIGTERM', () => leave());
process.on('SIGHUP', () => leave());
process.on('exit', () => session?.abandon());
process.stdout.on('error', () => leave());
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text: string) => read(text));
process.stdin.on('end', () => leave());
process.stdin.on('error', () => leave());
say({ is: 'ready', pid: process.pid });

function read(text: string): void {
  const lines = (rest + text).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) if (line.trim() !== '') hear(line);
  if (rest.length > lineMaxChars) {
    rest = '';
    refuse(`Expected a line of at most ${lineMaxChars} characters.`);
  }
}

function hear(line: string): void {
  if (leaving) return;
  const decoded = decode(line);
  if (!decoded.ok) {
    refuse(decoded.reason);
    return;
  }
  obey(decoded.command);
}

function obey(command: StressorCommand): void {
  switch (command.do) {
    case 'arm':
      if (session !== null) {
        refuse('Expected no arm while an event is going on.');
        return;
      }
      if (command.stress.axis === 'time' && process.platform === 'win32') {
        refuse('This system has no SIGSTOP: the target cannot be paused.');
        return;
      }
      session = new Session({ ...command, cores }, sayOfEvent, over);
      return;
    case 'adjust':
      session?.adjust(command.dose);
      return;
    case 'retarget':
      session?.retarget(command.targetPids);
      return;
    case 'stop':
      session?.stop();
  }
}

/** A refusal ends the event that is going on, if any: `failed` is always its last word. */
function refuse(reason: string): void {
  if (session !== null) session.fail(reason);
  else say({ is: 'failed', atMs: monotonicMs(), reason, aftermath: 'idle' });
}

/** `process.exit` waits for every thread; one that hangs in a system call would keep us. */
function over(aftermath: Aftermath): void {
  session = null;
  if (aftermath === 'hung') process.kill(process.pid, 'SIGKILL');
  else if (leaving || aftermath === 'spent') depart();
}

/** Ends the event if there is one, then the process. */
function leave(): void {
  if (leaving) return;
  leaving = true;
  setTimeout(() => depart(), leaveWithinMs);
  if (session === null) depart();
  else session.stop();
}

function depart(): void {
  session?.abandon();
  process.exitCode = 0;
  process.exit(0);
}

/** Whoever was told to go takes no other event, however the last one left it. */
function sayOfEvent(report: StressorReport): void {
  const stays = !leaving || !('aftermath' in report) || report.aftermath === 'hung';
  say(stays ? report : { ...report, aftermath: 'spent' });
}

function say(report: StressorReport): void {
  try {
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } catch {
    leave();
  }
}
