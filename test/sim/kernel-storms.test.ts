/**
 * Goal: whatever is done to a kernel, in whatever order, every invariant that its log can show
 * holds; everything ends; nothing is typed twice or through a closed gate.
 * Method: random intents, facts, faults of the hands and passing time (fast-check), then all
 * faults heal and time passes; the whole log goes through the oracles.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHands, createScene, obey } from '../actors/kernel/scene.ts';
import { faultsOf } from './oracles.ts';
import { act, heal, manner, manners, play } from './storm.ts';

describe('a kernel in a storm', () => {
  it('keeps every invariant, with hands that fail in every way', () => {
    let events = 0;
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 120, size: 'max' }),
        fc.array(manner, { minLength: 1, maxLength: 8 }),
        (acts, list) => {
          let healed = false;
          const hands = createHands(manners(list, () => healed));
          const scene = createScene({ hands, panes: ['1', '2'] });
          play(scene, hands, acts);
          healed = true;
          heal(scene);
          expect(faultsOf(scene.heard)).toEqual([]);
          // What is said to be in a terminal is there: an answer for another key proves nothing.
          const applied = scene.heard.filter(({ type }) => type === 'inject.applied');
          expect(applied.filter(({ payload }) => !hands.written.has(String(payload.key)))).toEqual(
            [],
          );
          for (const pane of ['1', '2']) {
            expect(scene.kernel.state(pane).activity).toBe('idle');
            expect(scene.kernel.explain(pane).queue).toEqual([]);
          }
          events += scene.heard.length;
        },
      ),
      { numRuns: 300, seed: 11 },
    );
    expect(events).toBeGreaterThan(20_000);
  });

  it('says the same, byte for byte, when the same is done to it again', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const logs = [0, 1].map(() => {
          const hands = createHands(obey);
          const scene = createScene({ hands, panes: ['1', '2'] });
          play(scene, hands, acts);
          return JSON.stringify(scene.heard);
        });
        expect(logs[0]).toBe(logs[1]);
      }),
      { numRuns: 50, seed: 12 },
    );
  });

  it('has the same Lane A whether Lane B is on or off', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const logs = [true, false].map((on) => {
          const hands = createHands(obey);
          const scene = createScene({ hands, panes: ['1', '2'] });
          if (!on) scene.kernel.setTelemetryEnabled(false);
          play(scene, hands, acts);
          return JSON.stringify(
            scene.heard.filter(({ source }) => source !== 'contracts' && source !== 'event-bus.js'),
          );
        });
        expect(logs[0]).toBe(logs[1]);
      }),
      { numRuns: 50, seed: 13 },
    );
  });
});
