/**
 * The entry of the command. Whatever is not an expected failure ends here, as one clear message;
 * the guardian of a run that was under way cleans up behind it.
 */
import { commandLine } from './command-line.ts';
import { exitCodes } from './exit-codes.ts';
import { drained, nodeIo } from './node-io.ts';
import { wordProblems } from './raw-words.ts';

const io = nodeIo();

process.on('uncaughtException', (error) => void failed(error).then(end));

await end(await answer(process.argv.slice(2)).catch(failed));

async function answer(words: readonly string[]): Promise<number> {
  const problems = wordProblems(words);
  if (problems.length === 0) return commandLine(words, io);
  const { complain } = await import('./complaint.ts');
  return complain(problems, words.includes('--json'), io);
}

async function failed(error: unknown): Promise<number> {
  const { printable } = await import('./render/printable.ts');
  const message = error instanceof Error ? error.message : String(error);
  const debugged = io.env.AMBUSH_DEBUG === '1' && error instanceof Error;
  const more = debugged ? `${error.stack}` : '  Try again with AMBUSH_DEBUG=1 to see where.';
  io.stderr.write(`ambush: internal error: ${printable(message)}\n${more}\n`);
  return exitCodes.internalError;
}

/**
 * Whatever still holds the event loop, such as a pipe of a process that would not end, must not
 * keep the command from ending.
 */
async function end(status: number): Promise<never> {
  await drained();
  process.exit(status);
}
