/**
 * The kernel and its peers as the benchmarks set them up: ten subscribers each.
 */
import { EventEmitter } from 'node:events';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  SimpleSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import {
  type Contract,
  createKernel,
  type Kernel,
  type KernelOptions,
} from '../../embed/kernel.ts';

const subscribers = 10;
/** So that no compiler may leave a subscriber out. */
const heard = { count: 0 };

/** A fact of Lane A that moves nothing and that no contract governs. */
export const fact = {
  type: 'focus.changed',
  paneId: '1',
  source: 'terminal.js',
  payload: { from: '1', to: '2' },
} as const;
/** A fact of Lane B. */
export const data = {
  type: 'pty.data.received',
  paneId: '1',
  source: 'daemon',
  payload: { paneId: '1', byteLen: 80, meaningful: true, chunkType: 'text' },
} as const;

export function subscribedKernel(pattern = '*', options: KernelOptions = {}): Kernel {
  const kernel = createKernel(options);
  for (let at = 0; at < subscribers; at += 1) {
    kernel.on(pattern, () => {
      heard.count += 1;
    });
  }
  return kernel;
}

export function subscribedEmitter(): () => void {
  const emitter = new EventEmitter();
  for (let at = 0; at < subscribers; at += 1) {
    emitter.on(fact.type, () => {
      heard.count += 1;
    });
  }
  return () => emitter.emit(fact.type, { from: '1', to: '2' });
}

/** One span with the same facts as attributes. */
export function spanMaker(): () => void {
  const exporter: SpanExporter = {
    export: (_spans, done) => done({ code: 0 }),
    shutdown: async () => {},
  };
  const provider = new BasicTracerProvider({
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('bench');
  return () => {
    const { type, paneId, source, payload } = fact;
    tracer.startSpan(type, { attributes: { paneId, source, ...payload } }).end();
  };
}

/** The same intent with four contracts that are kept. */
export function fourContracts(kernel: Kernel): () => void {
  for (const id of ['one', 'two', 'three', 'four']) kernel.registerContract(keptContract(id));
  return () => {
    const { decision } = kernel.submit(fact);
    if (decision !== 'allowed') throw new Error(`Expected it to be allowed, got ${decision}.`);
  };
}

/** A whole injection: admitted, and reported as verified. 6 events in 2 calls. */
export function injecting(kernel: Kernel): () => void {
  return () => {
    const { decision, event } = kernel.submit({
      type: 'inject.requested',
      paneId: '1',
      source: 'injection.js',
      payload: { body: 'continue, please' },
    });
    if (decision !== 'allowed') throw new Error(`Expected it to be allowed, got ${decision}.`);
    kernel.report({
      type: 'inject.verified',
      paneId: '1',
      source: 'injection.js',
      payload: {},
      correlationId: event?.correlationId,
    });
  };
}

function keptContract(id: string): Contract {
  return {
    id,
    version: 1,
    owner: 'bench',
    appliesTo: [fact.type],
    preconditions: [(_event, { gates }) => !gates.focusLocked],
    severity: 'block',
    action: 'block',
    fallbackAction: 'block',
    mode: 'enforced',
    emitOnViolation: 'contract.violation',
    reads: ['gates.focusLocked'],
  };
}
