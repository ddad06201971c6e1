/**
 * How the guards did: how soon a violation was told, how often each contract was asked and broken,
 * how often safe mode and the compaction detector spoke.
 *
 * @spec kernel 10
 */
import type { LoggedEvent } from '../../record/session-line.ts';
import { nearestRank } from '../../report/metrics.ts';
import { objectsOf, valueText } from '../value.ts';
import { beyondLogs, countUp, judged, type Metric, type Part, partsOf } from './metric.ts';

/** Events that are remembered as triggers: a violation follows its trigger at once. */
const recentMax = 16_384;

const breaches: Readonly<Record<string, string>> = {
  'contract.violation': 'violations',
  'contract.shadow.violation': 'violations on trial',
  'contract.override': 'overrides',
};

export class Guards {
  readonly #atMs = new Map<string, number>();
  readonly #latenciesMs: number[] = [];
  #withoutTrigger = 0;
  readonly #contracts = new Map<string, number>();
  readonly #safeModes = new Map<string, number>();
  readonly #compactions = new Map<string, number>();

  hear(event: LoggedEvent): void {
    const { type, payload } = event;
    const breach = breaches[type];
    if (type === 'contract.violation') this.#violation(event);
    if (type === 'contract.checked') this.#checked(event);
    if (breach) countUp(this.#contracts, `${valueText(payload.contractId)}: ${breach}`);
    if (type === 'safemode.entered') {
      countUp(this.#safeModes, `entered by ${valueText(payload.triggerReason)}`);
    }
    if (type.startsWith('cli.compaction.')) {
      const reason = payload.endReason === undefined ? '' : `, ${valueText(payload.endReason)}`;
      countUp(this.#compactions, `${type}${reason}`);
    }
    this.#remember(event);
  }

  metrics(): readonly Metric[] {
    return [this.#latency(), this.#detector(), this.#falsePositives(), this.#safeMode()];
  }

  #violation({ causationId, atMs }: LoggedEvent): void {
    const triggeredMs = causationId === null ? undefined : this.#atMs.get(causationId);
    if (triggeredMs === undefined) this.#withoutTrigger += 1;
    else this.#latenciesMs.push(atMs - triggeredMs);
  }

  #checked({ payload }: LoggedEvent): void {
    for (const { contractId, passed } of objectsOf(payload.decisions)) {
      countUp(this.#contracts, `${valueText(contractId)}: asked`);
      if (passed !== true) countUp(this.#contracts, `${valueText(contractId)}: not kept`);
    }
  }

  #latency(): Metric {
    const sorted = Float64Array.from(this.#latenciesMs).sort();
    const p95 = nearestRank(sorted, 95);
    const p95Part: readonly Part[] = p95 === null ? [] : [{ label: 'p95, ms', value: p95 }];
    return judged({
      id: 'violation-latency',
      section: '10.1',
      name: 'Contract violation detection latency, longest',
      value: nearestRank(sorted, 100),
      unit: 'ms',
      target: { is: 'less than', value: 10 },
      measured: 'From the event that a contract.violation names as its cause to the violation.',
      parts: [
        { label: 'violations', value: sorted.length + this.#withoutTrigger },
        { label: 'without their trigger in the log', value: this.#withoutTrigger },
        ...p95Part,
      ],
    });
  }

  #detector(): Metric {
    return beyondLogs(
      {
        id: 'detector-precision-recall',
        section: '10.3',
        name: 'Compaction detector precision and recall',
        unit: 'share',
        target: null,
        measured:
          'Needs screens that a person has judged: `npm run bench` measures it on ours. What the detector said in this log is counted.',
      },
      partsOf(this.#compactions),
    );
  }

  #falsePositives(): Metric {
    return beyondLogs(
      {
        id: 'contract-false-positives',
        section: '10.3',
        name: 'Contract false-positive rate',
        unit: 'share',
        target: { is: 'less than', value: 0.01 },
        measured:
          'Needs a person who judges which violations were wrong. What each contract said is counted; `ambush replay` shows what another contract would have said.',
      },
      byName(this.#contracts),
    );
  }

  #safeMode(): Metric {
    return beyondLogs(
      {
        id: 'safe-mode-quality',
        section: '10.3',
        name: 'Safe-mode trigger quality',
        unit: 'share',
        target: { is: 'more than', value: 0.8 },
        measured: 'Needs a person who judges which triggers were true. The triggers are counted.',
      },
      partsOf(this.#safeModes),
    );
  }

  #remember({ eventId, atMs }: LoggedEvent): void {
    this.#atMs.set(eventId, atMs);
    if (this.#atMs.size <= recentMax) return;
    const [oldest] = this.#atMs.keys();
    if (oldest !== undefined) this.#atMs.delete(oldest);
  }
}

function byName(counts: ReadonlyMap<string, number>): readonly Part[] {
  return [...partsOf(counts)].sort((one, other) => (one.label < other.label ? -1 : 1));
}
