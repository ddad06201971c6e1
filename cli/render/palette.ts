/**
 * Colours by what they mean, so that a screen without colour is the same text.
 */
import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];
type Paint = (text: string) => string;

export interface Palette {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly doubtful: Paint;
  /** What is under way now. */
  readonly active: Paint;
  /** A verdict: dark letters on the colour. */
  readonly badge: (text: string, mood: Mood) => string;
}

export type Mood = 'good' | 'bad' | 'doubtful';

const badges = { good: 'bgGreen', bad: 'bgRed', doubtful: 'bgYellow' } as const;

export const plain: Palette = {
  strong: same,
  faint: same,
  good: same,
  bad: same,
  doubtful: same,
  active: same,
  badge: same,
};

export const coloured: Palette = {
  strong: paint('bold'),
  faint: paint('dim'),
  good: paint('green'),
  bad: paint(['bold', 'red']),
  doubtful: paint('yellow'),
  active: paint('cyan'),
  badge: (text, mood) =>
    styleText(['bold', 'black', badges[mood]], text, { validateStream: false }),
};

function same(text: string): string {
  return text;
}

/** Whether a stream takes colours is decided once, by `wantsColor`, not again for each word. */
function paint(format: Format): Paint {
  return (text) => (text === '' ? '' : styleText(format, text, { validateStream: false }));
}
