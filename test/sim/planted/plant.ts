/**
 * Plants a bug into a copy of the built tree, never into the tree itself, and lets the simulator
 * look for it.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Planted } from './planted.ts';

/** Root of the sources, from `dist/test/sim/planted`. */
export const root = fileURLToPath(new URL('.', import.meta.url)).replace(
  /(?:dist\/)?test\/sim\/planted\/$/,
  '',
);
/** What a victim needs of the built tree, and what plays it. */
export interface Stage {
  readonly parts: readonly string[];
  readonly victim: string;
}

const kernelStage: Stage = {
  parts: [
    ...['machines', 'runtime', 'actors', 'embed'],
    ...['kernel', 'crash', 'planted', 'oracles.js'].map((part) => `test/sim/${part}`),
  ],
  victim: 'test/sim/planted/victim.js',
};

/** What an oracle said, and at which seed. */
export interface Found {
  readonly seed: number;
  readonly invariant: number;
  readonly what: string;
}

/** The first that any oracle said, and the first of one whose invariant the bug breaks by the law. */
export interface Kill extends Found {
  readonly named: Found | null;
}

/** What became of a bug. A process that fails or never ends is no kill: no oracle spoke. */
export type Hunt = Kill | 'survived' | 'broke';

/** The source with the bug in it. @throws Error when it cannot be planted exactly once. */
export function plantedSource({ id, file, find, replace }: Planted, base = root): string {
  const source = readFileSync(`${base}/${file}`, 'utf8');
  const times = source.split(find).length - 1;
  if (times !== 1)
    throw new Error(`Expected ${id} to find its place once in ${file}, got ${times}.`);
  return source.replace(find, () => replace);
}

/** A copied tree, for one planted bug after the other. */
export class Ground {
  readonly #folder = mkdtempSync(`${tmpdir()}/ambush-planted-`);

  readonly #stage: Stage;

  constructor(stage: Stage = kernelStage) {
    this.#stage = stage;
    for (const part of stage.parts) {
      cpSync(`${root}/dist/${part}`, `${this.#folder}/${part}`, {
        recursive: true,
        // What runs, and nothing that only describes it.
        filter: (from) => !/\.(?:d\.ts|map|tsbuildinfo)$/.test(from),
      });
    }
    symlinkSync(`${root}/node_modules`, `${this.#folder}/node_modules`);
    writeFileSync(`${this.#folder}/package.json`, '{ "type": "module" }\n');
  }

  async try(bug: Planted, seeds: number): Promise<Hunt> {
    const path = `${this.#folder}/${bug.file.replace(/\.ts$/, '.js')}`;
    const healthy = readFileSync(path);
    writeFileSync(path, compiled(plantedSource(bug)));
    try {
      return await this.play(seeds, bug.breaks);
    } finally {
      writeFileSync(path, healthy);
    }
  }

  play(seeds: number, breaks: readonly number[] = []): Promise<Hunt> {
    const args = [`${this.#folder}/${this.#stage.victim}`, String(seeds), breaks.join()];
    return new Promise((resolve) => {
      execFile(process.execPath, args, { timeout: 600_000 }, (error, stdout) => {
        if (error) resolve('broke');
        else resolve(stdout === '' ? 'survived' : (JSON.parse(stdout) as Kill));
      });
    });
  }

  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function compiled(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  }).outputText;
}
