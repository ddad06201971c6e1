/**
 * A machine's config is plain JSON in which everything is a name, and every name has a body.
 */
import { type AnyStateMachine, createMachine } from 'xstate';

interface Names {
  readonly actions: ReadonlySet<string>;
  readonly guards: ReadonlySet<string>;
  readonly rules: ReadonlySet<string>;
  /** Transitions without a rule of the specification in their meta. */
  readonly lawless: readonly string[];
  /** Keys that a machine of ours may not have. */
  readonly forbidden: readonly string[];
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const forbiddenKeys = ['after', 'always', 'context', 'invoke', 'onDone', 'output', 'spawn'];

/** The same machine, made again from the text of its config. */
export function reload(machine: AnyStateMachine, config: unknown = machine.config) {
  const copy = JSON.parse(JSON.stringify(config));
  const made: AnyStateMachine = createMachine(copy);
  return made.provide(machine.implementations) as AnyStateMachine;
}

export function namesOf(machine: AnyStateMachine): Names {
  const actions = new Set<string>();
  const guards = new Set<string>();
  const rules = new Set<string>();
  const lawless: string[] = [];
  const forbidden: string[] = [];
  visit(JSON.parse(JSON.stringify(machine.config)), '', (path, key, value) => {
    if (['actions', 'entry', 'exit'].includes(key))
      for (const name of texts(value)) actions.add(name);
    if (key === 'guard') for (const name of texts(value)) guards.add(name);
    if (forbiddenKeys.includes(key)) forbidden.push(path);
    if (!/\/on\/[^/]+$/.test(path)) return;
    for (const { meta } of [value].flat() as readonly { meta?: { rule?: string } }[]) {
      if (meta?.rule) rules.add(meta.rule);
      else lawless.push(path);
    }
  });
  return { actions, guards, rules, lawless, forbidden };
}

/** Names that have no body, and bodies that nothing names. */
export function nameFaults(machine: AnyStateMachine): readonly string[] {
  const names = namesOf(machine);
  const { actions, guards, delays } = machine.implementations;
  const bodies = Object.entries(actions as Record<string, Body>);
  const delaysUsed = new Set(bodies.flatMap(([, { delay }]) => delay ?? []));
  const raised = new Set(bodies.flatMap(([, { delay, id }]) => (delay && id ? id : [])));
  const cancelled = new Set(bodies.flatMap(([, { sendId }]) => sendId ?? []));
  return [
    ...compare('action', names.actions, new Set(Object.keys(actions))),
    ...compare('guard', names.guards, new Set(Object.keys(guards))),
    ...compare('delay', delaysUsed, new Set(Object.keys(delays))),
    ...compare('cancelled wait', cancelled, raised),
    ...bodies
      .filter(([name, { type, event }]) => type === 'xstate.emit' && event?.type !== name)
      .map(([name, { event }]) => `action ${name} emits ${event?.type}`),
    ...names.lawless.map((path) => `${path} has no rule`),
    ...names.forbidden.map((path) => `${path} is not allowed in a machine`),
  ];
}

/** What XState keeps on the built-in actions `emit`, `raise` and `cancel`. */
interface Body {
  readonly type?: string;
  readonly event?: { readonly type: string };
  readonly delay?: string;
  readonly id?: string;
  readonly sendId?: string;
}

function compare(kind: string, used: ReadonlySet<string>, made: ReadonlySet<string>) {
  return [
    ...[...used].filter((name) => !made.has(name)).map((name) => `${kind} ${name} has no body`),
    ...[...made].filter((name) => !used.has(name)).map((name) => `${kind} ${name} is not used`),
  ];
}

function texts(value: Json): readonly string[] {
  return [value].flat().map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
}

function visit(value: Json, path: string, see: (path: string, key: string, value: Json) => void) {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    see(`${path}/${key}`, key, inner as Json);
    visit(inner as Json, `${path}/${key}`, see);
  }
}
