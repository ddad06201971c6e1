/**
 * Bundles the command into `dist/bin`: one small entry and one chunk per lazily loaded command, so
 * that `ambush --help` reads as little as it can; and beside it the daemon. Stressors and the guardian are not bundled: they
 * run from what the compiler wrote. The chunks lie flat beside the entry, because `cli/entries.ts`
 * finds those programs one folder above wherever it is.
 */
import { chmod, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outDir = `${root}dist/bin`;

/**
 * commander loads `node:child_process`, which costs a twentieth of a bare start, for commands that
 * are programs of their own. Ours never are.
 */
const noSubprograms: Plugin = {
  name: 'no-subprograms',
  transform(code, id) {
    if (!id.endsWith('/commander/lib/command.js')) return null;
    const lean = code.replace("require('node:child_process')", '{}');
    if (lean === code) throw new Error('bundle: commander no longer loads child_process this way');
    return { code: lean, map: null };
  },
};

await rm(outDir, { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: {
    ambush: 'cli/main.ts',
    daemon: 'cli/processes/daemon.ts',
    head: 'cli/processes/head.ts',
  },
  platform: 'node',
  tsconfig: false,
  plugins: [noSubprograms],
  // It loads a library of the system from beside its own file.
  external: ['@lydell/node-pty'],
  // The parser's ESM build: its CommonJS one cannot be shaken and starts slower.
  resolve: { alias: { yaml: `${root}node_modules/yaml/browser/dist/index.js` } },
  onLog(level, log, next) {
    if (level === 'warn') throw new Error(`bundle: ${log.message}`);
    next(level, log);
  },
});
await bundle.write({
  dir: outDir,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  sourcemap: true,
  minify: true,
  banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
});
await bundle.close();
await chmod(`${outDir}/ambush.js`, 0o755);
