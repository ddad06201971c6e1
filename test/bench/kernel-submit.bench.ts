/**
 * Cost of what is asked of the kernel, beside a bare EventEmitter and beside an OpenTelemetry span
 * with a no-op exporter, per call and per event, since one call may say several; and the same with
 * a session log.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSessionLog } from '../../embed/kernel.ts';
import { createBus } from '../../runtime/bus/bus.ts';
import { createSystemClock } from '../../runtime/host/clock.ts';
import type { Bench } from './bench.ts';
import {
  data,
  fact,
  fourContracts,
  injecting,
  spanMaker,
  subscribedEmitter,
  subscribedKernel,
} from './kernel-scene.ts';
import { costsOf } from './side-by-side.ts';

const rounds = 60;
const perRound = 1_000;
const eventsOfSubmit = 2;
const eventsOfInjection = 6;

function envelope() {
  const id = '00000000-0000-4000-8000-000000000000';
  const ids = { eventId: id, correlationId: id, causationId: null };
  return { ...ids, ...data, ts: 0, seq: 1 };
}

export const bench: Bench = {
  name: 'kernel-submit',
  aim: 'submit and report at most 5 times an EventEmitter with ten subscribers, and half a span',
  async measure() {
    const kernels = Array.from({ length: 4 }, () => subscribedKernel());
    const [reporting, submitting, injected, silent] = kernels;
    if (!reporting || !submitting || !injected || !silent) throw new Error('Expected four.');
    silent.setTelemetryEnabled(false);
    const known = { ...fact, correlationId: reporting.report(fact).correlationId };
    const bus = createBus(createSystemClock());
    bus.setTelemetryEnabled(false);
    const off = envelope();
    const folder = mkdtempSync(join(tmpdir(), 'ambush-bench-'));
    const logs = ['report', 'submit'].map((name) => openSessionLog(join(folder, name)));
    const [recorded, recordedSubmit] = logs.map((log) => subscribedKernel('*', { log }));
    if (!recorded || !recordedSubmit) throw new Error('Expected two.');
    const cost = await costsOf(
      {
        emitter: { work: subscribedEmitter() },
        span: { work: spanMaker() },
        report: { work: () => reporting.report(fact) },
        caused: { work: () => reporting.report(known) },
        submit: { work: fourContracts(submitting) },
        report_with_log: { work: () => recorded.report(fact) },
        submit_with_log: { work: fourContracts(recordedSubmit) },
        injection: { work: injecting(injected) },
        lane_b_off_report: { work: () => silent.report(data) },
        lane_b_off: { work: () => bus.publish(off) },
      },
      rounds,
      perRound,
    );
    for (const kernel of [...kernels, recorded, recordedSubmit]) kernel.stop();
    for (const log of logs) log.close();
    rmSync(folder, { recursive: true });
    const ns = Object.fromEntries(
      Object.entries(cost).map(([name, one]) => [`${name}_ns`, one.median]),
    );
    const beside = (one: number, other: number): number => one / other;
    const [emitter, span] = [cost.emitter.median, cost.span.median];
    const figures = {
      ...ns,
      report_beside_emitter: beside(cost.report.median, emitter),
      submit_beside_emitter: beside(cost.submit.median, emitter),
      submit_event_beside_emitter: beside(cost.submit.median / eventsOfSubmit, emitter),
      injection_event_beside_emitter: beside(cost.injection.median / eventsOfInjection, emitter),
      report_beside_span: beside(cost.report.median, span),
      submit_beside_span: beside(cost.submit.median, span),
      report_with_log_beside_report: beside(cost.report_with_log.median, cost.report.median),
      submit_with_log_beside_submit: beside(cost.submit_with_log.median, cost.submit.median),
      injection_beside_span: beside(cost.injection.median, span),
    };
    const met =
      figures.report_beside_emitter <= 5 &&
      figures.submit_beside_emitter <= 5 &&
      figures.report_beside_span <= 0.5 &&
      figures.submit_beside_span <= 0.5 &&
      cost.lane_b_off.median < 20;
    return {
      figures,
      met,
      notes: [
        'report: 1 event, two UUIDs; caused: the same within a known operation, one UUID.',
        `submit: an intent with four contracts, ${eventsOfSubmit} events (itself, contract.checked).`,
        `injection: a submit that is admitted and its verification reported, ${eventsOfInjection} events in 2 calls.`,
        'with_log: the same recorded in a session log, two lines and more a call, written in batches.',
        'lane_b_off: an event of Lane B at the bus while it is off; lane_b_off_report: reported to the kernel, which answers with an envelope all the same.',
        'Nanoseconds of CPU time of this process, promises that a call leaves behind included.',
      ],
    };
  },
};
