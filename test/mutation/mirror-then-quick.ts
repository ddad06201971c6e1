/** In which order the test files of a mutant run: the first that fails ends its trial. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** First the mirror of the mutated file, then the quickest. */
export class MirrorThenQuick extends BaseSequencer {
  /** A file that was cut short has no time of its own, so the longest one seen counts. */
  private readonly longestMs = new Map<string, number>();

  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { config, cache } = this.ctx;
    const [mutated = ''] = config.related ?? [];
    const mirror = mutated.replace('/machines/', '/test/machines/').replace(/ts$/, 'test.ts');
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const file = moduleId.slice(config.root.length + 1);
      const seenMs = cache.getFileTestResults(`${project.name}:${file}`)?.duration ?? 0;
      this.longestMs.set(file, Math.max(seenMs, this.longestMs.get(file) ?? 0));
      return moduleId === mirror ? -1 : (this.longestMs.get(file) ?? 0);
    };
    const ranked = files.map((spec) => ({ spec, rank: rank(spec) }));
    return ranked.sort((one, other) => one.rank - other.rank).map(({ spec }) => spec);
  }
}
