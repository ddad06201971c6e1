/**
 * Problems as words and as JSON. The wording is a golden file; the JSON always has every key.
 *
 * @spec timeline phase 1
 */
import type { Problem } from '../../machines/kernel/problem.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';

/** One block per problem: where and which law, then law and value, then what to do. */
export function problemsText(problems: readonly Problem[], palette: Palette): string {
  return problems.map((problem) => problemText(problem, palette)).join('\n');
}

function problemText({ code, message, where, hint }: Problem, palette: Palette): string {
  const place = [where?.file ?? 'command line', where?.line, where?.column]
    .filter((part) => part !== undefined)
    .join(':');
  const path = where?.path === undefined || where.path === '' ? '' : `  ${where.path}`;
  const head = `${palette.strong(printable(place))}${printable(path)}  ${palette.bad(code)}`;
  const advice = hint === undefined ? '' : `  ${palette.active(printable(hint))}\n`;
  return `${head}\n  ${printable(message)}\n${advice}`;
}

/** `1 problem.` or `12 problems.`, and that nothing happened. */
export function problemsCount(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `${count}. Nothing was started.\n`;
}

/** `{ problems: [{ code, message, file, path, line, column, hint }] }`; null where unknown. */
export function problemsJson(problems: readonly Problem[]): string {
  const plain = problems.map(({ code, message, where, hint }) => ({
    code,
    message,
    file: where?.file ?? null,
    path: where?.path ?? null,
    line: where?.line ?? null,
    column: where?.column ?? null,
    hint: hint ?? null,
  }));
  return `${JSON.stringify({ problems: plain }, null, 2)}\n`;
}
