/**
 * Goal: a terminal that is told the paint shows the screen, and nothing on the screen commands it.
 * Method: the paint goes to a headless terminal, whose screen is read back.
 */
import { expect, it } from 'vitest';
import { paintOf } from '../../../machines/control/paint.ts';
import { createScreenTerminal } from '../../../runtime/screen/screen-terminal.ts';

it('brings the screen back, whatever was there before', () => {
  const terminal = createScreenTerminal({ columns: 20, rows: 4 });
  terminal.write('\u001b[31mold stuff\r\nmore\r\n\u001b[?25l');
  const rows = ['$ vim', '', 'line three', ''];
  const cursor = { row: 2, column: 5 };
  terminal.write(paintOf({ rows, cursor, alternate: true, bracketedPaste: true }));
  const screen = terminal.read();
  expect(screen.rows.map((row) => row.trimEnd())).toEqual(rows);
  expect(screen.alternate).toBe(true);
  terminal.dispose();
});

it('takes commands out of what was on the screen', () => {
  const hostile = ['\u001b]52;c;ZXZpbA==\u0007', '\u009b2J', 'ok'];
  const paint = paintOf({
    ...{ rows: hostile, cursor: { row: 0, column: 0 }, alternate: false, bracketedPaste: false },
  });
  expect(paint).not.toContain('\u001b]52');
  expect(paint).not.toContain('\u009b');
});
