/**
 * Goal: a terminal that adds a carriage return to every line feed shows what one shows that does not.
 * Method: output of all kinds, cut anywhere, on two headless terminals, one of them behind such a
 * line discipline (fast-check).
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLineFeeds } from '../../../machines/control/line-feeds.ts';
import { createScreenTerminal } from '../../../runtime/screen/screen-terminal.ts';

const size = { columns: 20, rows: 5 };
const encoder = new TextEncoder();

it('goes straight down where the program does, and to the left where it does', () => {
  const piece = fc.constantFrom(
    'a',
    'bc',
    'é',
    '\n',
    '\r',
    '\r\n',
    '\u001b[A',
    '\u001b[5C',
    '\n\n',
  );
  fc.assert(
    fc.property(fc.array(fc.array(piece, { maxLength: 6 }), { maxLength: 8 }), (chunks) => {
      const [plain, behind] = [createScreenTerminal(size), createScreenTerminal(size)];
      const mend = createLineFeeds();
      for (const chunk of chunks) {
        const bytes = encoder.encode(chunk.join(''));
        plain.write(bytes);
        const sent = new TextDecoder('latin1').decode(mend(bytes)).replaceAll('\n', '\r\n');
        behind.write(Uint8Array.from(sent, (char) => char.charCodeAt(0)));
      }
      const [wanted, got] = [plain.read(), behind.read()];
      expect([got.rows, got.cursor]).toEqual([wanted.rows, wanted.cursor]);
      plain.dispose();
      behind.dispose();
    }),
    { numRuns: 200, seed: 4 },
  );
});
