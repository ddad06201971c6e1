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
  const modes = { alternate: true, bracketedPaste: true, paint: null };
  terminal.write(paintOf({ rows, cursor, ...modes }));
  const screen = terminal.read();
  expect(screen.rows.map((row) => row.trimEnd())).toEqual(rows);
  expect(screen.alternate).toBe(true);
  terminal.dispose();
});

it('takes commands out of what was on the screen', () => {
  const hostile = ['\u001b]52;c;ZXZpbA==\u0007', '\u009b2J', 'ok'];
  const paint = paintOf({
    ...{ rows: hostile, cursor: { row: 0, column: 0 }, alternate: false, bracketedPaste: false },
    paint: null,
  });
  expect(paint).not.toContain('\u001b]52');
  expect(paint).not.toContain('\u009b');
});

it('is as the terminal itself says it, colours and modes too', () => {
  const size = { columns: 20, rows: 4 };
  const [one, other] = [createScreenTerminal(size), createScreenTerminal(size)];
  one.write('plain\u001b[?1049h\u001b[?2004h\u001b[?1h\u001b[2;3H\u001b[31;1mred\u001b[0m é🎉');
  other.write('\u001b[?1049hwhatever was there\u001b[7m');
  const { rows, cursor, alternate } = one.read();
  const { bracketedPaste } = one.modes();
  other.write(paintOf({ rows, cursor, alternate, bracketedPaste, paint: one.paint() }));
  expect([other.read(), other.modes()]).toEqual([one.read(), one.modes()]);
  expect(other.paint()).toBe(one.paint());
  expect(one.paint()).toContain('\u001b[31;1m'.slice(0, 2));
  expect(one.paint()).toMatch(/\[[\d;]*31[\d;]*m/);
  expect(one.paint()).toContain('\u001b[?1h');
});
