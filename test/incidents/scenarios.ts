/**
 * Scenes that between them make every event type of section 3 be said, on the path on which it
 * is said in use: by the kernel itself, or by a report to it.
 */
import type { Envelope } from '../../embed/kernel.ts';
import { createHands, createScene, obey, type Scene } from '../actors/kernel/scene.ts';

const wish = { type: 'resize.requested', paneId: '1', source: 'renderer.js' };

function inHands(play: (scene: Scene) => void, reply = obey): readonly Envelope[] {
  const scene = createScene({ hands: createHands(reply) });
  play(scene);
  return scene.heard;
}

function observed(play: (scene: Scene) => void): readonly Envelope[] {
  const scene = createScene();
  play(scene);
  return scene.heard;
}

export const scenarios: Readonly<Record<string, () => readonly Envelope[]>> = {
  'a message held by typing, then written and verified': () =>
    inHands(({ clock, inject, fact }) => {
      fact('typing.activity');
      inject();
      fact('typing.idle');
      clock.advance(1_000);
    }),
  'a message that would lose content': () =>
    inHands(({ inject }) => inject('1', { payload: { body: '\u001b' } })),
  'a message whose submit is never seen': () =>
    inHands(
      ({ clock, inject }) => {
        inject();
        clock.advance(60_000);
      },
      (order) => (order.do === 'pane.write' ? obey(order) : obey(order).slice(0, 1)),
    ),
  'a message that waits for a compaction too long, and a kill that does not': () =>
    observed(({ clock, inject, fact }) => {
      fact('cli.compaction.suspected', { confidence: 0.5 });
      fact('cli.compaction.started', { confidence: 0.9 });
      inject();
      inject('1', { critical: true });
      fact('inject.verified');
      clock.advance(45_000);
      fact('cli.compaction.ended');
    }),
  'the user and two agents want the focus': () =>
    observed(({ fact }) => {
      fact('focus.changed', { to: '1' });
      fact('focus.locked', { owner: 'one' });
      fact('focus.locked', { owner: 'two' });
      fact('focus.locked', { owner: 'user' });
      fact('focus.locked', { owner: 'two' });
      fact('focus.released', { owner: 'user' });
    }),
  'a window is dragged': () =>
    inHands(
      ({ clock, kernel }) => {
        for (let cols = 1; cols <= 40; cols += 1) {
          kernel.submit({ ...wish, payload: { cols, rows: 24 } });
        }
        clock.advance(5_000);
      },
      (order) => (order.do === 'pane.resize' && order.cols < 40 ? [] : obey(order)),
    ),
  'the settings are opened over a hidden pane': () =>
    observed(({ kernel, fact }) => {
      fact('overlay.opened');
      fact('pane.visibility.changed', { visible: false });
      kernel.submit({ ...wish, payload: { cols: 80, rows: 24 } });
      fact('ui.longtask.detected', { durationMs: 80 });
      fact('overlay.closed');
    }),
  'the bridge and a terminal are lost and found, and the other side left a gap': () =>
    observed(({ kernel, fact, heard }) => {
      fact('bridge.disconnected', {}, 'system');
      fact('bridge.connected', {}, 'system');
      fact('pty.down');
      fact('pty.up');
      fact('pty.data.received', { byteLen: 12 });
      const [first] = heard;
      if (first) kernel.ingest({ ...first, eventId: 'elsewhere', source: 'remote', seq: 3 });
    }),
  'two submitters of one operation, until safe mode': () =>
    observed(({ clock, kernel, inject }) => {
      const correlationId = inject().event?.correlationId;
      for (let count = 0; count < 3; count += 1) {
        kernel.submit({ ...wish, type: 'inject.requested', source: 'triggers.js', correlationId });
      }
      clock.advance(30_000);
    }),
  'a contract on trial that is promoted, a handler that throws, and Lane B off and on': () =>
    observed(({ kernel, inject }) => {
      kernel.registerContract({
        id: 'on-trial',
        version: 1,
        owner: 'test',
        appliesTo: ['inject.requested'],
        preconditions: [() => false],
        severity: 'info',
        action: 'block',
        fallbackAction: 'none',
        mode: 'shadow',
        emitOnViolation: 'contract.violation',
      });
      inject();
      const figures = { evaluations: 1, violations: 0, falsePositives: 0 };
      kernel.promoteContract({
        contractId: 'on-trial',
        version: 1,
        sessions: ['a', 'b', 'c', 'd', 'e'].map((sessionId) => ({ sessionId, ...figures })),
        replay: { digest: 'd', wouldHaveBlocked: 0, confirmed: true },
        signOffs: ['a', 'b'],
      });
      kernel.on('telemetry.*', () => {
        throw new Error('handler');
      });
      kernel.setTelemetryEnabled(false);
      kernel.setTelemetryEnabled(true);
    }),
  'a verification in a suspected compaction': () =>
    observed(({ inject, fact }) => {
      inject();
      fact('cli.compaction.suspected', { confidence: 0.6 });
      fact('inject.verified');
    }),
};
