/**
 * Where the programs are that the command starts as processes of their own. They are files that
 * the compiler wrote, `dist/<path>.js`, but for the daemon and the host, which are bundled; this module
 * is asked from three places of equal depth: the bundle (`dist/bin`), the compiler's output
 * (`dist/cli`) and, in tests, the source (`cli`).
 */
import { fileURLToPath } from 'node:url';

/** Paths of the JavaScript files to hand to `process.execPath`. */
export interface Entries {
  readonly stressor: string;
  readonly guardian: string;
  readonly daemon: string;
  /** The host in the background. */
  readonly head: string;
}

/** `from` is the URL of the module that asks; the default is this one. */
export function entriesOf(from: string = import.meta.url): Entries {
  const dist = from.endsWith('.ts') ? '../dist/' : '../';
  const path = (name: string) => fileURLToPath(new URL(`${dist}${name}`, from));
  return {
    stressor: path('stressors/main.js'),
    guardian: path('runtime/guardian/main.js'),
    daemon: path('bin/daemon.js'),
    head: path('bin/head.js'),
  };
}
