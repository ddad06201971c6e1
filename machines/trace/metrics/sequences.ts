/**
 * What the sequence numbers tell: events that are not in the log, and events that came out of
 * order, per lane. Numbers are per source, and a source may speak in both lanes; how a hole of such
 * a source is attributed is said in the metric.
 *
 * @spec kernel 7.5 10
 */
import type { LaneName } from '../../kernel/events/definition.ts';
import { definitionOf, isEventType } from '../../kernel/events/registry.ts';
import type { LoggedEvent } from '../../record/session-line.ts';
import { judged, type Metric, shareOf } from './metric.ts';

interface Source {
  highest: number;
  sawFirst: boolean;
  /** Numbers that never came, by whether Lane B was off in the meantime. */
  holes: number;
  holesWhileOff: number;
  /** How often Lane B had been switched when it spoke last. */
  switches: number;
  readonly lanes: Record<LaneName, number>;
}

type PerLane = Record<LaneName, number>;

export class Sequences {
  readonly #sources = new Map<string, Source>();
  readonly #heard: PerLane = { A: 0, B: 0 };
  readonly #unordered: PerLane = { A: 0, B: 0 };
  #latecomers = 0;
  #reportedInB = 0;
  #reported = 0;
  #isOff = false;
  #switches = 0;

  hear(event: LoggedEvent): void {
    const { type, source, seq } = event;
    const lane = isEventType(type) ? definitionOf(type).lane : 'A';
    this.#heard[lane] += 1;
    this.#note(this.#sourceOf(source), seq, lane);
    if (type === 'event.dropped') this.#dropped(event);
    if (type === 'telemetry.disabled' || type === 'telemetry.enabled') {
      this.#isOff = type === 'telemetry.disabled';
      this.#switches += 1;
    }
  }

  metrics(): readonly Metric[] {
    const { lost, withheld } = this.#losses();
    return [
      this.#loss('A', lost, withheld),
      this.#loss('B', lost, withheld),
      this.#order('A'),
      this.#order('B'),
    ];
  }

  #note(source: Source, seq: number, lane: LaneName): void {
    if (seq === 1 && source.sawFirst) {
      // Another session of the same source: what the last one left open stays a loss.
      source.highest = 0;
    }
    if (seq === 1) source.sawFirst = true;
    if (seq > source.highest) {
      const skipped = seq - source.highest - 1;
      const off = this.#isOff || source.switches !== this.#switches;
      if (off) source.holesWhileOff += skipped;
      else source.holes += skipped;
      source.highest = seq;
    } else {
      this.#unordered[lane] += 1;
      // It fills a hole that was counted before.
      if (source.holes > 0) source.holes -= 1;
      else if (source.holesWhileOff > 0) source.holesWhileOff -= 1;
    }
    source.switches = this.#switches;
    source.lanes[lane] += 1;
  }

  #dropped({ payload }: LoggedEvent): void {
    const { stage, reason, droppedCount } = payload;
    const count = typeof droppedCount === 'number' ? droppedCount : 0;
    if (stage === 'lane-b') this.#reportedInB += count;
    if (stage === 'lane-b' || reason === 'gap') this.#reported += count;
    if (reason === 'reordered') this.#latecomers += 1;
  }

  /** A source of one lane loses in that lane; in one of both, what Lane B reported is Lane B's. */
  #losses(): { readonly lost: PerLane; readonly withheld: number } {
    const lost: PerLane = { A: 0, B: 0 };
    let withheld = 0;
    let ofBoth = 0;
    for (const { holes, holesWhileOff, lanes } of this.#sources.values()) {
      if (lanes.B === 0) lost.A += holes + holesWhileOff;
      else {
        withheld += holesWhileOff;
        if (lanes.A === 0) lost.B += holes;
        else ofBoth += holes;
      }
    }
    const reportedRest = Math.max(0, this.#reportedInB - lost.B);
    const toB = Math.min(ofBoth, reportedRest);
    lost.B += toB;
    lost.A += ofBoth - toB;
    return { lost, withheld };
  }

  #loss(lane: LaneName, lost: PerLane, withheld: number): Metric {
    const emitted = this.#heard[lane] + lost[lane];
    return judged({
      id: `loss-lane-${lane.toLowerCase()}`,
      section: '10.2',
      name: `Event loss rate, Lane ${lane}`,
      value: shareOf(lost[lane], emitted),
      unit: 'share',
      target: { is: 'at most', value: lane === 'A' ? 0 : 0.001 },
      measured:
        lane === 'A'
          ? 'Numbers that are missing between 1 and the highest of each source, of all; in sources of both lanes those that Lane B did not report as dropped.'
          : 'Missing numbers of sources that speak in Lane B only, and what event.dropped reports for Lane B in others; what was withheld while Lane B was off is no loss.',
      parts: [
        { label: 'in the log', value: this.#heard[lane] },
        { label: 'missing', value: lost[lane] },
        lane === 'A'
          ? { label: 'reported by event.dropped, both lanes', value: this.#reported }
          : { label: 'withheld while off', value: withheld },
      ],
    });
  }

  #order(lane: LaneName): Metric {
    const late = lane === 'A' ? this.#latecomers : 0;
    return judged({
      id: `order-lane-${lane.toLowerCase()}`,
      section: '10.2',
      name: `Event out-of-order rate, Lane ${lane}`,
      value: shareOf(this.#unordered[lane] + late, this.#heard[lane] + late),
      unit: 'share',
      target: lane === 'A' ? { is: 'at most', value: 0 } : { is: 'less than', value: 0.01 },
      measured:
        lane === 'A'
          ? 'Events whose number is lower than one that their source had before, and latecomers that the bridge discarded (their lane is not known), of all.'
          : 'Events whose number is lower than one that their source had before, of all.',
      parts: [
        { label: 'out of order', value: this.#unordered[lane] },
        ...(lane === 'A' ? [{ label: 'latecomers discarded', value: this.#latecomers }] : []),
      ],
    });
  }

  #sourceOf(name: string): Source {
    const known = this.#sources.get(name);
    if (known) return known;
    const made: Source = {
      ...{ highest: 0, sawFirst: false, holes: 0, holesWhileOff: 0 },
      switches: this.#switches,
      lanes: { A: 0, B: 0 },
    };
    this.#sources.set(name, made);
    return made;
  }
}
