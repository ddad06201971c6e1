/**
 * Goal: messages come in order and never from within an order; a listener may ask more meanwhile.
 * Method: words on a virtual clock.
 */
import { expect, it } from 'vitest';
import { createPaneVoice } from '../../../actors/hands/pane-voice.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';

it('tells in order, in a later turn where somebody is in the middle of one', () => {
  const clock = createVirtualClock();
  const voice = createPaneVoice(clock);
  const heard: string[] = [];
  const mode = (paneId: string) => ({ is: 'pane.mode', paneId, bracketedPaste: true }) as const;
  const forget = voice.onAnswer((message) => {
    if (!('paneId' in message)) return;
    heard.push(message.paneId);
    if (message.paneId === '1') voice.say(mode('1b'));
  });
  voice.onPicture(({ paneId }) => heard.push(`picture ${paneId}`));
  voice.during(() => {
    voice.say(mode('1'));
    voice.show({ is: 'pane.output', paneId: '2', data: '', dropped: 0, from: 0 });
    expect(heard).toEqual([]);
  });
  voice.say(mode('3'));
  clock.advance(0);
  expect(heard).toEqual(['1', 'picture 2', '3', '1b']);
  voice.say(mode('4'));
  expect(heard.at(-1)).toBe('4');
  forget();
  voice.say(mode('5'));
  expect(heard.at(-1)).toBe('4');
});
