/** Who may import whom. The folders of docs/ARCHITECTURE.md, as rules. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle means that two files are one idea, or that a third one is missing.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared/ runs everywhere: it imports nothing of ours and no Node, DOM or electron module.',
      severity: 'error',
      from: { path: '^shared/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^shared/', '^node_modules/zod/'] },
    },
    {
      name: 'engine-knows-no-door',
      comment: 'The engine imports shared/ alone.',
      severity: 'error',
      from: { path: '^electron/engine/' },
      to: { path: '^(electron/(?!engine/)|renderer/)' },
    },
    {
      name: 'transports-know-no-engine',
      severity: 'error',
      from: { path: '^electron/transports/' },
      to: { path: '^(electron/(?!transports/)|renderer/)' },
    },
    {
      name: 'renderer-sees-only-shared',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/' },
    },
    {
      name: 'doors-are-strangers',
      comment:
        'The command line, the browser host and the desktop shell do not lean on each other. One edge is wanted: ' +
        '`nxc serve` is how the browser host is started.',
      severity: 'error',
      from: {
        path: '^electron/(cli|serve|main|preload)/',
        pathNot: '^electron/cli/commands/serve\\.ts$',
      },
      to: { path: '^electron/(cli|serve|main|preload)/', pathNot: '^electron/$1/' },
    },
    {
      name: 'only-the-shell-knows-electron',
      severity: 'error',
      from: { pathNot: '^(electron/(main|preload)/|forge\\.config\\.ts)' },
      to: { path: '^(node_modules/)?electron($|/)', dependencyTypes: ['npm', 'npm-dev'] },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { pathNot: '(\\.test\\.tsx?$|/testing/)' },
      to: { path: '(\\.test\\.ts$|/testing/)' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
