/**
 * A session of a kernel as its log has it: a message that waits for a typing user, one that waits
 * for a compaction in vain while a kill passes, a double submit until safe mode, a verification
 * that proves nothing, a fit that a dialog prevents, and a message while Lane B is off.
 */
import type { Kernel } from '../../../actors/kernel/face.ts';
import type { LoggedEvent } from '../../../machines/record/session-line.ts';
import type { VirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { createHands, createScene, obey, type Scene } from '../../actors/kernel/scene.ts';

export type Play = (scene: Scene) => void;

/** What a scene's kernel said, each event with its time. */
export function traced(
  play: Play,
  onKernel: (kernel: Kernel, clock: VirtualClock) => void = () => {},
): readonly LoggedEvent[] {
  const scene = createScene({ hands: createHands(obey) });
  const said: LoggedEvent[] = [];
  scene.kernel.on('*', (event) => {
    said.push({ ...event, atMs: scene.clock.monotonicMs() });
  });
  onKernel(scene.kernel, scene.clock);
  play(scene);
  return said;
}

/** The beginnings of the ids of what a test or a page asks for, by what it is. */
export function idOf(events: readonly LoggedEvent[], type: string, nth = 0): string {
  const found = events.filter((event) => event.type === type)[nth];
  if (!found) throw new Error(`Expected ${nth + 1} of ${type} in the session.`);
  return found.eventId;
}

export const typingUser: Play = ({ clock, inject, fact }) => {
  clock.advance(2_000);
  fact('typing.activity', { keys: 3 });
  clock.advance(400);
  inject('1', { payload: { body: 'please run the tests', mode: 'keys' } });
  clock.advance(600);
  inject('1', { source: 'mail.js', payload: { body: 'you have\ntwo messages' } });
  clock.advance(2_000);
  fact('typing.idle', { idleMs: 1_500 });
  clock.advance(1_000);
};

export const compaction: Play = ({ clock, inject, fact }) => {
  const signals = [{ signal: 'lexical', name: 'live line', weight: 0.5 }];
  fact('cli.compaction.suspected', { confidence: 0.5, detectorVersion: 1, signals }, '2');
  clock.advance(900);
  const why = { confidence: 0.92, detectorVersion: 1, transitionReason: 'sustained' };
  fact('cli.compaction.started', why, '2');
  clock.advance(1_000);
  inject('2');
  clock.advance(500);
  inject('2', { source: 'recovery.js', critical: true, payload: { body: '/exit' } });
  clock.advance(50_000);
  fact('cli.compaction.ended', { durationMs: 51_500, endReason: 'end_marker' }, '2');
  clock.advance(2_000);
};

export const doubleSubmit: Play = ({ clock, kernel, inject }) => {
  const correlationId = inject('3').event?.correlationId;
  clock.advance(100);
  for (let count = 0; count < 3; count += 1) {
    inject('3', { source: 'triggers.js', correlationId });
    clock.advance(200);
  }
  const wish = { paneId: '3', source: 'renderer.js', payload: { cols: 100, rows: 30 } };
  kernel.submit({ type: 'resize.requested', ...wish });
  clock.advance(31_000);
};

export const doubtfulVerification: Play = ({ clock, inject, fact }) => {
  fact('cli.compaction.suspected', { confidence: 0.6, detectorVersion: 1, signals: [] });
  inject();
  clock.advance(3_000);
  fact('cli.compaction.ended', { durationMs: 3_000, endReason: 'unfounded' });
  clock.advance(2_000);
};

export const dialog: Play = ({ clock, kernel, fact }) => {
  fact('overlay.opened', { overlay: 'settings' });
  const wish = { paneId: '1', source: 'renderer.js', payload: { cols: 90, rows: 24 } };
  kernel.submit({ type: 'resize.requested', ...wish });
  clock.advance(1_500);
  fact('overlay.closed', { overlay: 'settings' });
  clock.advance(500);
};

export const laneBOff: Play = ({ clock, kernel, inject, fact }) => {
  kernel.setTelemetryEnabled(false);
  fact('typing.activity');
  inject();
  clock.advance(800);
  fact('typing.idle');
  clock.advance(1_000);
  kernel.setTelemetryEnabled(true);
};

export const session: Play = (scene) => {
  for (const play of [
    typingUser,
    compaction,
    doubleSubmit,
    doubtfulVerification,
    dialog,
    laneBOff,
  ]) {
    play(scene);
  }
  scene.kernel.stop();
};
