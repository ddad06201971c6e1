/**
 * Goal: what is heard holds no secret, is frozen, reaches everyone, and Lane A has no switch.
 * Method: one scene per promise, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import { createScene } from './scene.ts';

describe('what is heard', () => {
  it('holds no body, at any depth, until dev mode shows it', () => {
    const { kernel, inject, heard } = createScene();
    const payload = { body: 'canary-2', extra: { deep: [{ token: 'canary-2' }] } };
    inject('1', { payload });
    expect(JSON.stringify([heard, kernel.query(), kernel.explain('1')])).not.toContain('canary-2');
    expect(heard[0]?.payload).toEqual({
      body: { redacted: true, length: 8 },
      extra: { redacted: true, length: JSON.stringify(payload.extra).length },
    });
    kernel.setDevMode(true);
    inject('2', { payload });
    expect(kernel.query({ type: 'inject.requested', limit: 1 })[0]?.payload).toEqual(payload);
  });

  it('is frozen', () => {
    const { inject, heard } = createScene();
    inject();
    expect(heard.every((event) => Object.isFrozen(event) && Object.isFrozen(event.payload))).toBe(
      true,
    );
  });

  it('reaches everyone though one throws, once, and is told', () => {
    const { kernel, inject, types } = createScene();
    kernel.on('inject.requested', () => {
      throw new Error('handler');
    });
    kernel.on('bus.error', () => {
      throw new Error('again');
    });
    let heard = 0;
    kernel.on('inject.*', () => {
      heard += 1;
    });
    inject();
    expect([heard, types('bus.error'), kernel.stats().handlersThrew]).toEqual([
      1,
      ['bus.error'],
      2,
    ]);
  });

  it('leaves out Lane B when it is off, tells the switch, and counts what was withheld', () => {
    const { kernel, inject, fact, types, heard } = createScene();
    kernel.setTelemetryEnabled(false);
    kernel.setTelemetryEnabled(false);
    inject();
    fact('pty.data.received', { byteLen: 5 });
    kernel.setTelemetryEnabled(true);
    fact('pty.data.received', { byteLen: 6 });
    expect(types('telemetry', 'contract', 'pty.data', 'inject')).toEqual([
      'telemetry.disabled',
      'inject.requested',
      'telemetry.enabled',
      'pty.data.received',
    ]);
    expect(heard.find(({ type }) => type === 'telemetry.enabled')?.payload).toEqual({
      withheld: 1,
    });
  });
});
