/**
 * Who may import whom. The table is the one of `docs/adr/0001-layers.md`: folder, ours, npm,
 * platform. `scripts/cruise.ts` runs it and asserts that every source file was seen.
 */
const layers = {
  machines: { ours: [], npm: ['xstate', 'zod', '@marcbachmann/cel-js'], node: false },
  runtime: { ours: ['machines'], npm: [], node: true },
  stressors: { ours: ['machines', 'runtime/host'], npm: [], node: true },
  actors: { ours: ['machines', 'runtime', 'stressors'], npm: ['xstate'], node: false },
  embed: { ours: ['machines', 'runtime', 'actors'], npm: [], node: false },
  cli: {
    ours: ['machines', 'runtime', 'stressors', 'actors'],
    npm: ['commander'],
    node: true,
  },
};

/** Folders inside a layer with packages of their own. */
const special = [
  { folder: 'runtime/bus', npm: ['rxjs'] },
  { folder: 'runtime/formats', npm: ['yaml'] },
  {
    folder: 'runtime/screen',
    npm: ['@xterm/headless', '@xterm/addon-serialize', '@xterm/addon-unicode11'],
  },
  { folder: 'runtime/pty', npm: ['@lydell/node-pty'] },
];

const everyLayer = [...Object.keys(layers), 'studio', 'scripts', 'test'];
/** Also spared: a relative import that leads nowhere, which has a rule of its own. */
const packages = (names) => [
  '^[.](?!.*node_modules/)',
  ...names.map((name) => `(^|node_modules/)${name}(/|$)`),
];
const under = (folders) => `^(${folders.join('|')})/`;

function rulesOf([layer, { ours, npm, node }]) {
  const lanes = special.filter(({ folder }) => folder.startsWith(`${layer}/`));
  const rules = [
    {
      name: `${layer}-imports-ours`,
      comment: `${layer}/ may import only ${[layer, ...ours].join(', ')} of ours.`,
      severity: 'error',
      from: { path: `^${layer}/` },
      to: { path: under(everyLayer), pathNot: under([layer, ...ours]) },
    },
    {
      name: `${layer}-imports-npm`,
      comment: `${layer}/ may import only these packages: ${npm.join(', ') || 'none'}.`,
      severity: 'error',
      from: {
        path: `^${layer}/`,
        ...(lanes.length > 0 ? { pathNot: under(lanes.map(({ folder }) => folder)) } : {}),
      },
      to: {
        dependencyTypesNot: ['core', 'local'],
        pathNot: [...packages(npm), under(everyLayer)],
      },
    },
    ...lanes.map((lane) => ({
      name: `${lane.folder.replace('/', '-')}-imports-npm`,
      comment: `${lane.folder}/ may also import ${lane.npm.join(', ')}.`,
      severity: 'error',
      from: { path: `^${lane.folder}/` },
      to: {
        dependencyTypesNot: ['core', 'local'],
        pathNot: [...packages([...npm, ...lane.npm]), under(everyLayer)],
      },
    })),
  ];
  if (node) return rules;
  return [
    ...rules,
    {
      name: `${layer}-no-platform`,
      comment: `${layer}/ runs anywhere: no module of Node.`,
      severity: 'error',
      from: { path: `^${layer}/` },
      to: { dependencyTypes: ['core'] },
    },
  ];
}

/** The two seeds meet only in the envelope with its events, the bus and the report. */
const seeds = [
  {
    name: 'timeline-not-kernel',
    comment: 'The timeline decides when, the kernel decides what: neither knows the other.',
    severity: 'error',
    from: { path: '^machines/timeline/' },
    to: {
      path: '^machines/(pane|compaction|safety|kernel|hands/pane-messages)',
      pathNot: '^machines/kernel/(envelope[.]ts|problem[.]ts|events/)',
    },
  },
  {
    name: 'kernel-not-timeline',
    comment: 'The timeline decides when, the kernel decides what: neither knows the other.',
    severity: 'error',
    from: {
      path: '^machines/(pane|compaction|safety|kernel|hands/pane-messages)',
      pathNot: '^machines/kernel/(envelope[.]ts|events/)',
    },
    to: { path: '^machines/timeline/' },
  },
];

/** What actors may take from the ground of the host besides its types: it touches no world. */
const pureHost = '^runtime/host/virtual-clock[.]ts$';

module.exports = {
  forbidden: [
    ...Object.entries(layers).flatMap(rulesOf),
    ...seeds,
    {
      name: 'actors-are-handed-the-host',
      comment: 'Actors know the host by its types; who starts them hands them a real one.',
      severity: 'error',
      from: { path: '^actors/' },
      to: {
        path: '^runtime/host/',
        pathNot: pureHost,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'one-file-walks-graphs',
      comment: 'xstate/graph is imported in one file, so that it can be replaced there.',
      severity: 'error',
      from: { pathNot: '^machines/tour/graph[.]ts$' },
      to: { path: 'node_modules/(xstate/.*graph|@xstate/graph)' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle has no beginning to read from.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A module that nothing imports, and that imports nothing, is dead.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['^test/', '^scripts/', '^embed/', '^[^/]+$', '^docs/examples/'],
      },
      to: {},
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'nothing-imports-tests',
      comment: 'Tests import the tree, never the other way round.',
      severity: 'error',
      from: { path: under(Object.keys(layers)) },
      to: { path: '^(test|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
