// DESIGN §3's rule of direction, as data: a new edge is a reviewed line.

/** Features a feature may use, through its index.ts only. */
const FEATURE_EDGES = {
  allowance: [],
  chat: ['content'],
  personalization: ['content', 'translation'],
  translation: ['content'],
  learning: ['content'],
  admin: ['chat', 'content', 'learning', 'translation', 'personalization', 'auth'],
  auth: [],
  content: [],
  health: [],
  // Profile, export and deletion of a reader: what other features keep comes in through OwnedData.
  me: [],
  mcp: ['chat', 'content'],
};

const features = Object.keys(FEATURE_EDGES);
const feature = (name) => `^backend/src/features/${name}/`;
const test = '\\.(test|fixture)\\.tsx?$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    {
      name: 'contracts-import-zod-only',
      severity: 'error',
      from: { path: '^packages/contracts/src', pathNot: test },
      to: { pathNot: ['^packages/contracts/src', 'node_modules/zod'] },
    },
    {
      name: 'pure-packages-import-no-other-lectern-package-but-contracts',
      severity: 'error',
      from: { path: '^packages/(segments|retrieval)/src' },
      to: {
        path: '^(backend|docusaurus)/|^packages/(docusaurus-plugin|segments|retrieval)/src',
        pathNot: '^packages/$1/src',
      },
    },
    {
      name: 'plugin-knows-nothing-of-the-backend',
      severity: 'error',
      from: { path: '^(packages|docusaurus)/' },
      to: { path: '^backend/' },
    },
    {
      name: 'no-zod-in-the-browser',
      severity: 'error',
      from: { path: '^packages/docusaurus-plugin/src/(client|features|theme)', pathNot: test },
      to: { path: 'node_modules/zod|^packages/contracts/src', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'config-is-the-bottom',
      severity: 'error',
      from: { path: '^backend/src/config/' },
      to: { path: '^backend/src/(?!config/)' },
    },
    {
      name: 'lower-layers-do-not-import-features',
      severity: 'error',
      from: { path: '^backend/src/(middleware|db|providers|usage|backup)/', pathNot: test },
      to: { path: '^backend/src/(features|app|deps|main|cli)' },
    },
    {
      name: 'features-do-not-import-the-composition',
      severity: 'error',
      from: { path: '^backend/src/features/', pathNot: test },
      to: { path: '^backend/src/(app|deps|main)\\.ts$|^backend/src/cli/' },
    },
    ...features.flatMap((name) => [
      {
        name: `feature-${name}-uses-declared-features-only`,
        severity: 'error',
        from: { path: feature(name), pathNot: test },
        to: { path: '^backend/src/features/', pathNot: [name, ...FEATURE_EDGES[name]].map(feature) },
      },
      {
        name: `feature-${name}-uses-others-through-their-front-door`,
        severity: 'error',
        from: { path: feature(name), pathNot: test },
        to: { path: '^backend/src/features/[^/]+/(?!index\\.ts$)', pathNot: feature(name) },
      },
    ]),
    {
      name: 'vendor-sdks-only-in-providers',
      severity: 'error',
      from: { path: '^backend/src/', pathNot: ['^backend/src/providers/', test] },
      to: { path: 'node_modules/(pg-boss|ioredis|@qdrant|openai|ai|@ai-sdk|@google-cloud|nodemailer)/' },
    },
    {
      name: 'drizzle-only-in-repositories',
      severity: 'error',
      from: { path: '^backend/src/', pathNot: ['\\.(repository|table)\\.ts$', '^backend/src/db/', test] },
      to: { path: 'node_modules/(drizzle-orm|postgres|@electric-sql)/' },
    },
    {
      name: 'services-know-no-fastify',
      severity: 'error',
      from: { path: '^backend/src/.*\\.service\\.ts$' },
      to: { path: 'node_modules/(fastify|@fastify)/' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build|fixtures)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['lectern-source', 'import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
