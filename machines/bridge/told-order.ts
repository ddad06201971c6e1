/**
 * What hands are told, as commands that cross the bridge, and back again: section 7.3 with the
 * name of the deed as `action`, and the meta of the order as `kernelMeta`.
 *
 * @spec kernel 7.3
 */
import type { HandsCommand } from '../hands/messages.ts';
import type { TerminalOrder } from '../hands/pane-messages.ts';
import { readTerminalOrder } from '../hands/terminal-order.ts';
import { readHandsCommand } from './command-schema.ts';
import type { BridgeLine } from './wire.ts';

export type Told =
  | { readonly port: 'hands'; readonly order: HandsCommand }
  | { readonly port: 'panes'; readonly order: TerminalOrder };

/** The command as JSON, for `commandLineOf`. */
export function commandOf(order: HandsCommand | TerminalOrder): string {
  const { do: action, meta: kernelMeta, ...args } = order;
  return JSON.stringify({ action, ...args, kernelMeta });
}

/** Null for what is no order. */
export function toldOf(line: Extract<BridgeLine, { is: 'command' }>): Told | null {
  const given = { ...line.args, do: line.action, meta: line.kernelMeta };
  if (line.action.startsWith('pane.')) {
    const order = readTerminalOrder(given);
    return order === null ? null : { port: 'panes', order };
  }
  const order = readHandsCommand(given);
  return order === null ? null : { port: 'hands', order };
}
