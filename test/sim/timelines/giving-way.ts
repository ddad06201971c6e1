/**
 * Invariant 57 over a run that was played: who gives way and who need not, at each tick, by the samples
 * of the log and the words of the guide; and how much is asked meanwhile.
 *
 * @spec reliability invariants
 */
import { isDeepStrictEqual } from 'node:util';
import { drumAt } from './drum-oracle.ts';
import { type Look, seenBy, truthOf } from './expression-oracle.ts';
import type { History } from './history.ts';
import type { ModelRule, ModelTimeline } from './model.ts';
import type { PlayedTimeline } from './play-timeline.ts';

/** Two ticks of the cadence. */
const twoTicksMs = 1_000;
const ticksBetween = 2;
const slack = 1 + 1e-9;

/** What a rule's axis was told last. */
interface Change {
  readonly to: 'applied' | 'released';
  readonly tick: number;
}

type Ruled = Pick<ModelTimeline, 'bottleneck' | 'rules'>;

/** Each tick: what is due is said, and nothing else; from the samples and from what was said before. */
export function* ruleFaults(model: Ruled, history: History): Generator<string> {
  const untilPlace = history.placeOf('run.stop.requested');
  for (const rule of model.rules) {
    let last: Change | null = null;
    for (const [at, { place, sample }] of history.samples.entries()) {
      if (place >= untilPlace) break;
      const cause = history.events[place]?.eventId;
      const said = history.events.find(
        ({ type, payload, causationId }) =>
          causationId === cause &&
          payload.axis === rule.axis &&
          /^constraint\.rule\.(applied|released)$/.test(type),
      );
      const due = dueAt(model, history, rule, at, last);
      const to = said === undefined ? null : said.type.endsWith('applied') ? 'applied' : 'released';
      if (to !== due) {
        yield `at tick ${sample.tick} the rule of ${rule.axis} was ${to ?? 'not changed'}, and was due to be ${due ?? 'left'}`;
        return;
      }
      if (to === null || said === undefined) continue;
      last = { to, tick: sample.tick };
      const look = history.look(place, sample.atMs);
      const saw = {
        ...seenBy(rule.when, look),
        ...(rule.until === null ? {} : seenBy(rule.until, look)),
      };
      if (!isDeepStrictEqual({ ...(said.payload.saw as object) }, saw)) {
        yield `the rule of ${rule.axis} saw ${JSON.stringify(said.payload.saw)}, and there was ${JSON.stringify(saw)}`;
      }
    }
  }
}

function dueAt(
  model: Ruled,
  history: History,
  rule: ModelRule,
  at: number,
  last: Change | null,
): Change['to'] | null {
  const ticks = history.samples;
  const lookAt = (index: number): Look | null => {
    const one = ticks[index];
    return one === undefined ? null : history.look(one.place, one.sample.atMs);
  };
  const tickOf = (index: number): number => ticks[index]?.sample.tick ?? 0;
  const isSpared = (index: number) => drumAt(model, history, index) === rule.axis;
  const isAsked = (index: number): boolean => {
    const look = lookAt(index);
    return look !== null && !isSpared(index) && truthOf(rule.when, look) === true;
  };
  if (last !== null && tickOf(at) - last.tick < ticksBetween) return null;
  if (last?.to !== 'applied') {
    if (!isAsked(at)) return null;
    let first = at;
    while (first > 0 && isAsked(first - 1)) first -= 1;
    const heldMs = (ticks[at]?.sample.atMs ?? 0) - (ticks[first]?.sample.atMs ?? 0);
    return heldMs >= rule.holdMs ? 'applied' : null;
  }
  const isEnough = (index: number): boolean => {
    const look = lookAt(index);
    if (look === null || tickOf(index) <= last.tick) return false;
    if (isSpared(index)) return true;
    return rule.until === null ? !isAsked(index) : truthOf(rule.until, look) === true;
  };
  return isEnough(at) && isEnough(at - 1) ? 'released' : null;
}

/** So many ticks under all rules, and the constraint still holds: only more of it would help. */
const reliefTicks = 10;

/** Who has nothing left to give way is in the step that says so, and nobody else. */
export function* elevateFaults(model: Ruled, history: History): Generator<string> {
  const held = new Set<string>();
  let changed = 0;
  let ticks = 0;
  let before: unknown = null;
  for (const { type, payload } of history.events) {
    if (type === 'run.stop.requested') return;
    if (type === 'constraint.rule.applied') held.add(String(payload.axis));
    if (type === 'constraint.rule.released') held.delete(String(payload.axis));
    if (type !== 'constraint.drum.sampled') continue;
    const { bottleneck, step } = payload;
    changed = bottleneck === before ? changed + 1 : 0;
    before = bottleneck;
    const givers = model.rules.filter(({ axis }) => axis !== bottleneck);
    const isAll = givers.length > 0 && givers.every(({ axis }) => held.has(axis));
    ticks = isAll ? ticks + 1 : 0;
    // A tick for each of the steps that lead there, after another bottleneck was named.
    const isDue = bottleneck !== null && ticks >= reliefTicks && changed > reliefTicks;
    if (isDue && step !== 'elevate') {
      yield `for ${ticks} ticks everybody gave way, and the step is ${String(step)}`;
      return;
    }
    if (step === 'elevate' && held.size === 0) yield 'elevate, and nobody gives way';
  }
}

/** While it is in force nobody asks for more than is left to him; afterwards for all that was planned. */
export function* capFaults({ model, events, plan }: PlayedTimeline): Generator<string> {
  const asked = new Map<string, number>();
  const axisOf = new Map(plan.events.map(({ id, axis }) => [id, axis]));
  const held = new Map<string, { readonly changedMs: number; readonly cap: number | null }>();
  for (const { type, payload } of events) {
    if (type === 'run.stop.requested') return;
    const atMs = Number(payload.atMs);
    const id = String(payload.clipId);
    if (type === 'constraint.rule.applied' || type === 'constraint.rule.released') {
      const cap = type === 'constraint.rule.applied' ? Number(payload.cap) : null;
      held.set(String(payload.axis), { changedMs: atMs, cap });
    }
    if (/^clip\.(stopped|skipped|failed)$/.test(type)) asked.delete(id);
    if (type !== 'stressor.measured') continue;
    asked.set(id, Number(payload.asked));
    const axis = axisOf.get(id) ?? '';
    const state = held.get(axis);
    const rule = model.rules.find((one) => one.axis === axis);
    const isDeaf = (one: string) => model.faults.stress[one]?.ignoresAdjust === true;
    if (!state || !rule || atMs - state.changedMs < twoTicksMs || isDeaf(id)) continue;
    const now = asked.get(id) ?? 0;
    if (state.cap !== null) {
      const isSum = typeof rule.action === 'object' && 'cap' in rule.action;
      const own = [...asked].filter(([one]) => axisOf.get(one) === axis && !isDeaf(one));
      const taken = isSum ? own.reduce((sum, [, each]) => sum + each, 0) : now;
      if (taken > state.cap * slack + 1e-9)
        yield `${id} asks ${taken} at ${atMs}, above ${state.cap}`;
      continue;
    }
    const planned = plan.events.find((one) => one.id === id)?.dose;
    const isSteady = model.events.find((one) => one.id === id)?.isSteady === true;
    if (planned && isSteady && Math.abs(now - planned.to) > 1e-6 * planned.to) {
      yield `${id} asks ${now} of ${planned.to} at ${atMs}, though its axis was let go`;
    }
  }
}
