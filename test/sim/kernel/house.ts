/**
 * The models of all panes of one kernel, and how a turn's input moves them.
 */
import { PaneModel } from './pane-model.ts';
import type { Input, Turn, View } from './turn.ts';

export class House {
  readonly panes: ReadonlyMap<string, PaneModel>;
  readonly view: View;

  constructor(view: View) {
    this.view = view;
    this.panes = new Map(view.panes.map((id) => [id, new PaneModel()]));
  }

  of(paneId: string): PaneModel | undefined {
    return this.panes.get(paneId);
  }

  /** The panes that an event or a fact is about. */
  about(paneId: string): readonly PaneModel[] {
    const one = this.panes.get(paneId);
    return one ? [one] : paneId === 'system' ? [...this.panes.values()] : [];
  }

  /** What the turn's input tells, before its consequences. */
  hear({ call: { input, output }, atMs }: Turn): void {
    if (output === null || 'threw' in output) return;
    const told = factOf(input);
    if (!told) return;
    if ('outcome' in output && output.outcome !== 'accepted') return;
    if ('decision' in output && output.decision !== 'allowed') return;
    for (const pane of this.about(told.paneId)) pane.hear(told.type, told.payload ?? {}, atMs);
  }
}

interface Told {
  readonly type: string;
  readonly paneId: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

function factOf(input: Input): Told | null {
  if (input.ask === 'report') return input.fact;
  if (input.ask === 'ingest') return input.envelope;
  return input.ask === 'submit' && input.intent.type === 'focus.locked' ? input.intent : null;
}
