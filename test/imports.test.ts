/**
 * Goal: the rules about who may import whom can fail. Method: a small tree with one violation of
 * each kind is cruised with the real rules; what is right in it must not be reported.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

const planted = {
  'machines/clock.ts': "import 'node:fs';\n",
  'machines/kernel/up.ts': "import '../../runtime/bus/good.ts';\n",
  'machines/timeline/pane.ts': "import '../pane/pane.ts';\n",
  'machines/timeline/ring.ts': "import '../kernel/ring.ts';\n",
  'machines/kernel/ring.ts': "import { z } from 'zod';\nexport const ring = z;\n",
  'machines/timeline/problem.ts': "import '../kernel/problem.ts';\n",
  'machines/kernel/problem.ts': "import { z } from 'zod';\nexport const problem = z;\n",
  'machines/safety/axis.ts': "import '../timeline/axis.ts';\n",
  'machines/kernel/contracts/axis.ts': "import '../../timeline/axis.ts';\n",
  'machines/kernel/events/axis.ts': "import '../../timeline/axis.ts';\n",
  'machines/timeline/axis.ts': "import { z } from 'zod';\nexport const axes = z;\n",
  'machines/pane/pane.ts': "import { z } from 'zod';\nexport const pane = z;\n",
  'runtime/bus/good.ts': "import { Subject } from 'rxjs';\nexport const good = Subject;\n",
  'runtime/host/stream.ts': "import { Subject } from 'rxjs';\nexport const bad = Subject;\n",
  'runtime/bus/text.ts': "import { parse } from 'yaml';\nexport const text = parse;\n",
  'stressors/bus.ts':
    "import type { good } from '../runtime/bus/good.ts';\nexport type A = good;\n",
  'actors/files.ts': "import 'node:path';\n",
  'actors/real-clock.ts':
    "import { clock } from '../runtime/host/clock.ts';\nexport const a = clock;\n",
  'actors/clock-type.ts':
    "import type { clock } from '../runtime/host/clock.ts';\nexport type A = clock;\n",
  'actors/virtual.ts': "import '../runtime/host/virtual-clock.ts';\n",
  'runtime/host/clock.ts': 'export const clock = 1;\n',
  'runtime/host/virtual-clock.ts': 'export const virtual = 1;\n',
  'embed/face.ts': "import '../stressors/bus.ts';\n",
  'embed/files.ts': "import 'node:path';\n",
  'actors/face.ts': "import '../embed/face.ts';\n",
  'machines/report/graph.ts':
    "import { explore } from 'xstate/graph';\nexport const a = explore;\n",
  'actors/one.ts': "import './two.ts';\n",
  'actors/two.ts': "import './one.ts';\n",
  'cli/alone.ts': 'export const alone = 1;\n',
  'cli/test.ts': "import '../test/it.ts';\n",
  'test/it.ts': 'export const it = 1;\n',
  'cli/lost.ts': "import './gone.ts';\n",
};

const expected = [
  'actors-are-handed-the-host: actors/real-clock.ts',
  'actors-imports-ours: actors/face.ts',
  'actors-no-platform: actors/files.ts',
  'cli-imports-ours: cli/test.ts',
  'embed-imports-ours: embed/face.ts',
  'embed-no-platform: embed/files.ts',
  'kernel-not-timeline: machines/kernel/contracts/axis.ts',
  'kernel-not-timeline: machines/safety/axis.ts',
  'machines-imports-ours: machines/kernel/up.ts',
  'machines-no-platform: machines/clock.ts',
  'no-cycles: actors/one.ts',
  'no-orphans: cli/alone.ts',
  'no-unresolvable: cli/lost.ts',
  'nothing-imports-tests: cli/test.ts',
  'one-file-walks-graphs: machines/report/graph.ts',
  'runtime-bus-imports-npm: runtime/bus/text.ts',
  'runtime-imports-npm: runtime/host/stream.ts',
  'stressors-imports-ours: stressors/bus.ts',
  'timeline-not-kernel: machines/timeline/pane.ts',
  'timeline-not-kernel: machines/timeline/ring.ts',
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambush-imports-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(planted)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('reports every planted violation, and nothing else', async () => {
  const rules = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));
  const layers = ['machines', 'runtime', 'stressors', 'actors', 'embed', 'cli', 'test'];
  const { output } = await cruise(layers, {
    ...rules.options,
    baseDir: folder,
    ruleSet: { forbidden: rules.forbidden },
    validate: true,
  });
  const { violations } = (output as ICruiseResult).summary;
  const found = new Set(violations.map(({ rule, from }) => `${rule.name}: ${from}`));
  expect([...found].sort()).toEqual(expected);
});
