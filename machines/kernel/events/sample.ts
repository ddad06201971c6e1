/**
 * What the sampler saw at a tick of the fixed cadence.
 *
 * @spec timeline execution semantics
 */
import { z } from 'zod';
import { defineEvent } from './definition.ts';

const figure = z.number().nullable();

export const sampleEvents = {
  'sample.taken': defineEvent({
    lane: 'B',
    priority: 'telemetry',
    emitter: 'hands',
    description: 'Figures of the host and of the target, with what the sampling itself cost.',
    payload: z.strictObject({
      atMs: z.number(),
      tick: z.number().int(),
      missed: z.number().int(),
      overheadMs: z.number(),
      host: z
        .strictObject({
          cpuLoad: figure,
          memoryUsed: figure,
          cpuPressure: figure,
          memoryPressure: figure,
          ioPressure: figure,
          ioLatencyMs: figure.optional(),
        })
        .nullable(),
      target: z
        .strictObject({
          cpu: figure,
          rssBytes: z.number(),
          readBytesPerS: figure,
          writeBytesPerS: figure,
          threads: z.number(),
          fds: z.number(),
          processes: z.number(),
          pressure: z.strictObject({ cpu: figure, memory: figure, io: figure }).optional(),
        })
        .nullable(),
      signals: z.record(z.string(), figure).optional(),
      failure: z.string().optional(),
    }),
    safe: ['atMs', 'tick', 'missed', 'overheadMs', 'host', 'target', 'signals', 'failure'],
  }),
} as const;
