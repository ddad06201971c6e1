/**
 * Precision and recall of the compaction detector over the corpus, each screen drawn in three ways and
 * cut in three; and the cost of one look at a screen beside drawing it.
 */
import { profiles } from '../../machines/compaction/profiles.ts';
import { recognise } from '../../machines/compaction/recognise.ts';
import { createScreenTerminal } from '../../runtime/screen/screen-terminal.ts';
import { chunkings, draws, readCorpus } from '../corpus/corpus.ts';
import { everyProfile, verdictOf } from '../corpus/verdict.ts';
import { type Bench, median } from './bench.ts';

const rounds = 20;
const encoder = new TextEncoder();
const microseconds = (began: bigint) => Number(process.hrtime.bigint() - began) / 1_000;

export const bench: Bench = {
  name: 'detector',
  aim: 'precision 1, recall 1, one verdict for all nine; a look costs at most 2 repaints',
  async measure() {
    const corpus = readCorpus();
    const counts = { right: 0, missed: 0, wrong: 0, split: 0 };
    const [drawing, looking]: [number[], number[]] = [[], []];
    for (const screen of corpus) {
      const size = { columns: screen.columns, rows: screen.height };
      const verdicts = Object.values(draws).flatMap((drawn) => {
        const bytes = encoder.encode(drawn(screen.rows, []));
        return Object.values(chunkings).map((cut) =>
          verdictOf([{ atMs: 0, chunks: cut(bytes) }], size, everyProfile).join('; '),
        );
      });
      for (const verdict of verdicts) {
        const started = verdict.includes('started');
        if (started && screen.compacting) counts.right += 1;
        else if (started) counts.wrong += 1;
        else if (screen.compacting) counts.missed += 1;
      }
      if (new Set(verdicts).size > 1) counts.split += 1;
      const terminal = createScreenTerminal(size);
      const repaint = draws.repaint?.(screen.rows, []) ?? '';
      for (let round = 0; round < rounds; round += 1) {
        const drawn = process.hrtime.bigint();
        terminal.write(repaint);
        const shown = terminal.read();
        drawing.push(microseconds(drawn));
        const looked = process.hrtime.bigint();
        const { generic, claude, codex, gemini } = profiles;
        recognise(shown, [claude, codex, gemini], generic, generic);
        looking.push(microseconds(looked));
      }
      terminal.dispose();
    }
    const precision = counts.right / (counts.right + counts.wrong);
    const recall = counts.right / (counts.right + counts.missed);
    const [draw_us, look_us] = [median(drawing), median(looking)];
    const look_ratio = look_us / draw_us;
    return {
      figures: { screens: corpus.length, precision, recall, draw_us, look_us, look_ratio },
      met: precision === 1 && recall === 1 && counts.split === 0 && look_ratio <= 2,
      notes: [`${counts.right + counts.missed} positive drawings, ${counts.wrong} false alarms`],
    };
  },
};
