/**
 * Goal: a lost link is recovering in the same turn, an error in the end, and may come back.
 * Method: one scene per promise, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import { createScene } from './scene.ts';

describe('the link', () => {
  it('recovers, or is an error after a minute, and may still come back', () => {
    const { clock, kernel, fact } = createScene();
    fact('bridge.disconnected', {}, 'system');
    expect(['1', '2', '3'].map((pane) => kernel.state(pane).activity)).toEqual(
      Array(3).fill('recovering'),
    );
    fact('pty.down', {}, '2');
    clock.advance(60_000);
    expect(kernel.state('1')).toMatchObject({
      activity: 'error',
      connectivity: { bridge: 'down' },
    });
    fact('bridge.connected', {}, 'system');
    expect(kernel.state('1').activity).toBe('idle');
    expect(kernel.state('2').activity).toBe('error');
    fact('pty.up', {}, '2');
    expect(kernel.state('2').activity).toBe('idle');
  });
});
