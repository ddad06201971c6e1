/**
 * Goal: at most ten frames a second, each over the one before, and a terminal left as it was.
 * Method: the painter on a virtual clock and a screen that obeys the few codes it uses.
 */
import { describe, expect, it } from 'vitest';
import { createPainter, frameMs } from '../../../cli/render/live-painter.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';

/** A terminal of unlimited height that knows: new line, up, clear line and below, cursor on and off. */
function terminal(columns: number) {
  const rows: string[] = [''];
  let row = 0;
  let cursor = true;
  let frames = 0;
  let column = 0;
  const put = (text: string): void => {
    for (const letter of text) {
      if (column === columns) {
        row += 1;
        column = 0;
      }
      const old = rows[row] ?? '';
      rows[row] = old.slice(0, column) + letter + old.slice(column + 1);
      column += 1;
    }
  };
  return {
    isTTY: true,
    columns,
    write(text: string) {
      frames += 1;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of a terminal
      for (const part of text.split(/(\n|\r|\x1b\[\??\d*[A-Za-z])/)) {
        if (part === '\n') {
          row += 1;
          column = 0;
          rows[row] ??= '';
        } else if (part === '\r') column = 0;
        else if (part === '\x1b[K') rows[row] = (rows[row] ?? '').slice(0, column);
        else if (part === '\x1b[J') rows.splice(row, rows.length, '');
        else if (part.endsWith('A')) row -= Number(part.slice(2, -1));
        else if (part === '\x1b[?25l') cursor = false;
        else if (part === '\x1b[?25h') cursor = true;
        else if (!part.startsWith('\x1b[?7')) put(part);
      }
    },
    /** Narrower: what was one row becomes two. */
    narrow(to: number) {
      const folded = rows.flatMap((line) => line.match(new RegExp(`.{1,${to}}`, 'g')) ?? ['']);
      row += folded.length - rows.length;
      rows.splice(0, rows.length, ...folded);
      this.columns = to;
    },
    shown: () => rows.filter((line) => line !== ''),
    hasCursor: () => cursor,
    frames: () => frames,
  };
}

describe('painter', () => {
  it('draws over the last frame and gives the terminal back', () => {
    const output = terminal(20);
    const clock = createVirtualClock();
    let count = 0;
    const painter = createPainter({ output, clock, frame: () => [`one ${count}`, 'two'] });
    painter.update();
    expect([output.shown(), output.hasCursor()]).toEqual([['one 0', 'two'], false]);
    count = 1;
    painter.say('crash');
    expect(output.shown()).toEqual(['crash', 'one 1', 'two']);
    painter.close();
    painter.close();
    expect([output.shown(), output.hasCursor()]).toEqual([['crash'], true]);
    const frames = output.frames();
    painter.update();
    painter.say('late');
    expect(output.frames()).toBe(frames);
  });

  it('survives a terminal that becomes narrower', () => {
    const output = terminal(20);
    const clock = createVirtualClock();
    const wide = ['0123456789abcdefghi', 'short'];
    let lines = wide;
    const painter = createPainter({ output, clock, frame: () => lines });
    painter.say('kept');
    output.narrow(10);
    lines = ['0123456', 'short'];
    painter.say('more');
    expect(output.shown()).toEqual(['kept', 'more', '0123456', 'short']);
    painter.close();
  });

  it(`draws at most once in ${frameMs} ms, however much happens`, () => {
    const output = terminal(20);
    const clock = createVirtualClock();
    const painter = createPainter({ output, clock, frame: () => ['x'] });
    for (let event = 0; event < 100; event += 1) painter.update();
    expect(output.frames()).toBe(1);
    clock.advance(1000);
    expect(output.frames()).toBeLessThanOrEqual(11);
    expect(output.frames()).toBeGreaterThan(5);
    painter.close();
  });
});
