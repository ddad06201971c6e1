/**
 * Goal: what we write as Mermaid is what Mermaid reads: the same states inside each other, the same
 * beginnings, the same arrows with the same words.
 * Method: Mermaid's own parser reads every machine, and what it understood is compared with the
 * outline. Its parser asks a sanitizer that needs a page; ours has no tags, so text stays text.
 */
import sanitizer from 'dompurify';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AnyStateMachine, setup } from 'xstate';
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

/** A house whose lamp burns and whose door moves at the same time, until nobody lives there. */
const houseMachine = setup({
  actions: { shine: () => {}, dim: () => {}, bark: () => {} },
}).createMachine({
  id: 'house',
  initial: 'lived-in',
  states: {
    'lived-in': {
      type: 'parallel',
      states: {
        lamp: {
          initial: 'off',
          states: { off: { on: { press: 'on' } }, on: { entry: 'shine', exit: 'dim' } },
        },
        door: {
          initial: 'shut',
          on: { knock: { actions: 'bark' } },
          states: { shut: { on: { push: 'open' } }, open: { on: { leave: '#house.empty' } } },
        },
      },
    },
    empty: { type: 'final' },
  },
});

it('draws regions with a line between, what stays as a note, and the end', () => {
  expect(chartMermaid(houseMachine)).toMatchInlineSnapshot(`
    "stateDiagram-v2
      state "lived-in" as s_lived_in {
        state "lamp" as s_lived_in_lamp {
          state "off" as s_lived_in_lamp_off
          state "on" as s_lived_in_lamp_on
          s_lived_in_lamp_on : entry / shine
          s_lived_in_lamp_on : exit / dim
          [*] --> s_lived_in_lamp_off
          s_lived_in_lamp_off --> s_lived_in_lamp_on : press
        }
        --
        state "door" as s_lived_in_door {
          state "shut" as s_lived_in_door_shut
          state "open" as s_lived_in_door_open
          [*] --> s_lived_in_door_shut
          s_lived_in_door_shut --> s_lived_in_door_open : push
        }
        note right of s_lived_in_door : knock / bark
      }
      state "empty" as s_empty
      [*] --> s_lived_in
      s_empty --> [*]
      s_lived_in_door_open --> s_empty : leave
    "
  `);
});

it('draws a machine that is all regions as one state that holds them', () => {
  const lines = chartMermaid(doorMachine).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'stateDiagram-v2',
    '  state "door" as s_door {',
    '    state "leaf" as s_leaf {',
  ]);
  expect(lines.filter((line) => line.trim() === '--')).toEqual(['    --']);
  expect(lines.filter((line) => /^ {2}\S/.test(line)).at(-1)).toBe(
    '  s_leaf_open_ajar --> s_leaf_shut : close / creak, slam',
  );
});
