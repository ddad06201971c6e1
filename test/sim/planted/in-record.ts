/**
 * Bugs planted into the session log, its readers, what is recorded of a text, and the replay.
 */
import { planted } from './planted.ts';

const disk = 'runtime/record/';
const record = 'machines/record/';

export const inRecord = [
  ...planted(`${disk}sealed-line.ts`, [
    [
      'crc-ignored',
      'numberAt(bytes, at) !== crc32(bytes.subarray(0, end))',
      'numberAt(bytes, at) < 0',
      [53],
      'a seal is a seal',
    ],
    [
      'crc-over-less',
      'hexOf(crc32(buffer.subarray(at, at + body)))',
      'hexOf(crc32(buffer.subarray(at, at + body - 1)))',
      [51],
      'off by one: nobody can read it',
    ],
  ]),
  ...planted(`${disk}log-walk.ts`, [
    [
      'strange-session',
      'line.sessionId === this.#sessionId && ',
      '',
      [53],
      'a segment of another session is taken for ours',
    ],
    [
      'strange-follower',
      'segment === 0 || line.follows === crc',
      'true',
      [53],
      'a segment follows whatever was before',
    ],
    [
      'gap-of-segments',
      "else if (next.segment !== segment + 1) this.#stop('missing-segment');",
      '',
      [53],
      'a segment that is missing is no damage',
    ],
    [
      'torn-in-silence',
      "if (torn) this.#stop(this.#end ? 'after-end' : 'torn');",
      '',
      [53],
      'a torn tail is no damage',
    ],
  ]),
  ...planted(`${disk}raw-lines.ts`, [
    [
      'tail-is-whole',
      'if (rest > 0) yield { bytes: buffer.subarray(0, rest), byte, whole: false };',
      'if (rest > 0) yield { bytes: buffer.subarray(0, rest), byte, whole: true };',
      [53],
      'a last line without its line feed is taken',
    ],
  ]),
  ...planted(`${disk}segment-writer.ts`, [
    [
      'acknowledged-first',
      'this.#file.write(this.#batch.subarray(0, this.#batchBytes));\n    this.#size += this.#batchBytes;\n    this.#acknowledged += this.#batchLines;',
      'this.#acknowledged += this.#batchLines;\n    this.#file.write(this.#batch.subarray(0, this.#batchBytes));\n    this.#size += this.#batchBytes;',
      [51],
      'said before it is done',
    ],
    [
      'batch-lost-in-turn',
      'const { disk, path, segmentBytesMax } = this.#input;\n    this.flush();',
      'const { disk, path, segmentBytesMax } = this.#input;\n    this.#forgetBatch();',
      [51, 53],
      'the last batch of a segment is forgotten',
    ],
    [
      'torn-line-stays',
      'this.#file.truncate(this.#size);',
      '',
      [53],
      'what comes after half a line cannot be read',
    ],
    [
      'follows-nothing',
      'this.#follows = this.#lastCrc;',
      "this.#follows = '00000000';",
      [51, 53],
      'the next segment names no line before it',
    ],
  ]),
  ...planted(`${disk}session-log.ts`, [
    [
      'flush-does-nothing',
      'if (this.#failure === null) this.#attempt(() => this.#segments.flush());',
      '',
      [51],
      'only full batches get to the disk',
    ],
  ]),
  ...planted(`${record}sketch.ts`, [
    ['sketch-is-the-text', 'sketch[key] = sketchText(value);', 'sketch[key] = value;', [8], 'open'],
    [
      'digits-leak',
      'telling.test(char) ?',
      'telling.test(char) || /[0-9]/.test(char) ?',
      [8],
      'a digit is no letter',
    ],
    [
      'pairs-are-one',
      "'x'.repeat(char.length)",
      "'x'",
      [8, 52],
      'another length than that of the text',
    ],
    [
      'paste-end-hidden',
      'sketch += pasteEnd;',
      "sketch += 'x'.repeat(pasteEnd.length);",
      [50, 52],
      'what is lost of it is not lost in a replay',
    ],
  ]),
  ...planted(`${record}verdict-trail.ts`, [
    [
      'reasons-not-hashed',
      'JSON.stringify([intent.number, verdict, reasons])',
      'JSON.stringify([intent.number, verdict])',
      [52],
      'the fingerprint says nothing of why',
    ],
  ]),
  ...planted('actors/replay/session-record.ts', [
    [
      'types-hashed-only',
      'this.#events.add(JSON.stringify(event));',
      'this.#events.add(event.type);',
      [52],
      'the fingerprint of the events says little',
    ],
  ]),
];
