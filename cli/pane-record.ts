/**
 * `ambush pane record ID FILE.cast`: what a pane shows, as an asciinema recording, until its program
 * ends or the recording is interrupted. What could not be recorded is told.
 *
 * @spec kernel 7.6
 */
import { closeSync, openSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StreamItem } from '../machines/control/answers.ts';
import { type CastWriter, createCastWriter } from '../machines/control/cast-writer.ts';
import { outputItem, paintedItem, resizedItem } from '../machines/control/items.ts';
import { type Problem, type Result, refuse, succeed } from '../machines/kernel/problem.ts';
import { createSystemClock } from '../runtime/host/clock.ts';
import { codeOf } from '../runtime/record/destination.ts';
import { complain } from './complaint.ts';
import { placeProblems } from './destinations.ts';
import { exitCodes } from './exit-codes.ts';
import type { HostLink } from './host-link.ts';
import { listenForInterrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import { type Printing, withHost } from './on-host.ts';
import { lengthText } from './render/units.ts';

export interface RecordOptions extends Printing {
  readonly paneId: string;
  readonly file: string;
  /** Ends by itself after so long; without it when the program ends, or with Ctrl-C. */
  readonly forMs?: number;
  /** Whether a file that is there may be replaced. */
  readonly overwrite: boolean;
}

interface Recorded {
  readonly paneId: string;
  readonly file: string;
  readonly durationMs: number;
  readonly bytes: number;
  /** Bytes, and pieces of output, that are not in the recording. */
  readonly dropped: number;
  readonly missed: number;
}

/** Returns the exit status: 0 when all was recorded, 1 when something is missing. */
export async function runPaneRecord(options: RecordOptions, io: Io): Promise<number> {
  const { file, json, quiet } = options;
  const misplaced = placeProblems(file, 'FILE', 'opened', io.cwd);
  if (misplaced.length > 0) return complain(misplaced, json, io);
  const older = statSync(resolve(io.cwd, file), { throwIfNoEntry: false });
  if (older?.isFile() && !options.overwrite) return complain([alreadyThere(file)], json, io);
  return withHost(options, io, async (link) => {
    const done = await record(options, link, io);
    if (!done.ok) return complain(done.problems, json, io);
    const { durationMs, dropped, missed } = done.value;
    const lost = dropped + missed;
    if (json) io.stdout.write(`${JSON.stringify(done.value, null, 2)}\n`);
    else if (quiet !== true) {
      const gap = lost === 0 ? '' : ', not all of what was printed';
      io.stdout.write(`Recorded ${lengthText(durationMs)} in ${file}${gap}.\n`);
    }
    return lost === 0 ? exitCodes.pass : exitCodes.weakness;
  });
}

async function record(
  { paneId, file, forMs }: RecordOptions,
  link: HostLink,
  io: Io,
): Promise<Result<Recorded>> {
  const clock = createSystemClock();
  const startMs = clock.monotonicMs();
  const told = { bytes: 0, dropped: 0, missed: 0 };
  const decoder = new TextDecoder();
  const recording = createRecording(resolve(io.cwd, file), file, () => stream.end());
  let cast: CastWriter | null = null;
  const now = (): number => clock.monotonicMs() - startMs;
  const take = (item: StreamItem): void => {
    if (item.is === 'painted') {
      const { paint, cols, rows, missed } = paintedItem.parse(item);
      told.missed += missed;
      if (cast === null) {
        cast = createCastWriter({
          ...{ columns: cols, rows, startedMs: clock.wallMs(), title: `pane ${paneId}` },
        });
        recording.write(cast.header);
      }
      recording.write(cast.output(now(), paint));
    }
    if (item.is === 'output' && cast !== null) {
      const { data, dropped } = outputItem.parse(item);
      const bytes = Buffer.from(data, 'base64');
      told.bytes += bytes.length;
      told.dropped += dropped;
      recording.write(cast.output(now(), decoder.decode(bytes, { stream: true })));
    }
    if (item.is === 'resized' && cast !== null) {
      const { cols, rows } = resizedItem.parse(item);
      recording.write(cast.resize(now(), cols, rows));
    }
    if (item.is === 'ended') stream.end();
  };
  const stream = link.stream({ do: 'pane.attach', paneId, size: null }, take);
  const interrupts = listenForInterrupts(() => stream.end());
  const timer = forMs === undefined ? undefined : clock.setTimeout(() => stream.end(), forMs);
  try {
    const done = await stream.done;
    if (!done.ok) return done;
    const problem = recording.problem();
    if (problem !== null) return refuse([problem]);
    return succeed({ paneId, file, durationMs: Math.round(now()), ...told });
  } finally {
    clock.clearTimeout(timer);
    interrupts.close();
    recording.close();
  }
}

interface Recording {
  write(line: string): void;
  /** What keeps it from being whole. */
  problem(): Problem | null;
  close(): void;
}

/** The file is begun with its first line: a pane that there is not must not cost an older one. */
function createRecording(path: string, name: string, onProblem: () => void): Recording {
  let [file, problem]: [number | null, Problem | null] = [null, null];
  return {
    write(line) {
      if (problem !== null) return;
      try {
        file ??= openSync(path, 'w');
        writeFileSync(file, line);
      } catch (error) {
        problem = unusable(name, error);
        onProblem();
      }
    },
    problem: () => problem,
    close: () => void (file !== null && closeSync(file)),
  };
}

function alreadyThere(name: string): Problem {
  return {
    code: 'FILE_EXISTS',
    message: `Expected the name of a new recording, got ${name}, which is there.`,
    where: { path: 'FILE' },
    hint: 'Try another name, or --overwrite.',
  };
}

function unusable(name: string, error: unknown): Problem {
  return {
    code: 'UNUSABLE_DESTINATION',
    message: `Expected a file that can be written, got ${name} (${codeOf(error)}).`,
    where: { path: 'FILE' },
    hint: 'Try another place.',
  };
}
