/**
 * The kernel's word on how a child ended. Node passes on the exit code and the signal but not
 * the core flag, so `core` is told only where it follows from the rules: a signal whose default
 * action is not to dump never leaves a core, nor does one of a process that may not write any
 * (hard limit zero, and no program that takes cores through a pipe). Otherwise it stays absent.
 *
 * @spec timeline execution semantics
 */
import { readFileSync } from 'node:fs';
import type { WaitStatus } from './host.ts';

const dumping: ReadonlySet<string> = new Set([
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGIOT',
  'SIGBUS',
  'SIGFPE',
  'SIGSEGV',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGSYS',
]);

export function waitStatus(
  code: number | null,
  signal: string | null,
  coreForbidden: boolean,
): WaitStatus {
  if (signal === null) return { kind: 'exited', code: code ?? 0 };
  return !dumping.has(signal) || coreForbidden
    ? { kind: 'signalled', signal, core: false }
    : { kind: 'signalled', signal };
}

/** Whether children of this process can never leave a core, as far as the system tells. */
export function isCoreForbidden(): boolean {
  try {
    const limits = readFileSync('/proc/self/limits', 'latin1');
    const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'latin1');
    return !pattern.startsWith('|') && /^Max core file size\s+0\s+0\s/m.test(limits);
  } catch {
    return false;
  }
}
