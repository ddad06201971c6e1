/**
 * What a kernel is made with, looked at before it is made: a wrong option would show much later,
 * and in a record it would be there for good.
 *
 * @spec kernel 1
 */
import { told } from '../../machines/kernel/told.ts';
import { unknownKey } from './border.ts';
import { isPaneId, paneIdLaw, panesMax } from './pane-register.ts';

type Look = (value: unknown) => string | null;

/** Functions that a part of the world must have, by the option that brings it. */
const ports = {
  clock: ['monotonicMs', 'wallMs', 'setTimeout', 'clearTimeout'],
  random: ['next', 'uuid', 'fork'],
  hands: ['send', 'onAnswer'],
  log: ['write', 'flush'],
  recover: ['lines'],
} as const;

const looks: Readonly<Record<string, Look>> = {
  ...Object.fromEntries(
    Object.entries(ports).map(([name, functions]) => [name, portLook(name, functions)]),
  ),
  panes: panesProblem,
  ttlMs: ttlProblem,
};

/** @throws TypeError for an option that is wrong, or none. */
export function judgeOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`Expected the options of a kernel, got ${told(options)}.`);
  }
  for (const [name, value] of Object.entries(options)) {
    const look = Object.hasOwn(looks, name) ? looks[name] : undefined;
    const problem = look
      ? value === undefined
        ? null
        : look(value)
      : unknownKey("a kernel's options", name, Object.keys(looks));
    if (problem) throw new TypeError(problem);
  }
}

function portLook(name: string, functions: readonly string[]): Look {
  return (value) => {
    if (typeof value !== 'object' || value === null) {
      return `Expected ${name} to have ${functions.join(', ')}, got ${told(value)}.`;
    }
    const missing = functions.find((each) => typeof Reflect.get(value, each) !== 'function');
    return missing ? `Expected ${name} to have ${missing}, got one without it.` : null;
  };
}

function panesProblem(panes: unknown): string | null {
  if (!Array.isArray(panes)) return `Expected panes to be a list of ids, got ${told(panes)}.`;
  if (panes.length > panesMax) {
    return `Expected panes to be a list of at most ${panesMax} ids, got ${panes.length}.`;
  }
  const wrong = panes.findIndex((id) => !isPaneId(id));
  if (wrong >= 0) {
    return `Expected panes[${wrong}] to be ${paneIdLaw}, got ${told(panes[wrong])}.`;
  }
  const twice = panes.find((id, at) => panes.indexOf(id) < at);
  return twice === undefined ? null : `Expected panes to differ, got ${told(twice)} twice.`;
}

function ttlProblem(ttlMs: unknown): string | null {
  if (typeof ttlMs === 'number' && Number.isFinite(ttlMs) && ttlMs > 0) return null;
  return `Expected ttlMs to be a number of milliseconds above 0, got ${told(ttlMs)}.`;
}
