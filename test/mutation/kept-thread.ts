/**
 * One thread for all mutants of a runner. To start a thread and to load the packages costs several
 * times what the tests of one mutant cost; our own modules are loaded afresh for each mutant by
 * `fresh-modules.setup.ts`, because a statechart is evaluated when its module loads.
 */
import type { Worker } from 'node:worker_threads';
import { type PoolOptions, ThreadsPoolWorker, type WorkerRequest } from 'vitest/node';

const name = 'kept-thread';

class KeptThread extends ThreadsPoolWorker {
  override readonly name = name;
  /** What the newest start says, above all the configuration: it belongs to the run that follows. */
  private context: object | undefined;

  /** A thread is started once and stopped never; the runner of each mutant is told otherwise. */
  override send(message: WorkerRequest): void {
    const first = this.context === undefined;
    if (message.type === 'start') this.context = message.context;
    if (message.type === 'stop') this.answer('stopped');
    else if (message.type === 'start' && !first) this.answer('started');
    else if (message.type !== 'run') super.send(message);
    else super.send({ ...message, context: { ...this.context, ...message.context } });
  }

  override async stop(): Promise<void> {
    for (const event of ['message', 'error', 'exit']) this.worker().removeAllListeners(event);
  }

  /** The base class has a getter of this name, which its types hide. */
  private worker(): Worker {
    return Reflect.get(this, 'thread');
  }

  private answer(type: 'started' | 'stopped'): void {
    setImmediate(() => this.worker().emit('message', { type, __vitest_worker_response__: true }));
  }
}

/** Gives every run of one vitest the same thread. */
export const keptThread = {
  name: 'ambush:kept-thread',
  configureVitest({ project }: { readonly project: { config: object } }): void {
    let thread: KeptThread | undefined;
    const createPoolWorker = (options: PoolOptions) => {
      thread ??= new KeptThread(options);
      return thread;
    };
    Object.assign(project.config, { pool: name, poolRunner: { name, createPoolWorker } });
  },
};
