/**
 * A file of plain envelopes, one JSON object a line, that another program wrote or that was
 * filtered out of a session log. Its lines have no checksum, so that only their shape is judged.
 *
 * @spec reliability faults
 */
import { foreignEvent } from '../../machines/record/foreign-event.ts';
import type { LoggedEvent } from '../../machines/record/session-line.ts';
import type { LogDamage } from './log-damage.ts';
import type { LogFiles } from './log-files.ts';
import { parsedJson, rawLines } from './raw-lines.ts';

export class ForeignWalk {
  readonly #files: LogFiles;
  #damage: LogDamage | null = null;

  constructor(files: LogFiles) {
    this.#files = files;
  }

  get damage(): LogDamage | null {
    return this.#damage;
  }

  *lines(): Generator<LoggedEvent> {
    const source = this.#files.open(0);
    if (!source) return;
    let originTs: number | null = null;
    let line = 0;
    for (const { bytes, byte, whole } of rawLines(source)) {
      line += 1;
      const text = bytes.toString('utf8');
      if (text.trim() === '') continue;
      const event = foreignEvent(parsedJson(text), originTs);
      if (!event) {
        this.#damage = {
          file: this.#files.pathOf(0),
          line,
          byte,
          reason: whole ? 'not-a-line' : 'torn',
          unreadBytes: source.size() - byte,
          ordinary: !whole,
        };
        return;
      }
      originTs ??= event.ts - event.atMs;
      yield event;
    }
  }
}
