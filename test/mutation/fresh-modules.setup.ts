/**
 * Forgets our modules when the mutant changes, so that each is loaded with that mutant active.
 * Runs before each test file; the packages stay loaded.
 */
import fc from 'fast-check';
import { inject, vi } from 'vitest';

/** A property of a thousand cases is left early: what it could see, its first cases mostly see. */
fc.configureGlobal({ interruptAfterTimeLimit: 300 });

declare module 'vitest' {
  interface ProvidedContext {
    readonly mode: 'dry-run' | 'mutant';
    readonly activeMutant: string;
  }
}

const world = globalThis as { lastMutant?: string };
const mutant = inject('mode') === 'mutant' ? inject('activeMutant') : 'none';
if (world.lastMutant !== mutant) vi.resetModules();
world.lastMutant = mutant;
