/**
 * `ambush pane attach ID`: a session at the terminal of a pane.
 *
 * @spec kernel 3.2
 */
import { ownPaneVariable } from '../machines/control/own-pane.ts';
import type { Problem } from '../machines/kernel/problem.ts';
import { type AttachEnd, attach, ownTerminal } from './attach.ts';
import { complain } from './complaint.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { withHost } from './on-host.ts';
import { endText } from './render/panes.ts';
import { printable } from './render/printable.ts';

export interface AttachOptions {
  readonly paneId: string;
}

/** Returns the exit status: 0 when it was left or its program ended, 2 with the problems. */
export async function runPaneAttach({ paneId }: AttachOptions, io: Io): Promise<number> {
  if (!process.stdin.isTTY || !io.stdout.isTTY) return complain([noTerminal], false, io);
  return withHost({ json: false }, io, async (link) => {
    const done = await attach(link, paneId, ownTerminal(), io.env[ownPaneVariable]);
    if (!done.ok) return complain(done.problems, false, io);
    io.stdout.write(`[${farewell(paneId, done.value)}]\n`);
    return exitCodes.pass;
  });
}

function farewell(paneId: string, end: AttachEnd): string {
  const pane = `pane ${printable(paneId)}`;
  switch (end.is) {
    case 'detached':
      return `detached from ${pane}; it goes on${refusedText(end.refusedKeys)}`;
    case 'ended':
      return end.outcome === null ? `${pane} has ended` : `${pane} ${endText(end.outcome)}`;
    case 'closed':
      return end.reason === 'closed' ? `${pane} was closed` : 'the host has ended';
  }
}

function refusedText(keys: number): string {
  return keys === 0 ? '' : `; it did not take ${keys} of your keys`;
}

const noTerminal: Problem = {
  code: 'NO_TERMINAL',
  message: 'Expected a terminal on standard input and output, got none.',
  hint: 'Try `ambush pane screen ID` to read it, `ambush pane inject ID TEXT` to write into it.',
};
