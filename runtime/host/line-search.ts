/**
 * Patterns of strangers over lines of strangers. A pattern may take longer than the universe: the
 * engine is interrupted, so that whoever asked goes on.
 *
 * @spec timeline phase 2
 */
import { type Context, createContext, Script } from 'node:vm';
import { lineMax } from '../../machines/timeline/signal/user-signal.ts';
import type { LineSearch } from './host.ts';

/** Runs in a context that has nothing but these two texts. */
const script = new Script(`{
  const search = new RegExp(pattern, 'u');
  let found = null;
  for (const line of text.split('\\n').reverse()) {
    const match = search.exec(line.slice(0, ${lineMax}));
    if (match === null) continue;
    found = match.groups.value ?? null;
    break;
  }
  found;
}`);

/** The engine counts time as it passes: on a busy machine it passes without any work. */
const workedShare = 0.5;
/** Looks that are cut short without having worked, before it is given up this time. */
const turnsMax = 5;

/** One for all: a pattern is no program, so nothing of it can stay behind. */
let context: Context | null = null;

export const searchLines: LineSearch = (pattern, lines, timeoutMs) => {
  context ??= createContext(Object.create(null));
  Object.assign(context, { pattern, text: lines });
  for (let turn = 1; ; turn += 1) {
    const before = process.cpuUsage();
    try {
      const value: unknown = script.runInContext(context, { timeout: timeoutMs });
      return { value: typeof value === 'string' ? value : null };
    } catch {
      const { user, system } = process.cpuUsage(before);
      const isPatternSlow = (user + system) / 1_000 >= timeoutMs * workedShare;
      if (!isPatternSlow && turn < turnsMax) continue;
      return { error: `The pattern took longer than ${timeoutMs} ms.` };
    }
  }
};
