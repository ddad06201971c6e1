/**
 * Goal: the taxonomy is whole and consistent: every type has a name that an envelope may carry,
 * a lane and a priority that agree, and an allow-list that names keys of its payload only.
 * Method: all definitions, and the facts that the specification gives as a hand-written list.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { envelopeSchema } from '../../../../machines/kernel/envelope.ts';
import {
  definitionOf,
  type EventType,
  isEventType,
  taxonomy,
} from '../../../../machines/kernel/events/registry.ts';
import { eventsPage } from '../../../../scripts/events-page.ts';

const types = Object.keys(taxonomy).filter(isEventType);

/** What must never be on an allow-list: section 2 redacts them by default. */
const secretKeys = ['args', 'env', 'output', 'outputTail', 'stderrTail', 'text'];

describe.each(types)('%s', (type) => {
  const definition = definitionOf(type);

  it('has a name that an envelope may carry', () => {
    expect(envelopeSchema.shape.type.safeParse(type).success).toBe(true);
  });

  it('is telemetry exactly when it is in Lane B', () => {
    expect(definition.lane).toBe(definition.priority === 'telemetry' ? 'B' : 'A');
  });

  it('lets only keys of its payload through, none of them a secret, none twice', () => {
    const { properties = {} } = z.toJSONSchema(definition.payload);
    const keys = definition.safe.map((path) => path.split('.')[0] ?? '');
    expect(keys.filter((key) => !Object.hasOwn(properties, key))).toEqual([]);
    expect(definition.safe.filter((key) => secretKeys.includes(key))).toEqual([]);
    expect(new Set(definition.safe).size).toBe(definition.safe.length);
  });

  it('says what it means, and who says it', () => {
    expect(definition.description).toMatch(/^[A-Z].*\.$/);
    expect(definition.emitter).toMatch(/^[a-z]+(?:-[a-z]+)*(?:\.js)?$/);
  });
});

/** Sections 3.1 to 3.7 of the kernel specification, as they stand there. */
const section3 = `
inject.requested inject.queued inject.deferred inject.resumed inject.applied
inject.submit.requested inject.submit.sent inject.verified inject.failed inject.timeout
inject.retry inject.dropped inject.transform.applied inject.transform.lossy inject.mode.selected
verify.pass verify.false_positive queue.depth.changed
focus.changed focus.locked focus.released focus.arbitration.requested focus.arbitration.resolved
focus.arbitration.conflict focus.steal.blocked typing.activity typing.idle
resize.requested resize.started resize.completed resize.coalesced resize.storm.detected
fit.skipped pty.resize.requested pty.resize.ack
overlay.opened overlay.closed cli.compaction.suspected cli.compaction.started
cli.compaction.ended pane.state.changed pane.visibility.changed ui.longtask.detected
daemon.write.requested daemon.write.ack pty.data.received bridge.connected bridge.disconnected
event.dropped pty.up pty.down
contract.checked contract.violation contract.shadow.violation contract.override
contract.promoted
safemode.entered safemode.exited bus.error telemetry.enabled telemetry.disabled
`
  .trim()
  .split(/\s+/);

describe('the taxonomy', () => {
  it('knows all 61 types of section 3', () => {
    expect(section3.length).toBe(61);
    expect(section3.filter((type) => !isEventType(type))).toEqual([]);
  });

  it('has these types, and in Lane B these only', () => {
    const laneB: readonly EventType[] = [
      'stressor.measured',
      'sample.taken',
      'target.output.received',
      'constraint.drum.sampled',
      'contract.checked',
      'pty.data.received',
      'ui.longtask.detected',
    ];
    expect(types.filter((type) => definitionOf(type).lane === 'B').sort()).toEqual(
      [...laneB].sort(),
    );
    expect(types.filter((type) => definitionOf(type).priority === 'contract').sort()).toEqual([
      'bus.error',
      'contract.override',
      'contract.promoted',
      'contract.shadow.violation',
      'contract.violation',
      'event.dropped',
      'safemode.entered',
      'safemode.exited',
      'telemetry.disabled',
      'telemetry.enabled',
    ]);
  });

  it('redacts exactly these payloads of what may hold a secret', () => {
    const hidden = types.flatMap((type) => {
      const { payload, safe } = definitionOf(type);
      const keys = Object.keys(z.toJSONSchema(payload).properties ?? {});
      return keys.filter((key) => !safe.includes(key)).map((key) => `${type} ${key}`);
    });
    expect(hidden.sort()).toEqual([
      'bus.error reason',
      'daemon.write.ack reason',
      'inject.requested body',
      'target.start.requested args',
      'target.start.requested env',
    ]);
  });

  it.each(['clip', 'clip.unheard', 'toString', '__proto__', 'constructor', 'xstate.stop', ''])(
    'does not know %j',
    (type) => {
      expect(isEventType(type)).toBe(false);
    },
  );
});

it('reads as the published page of events does', () => {
  const page = new URL('../../../../docs/reference/events.md', import.meta.url);
  expect(eventsPage()).toBe(readFileSync(page, 'utf8'));
});
