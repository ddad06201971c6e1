/**
 * Goal: what we write as Mermaid is what Mermaid reads: the same states inside each other, the same
 * beginnings, the same arrows with the same words.
 * Method: Mermaid's own parser reads every machine, and what it understood is compared with the
 * outline. Its parser asks a sanitizer that needs a page; ours has no tags, so text stays text.
 */
import sanitizer from 'dompurify';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { machineNames, machineOf } from '../../../machines/charts/catalogue.ts';
import { chartMermaid } from '../../../machines/charts/mermaid.ts';
import { outlineOf } from '../../../machines/charts/outline.ts';
import { doorMachine } from '../tour/door.ts';

/** What Mermaid keeps of a state diagram, as far as it is looked at here. */
interface Understood {
  readonly nodes: readonly {
    readonly id: string;
    readonly parentId?: string;
    readonly shape: string;
    readonly label?: string;
    readonly description?: string | readonly string[];
  }[];
  readonly edges: readonly {
    readonly start: string;
    readonly end: string;
    readonly label?: string;
  }[];
}

let read: (text: string) => Promise<Understood>;

beforeAll(async () => {
  Object.assign(sanitizer, { sanitize: (text: string) => text, addHook: () => {} });
  const { default: mermaid } = await import('mermaid');
  read = async (text) => {
    // Throws what is wrong; it also loads the kind of diagram.
    await mermaid.parse(text);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    return (db as unknown as { getData(): Understood }).getData();
  };
});

const idOf = (path: string) => `s_${path.replace(/\W/g, '_')}`;

async function compare(machine: AnyStateMachine): Promise<void> {
  const { nodes, edges } = await read(chartMermaid(machine));
  const { root, states, transitions } = outlineOf(machine);
  const known = new Map(nodes.map((node) => [node.id, node]));
  expect(nodes.filter(({ id }) => id.startsWith('s_')).length).toBeGreaterThanOrEqual(
    states.length,
  );
  for (const { path } of states) {
    const parent = path.split('.').slice(0, -1).join('.');
    const wanted = parent === '' ? undefined : idOf(parent);
    let above = known.get(idOf(path))?.parentId;
    // A parallel state has dividers between itself and its regions.
    while (above !== undefined && !above.startsWith('s_')) above = known.get(above)?.parentId;
    expect(above === idOf(machine.id) ? undefined : above, path).toBe(wanted);
  }
  const arrows = transitions.flatMap(({ from, to, event }) =>
    to === null ? [] : [`${idOf(from)} ${idOf(to)} ${event}`],
  );
  const drawn = edges.map(
    ({ start, end, label }) => `${start} ${end} ${(label ?? '').split(' ')[0]}`,
  );
  expect(drawn.filter((edge) => /^s_\S+ s_\S+ \S/.test(edge)).sort()).toEqual(arrows.sort());
  const beginnings = [root, ...states].flatMap(({ path, initial }) =>
    initial === null ? [] : [`${path === '' ? 'root' : idOf(path)}_start ${idOf(initial)} `],
  );
  expect(drawn.filter((edge) => /_start \S+ $/.test(edge)).sort()).toEqual(beginnings.sort());
}

describe('what Mermaid reads', () => {
  it.each(machineNames)('is %s', async (name) => {
    await compare(machineOf(name));
  });

  it('is a machine nested three deep, with entries on a state that has an inside', async () => {
    await compare(doorMachine);
    expect(chartMermaid(doorMachine)).toContain('note right of s_leaf_open : entry / wait');
  });

  it('refuses what is no diagram, so that reading it means something', async () => {
    await expect(read('stateDiagram-v2\n  state x {\n  a --> : b')).rejects.toThrow(/Parse error/);
  });
});

it('names guards, effects and waits on the arrows', () => {
  expect(chartMermaid(machineOf('target'))).toContain(
    's_up --> s_starting : life.ended [anotherLifeIsDue] / announceEnd, startLife',
  );
  expect(chartMermaid(machineOf('detector'))).toContain(
    's_cooldown --> s_none : cooled (after cool, 1.5 s)',
  );
  expect(chartMermaid(machineOf('target'))).toContain('s_up : life.unready / announceHung');
});
