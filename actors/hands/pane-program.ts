/**
 * One life of a pane's program: its terminal, what goes into it, and its one end, however many ask
 * for it. Whoever asks later can only hasten it, and waits for the same end.
 *
 * @spec kernel 3.5
 */
import type { Host, Terminal, WaitStatus } from '../../runtime/host/host.ts';
import type { PaneInput } from './pane-input.ts';
import { endTree, killPatienceMs, killTree } from './tree-end.ts';

export class PaneProgram {
  readonly terminal: Terminal;
  readonly input: PaneInput;
  /** Null as long as it lives. */
  status: WaitStatus | null = null;
  readonly #host: Host;
  #graceMs = 0;
  #ending: Promise<unknown> | null = null;

  constructor(host: Host, terminal: Terminal, input: PaneInput) {
    this.#host = host;
    this.terminal = terminal;
    this.input = input;
  }

  /** Resolves when nothing of it is left, or nothing that can be ended. */
  async end(signal: string, graceMs: number): Promise<void> {
    const host = this.#host;
    const root = { pid: this.terminal.pid, isOver: () => this.status !== null };
    if (this.#ending === null) {
      this.#graceMs = graceMs;
      this.#ending = endTree(host, root, signal, () => this.#graceMs);
    } else {
      this.#graceMs = Math.min(this.#graceMs, graceMs);
      if (graceMs === 0) await killTree(host, root, killPatienceMs);
    }
    await this.#ending;
  }
}
