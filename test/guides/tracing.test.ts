/**
 * Goal: what the guide to tracing shows is what the commands print.
 * Method: every block that begins with a command is run on the logs of the tests, and compared with
 * the page; `UPDATE_GOLDEN=1` writes it. The page's own source has no ids: a comment before a block
 * names the event that it asks about, as `type:nth`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { widthOf } from '../../cli/render/printable.ts';
import { eventOf, openViews } from '../cli/commands/log-views.ts';

const path = fileURLToPath(new URL('../../docs/guides/tracing.md', import.meta.url));
const { ask } = openViews();

/** `<!-- inject.deferred:3 -->` on the line before says whose id the command has. */
const block =
  /(?:<!-- ([\w.]+)(?::(\d+))? -->\n)?```console\n\$ ambush ([^\n]+)\n(?:(?!```)[^\n]*\n)*```/g;

async function shown(type: string | undefined, nth: string | undefined, words: string) {
  const [bare = '', lines] = words.split(' | head -');
  const [command = '', file = '', ...rest] = bare.split(' ');
  const name = file === 'run.ndjson' ? 'run' : 'kernel';
  const id = type === undefined ? null : eventOf(name, type, Number(nth ?? 0)).slice(0, 8);
  const asked = [command, file, ...(id === null ? rest : [id, ...rest.slice(1)])].join(' ');
  const { status, out, err } = await ask(asked);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  const text = out
    .trimEnd()
    .split('\n')
    .slice(0, Number(lines ?? Number.POSITIVE_INFINITY));
  const about = type === undefined ? '' : `<!-- ${type}${nth === undefined ? '' : `:${nth}`} -->\n`;
  const cut = lines === undefined ? '' : ` | head -${lines}`;
  return `${about}\`\`\`console\n$ ambush ${asked}${cut}\n${text.join('\n').trimEnd()}\n\`\`\``;
}

it('is what the commands print', async () => {
  const page = readFileSync(path, 'utf8');
  const found = [...page.matchAll(block)];
  expect(found).toHaveLength(8);
  let fresh = page;
  for (const [whole, type, nth, words = ''] of found) {
    const text = await shown(type, nth, words);
    fresh = fresh.replace(whole, () => text);
  }
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, fresh);
  expect(fresh).toBe(readFileSync(path, 'utf8'));
  expect(Math.max(...fresh.split('\n').map(widthOf))).toBeLessThanOrEqual(120);
});
