/**
 * The entry of the command. Whatever is not an expected failure ends here, as one clear message.
 */
import { commandLine } from './command-line.ts';
import { exitCodes } from './exit-codes.ts';
import { drained, nodeIo } from './node-io.ts';

const io = nodeIo();

try {
  process.exitCode = await commandLine(process.argv.slice(2), io);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && io.env.AMBUSH_DEBUG === '1' ? `${error.stack}\n` : '';
  const hint = stack ? '' : '  Try again with AMBUSH_DEBUG=1 to see where, and report it.\n';
  io.stderr.write(`ambush: internal error: ${message}\n${hint}${stack}`);
  process.exitCode = exitCodes.internalError;
}
await drained();
// Whatever still holds the event loop, such as a pipe of a process that would not end, must not
// keep the command from ending.
process.exit();
