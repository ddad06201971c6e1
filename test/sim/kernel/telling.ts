/**
 * A trace in words: turns as they were asked, events below them.
 */
import type { Envelope } from '../../../embed/kernel.ts';
import type { Outcome } from './simulate-kernel.ts';

const widthMax = 200;

export function tellTrace({ seed, lines, acts, faults }: Outcome): string {
  return [
    `seed ${seed}: ${acts.length} acts`,
    ...acts.map((act) => `  ${JSON.stringify(act)}`),
    ...lines.map(tellLine),
    ...faults.map(tellFault),
    faults.length === 0 ? 'every invariant holds' : '',
  ].join('\n');
}

export function tellFault(fault: Outcome['faults'][number]): string {
  const { invariant, what, atMs, turn } = fault;
  return `  (${invariant}) ${what} [turn ${turn}, ${atMs} ms]`;
}

function tellLine(line: string): string {
  if (!line.startsWith('{"eventId"')) return line.slice(0, widthMax);
  const { type, paneId, source, seq, payload, causationId, eventId } = JSON.parse(line) as Envelope;
  const ids = `${eventId.slice(0, 4)} < ${causationId?.slice(0, 4) ?? 'none'}`;
  const text = `    ${type} ${paneId} ${source}#${seq} ${ids} ${JSON.stringify(payload)}`;
  return text.slice(0, widthMax);
}
