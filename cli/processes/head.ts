/**
 * The entry of the host's process. It says whose contracts it loads, then that it is ready, or why it
 * cannot be, and then nothing more. Whoever started it is gone by then.
 *
 * @spec kernel 7
 * @spec reliability orphans
 */

import { headOrdersSchema } from '../../machines/control/head-orders.ts';
import { exitCodes } from '../exit-codes.ts';
import { runHead } from '../head.ts';

// Whoever started it reads one line and goes.
process.stdout.on('error', () => {});

const orders = headOrdersSchema.parse(JSON.parse(process.argv[2] ?? ''));
const say = (word: object, then?: () => void): unknown =>
  process.stdout.write(`${JSON.stringify(word)}\n`, then);
const onLoading = (loading: string | null): void => void say({ loading });
const head = await runHead(orders, { env: process.env, pid: process.pid, onLoading });
say(head.ok ? { ready: true } : { problems: head.problems }, () => {
  if (!head.ok) process.exit(exitCodes.invalidInput);
});
if (head.ok) {
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => head.value.stop());
  }
  process.exit(await head.value.done);
}
