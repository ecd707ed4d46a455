// The whole architecture is the table `layers`: which folders each folder of src may import, lowest layer first.
// test/architecture.test.ts checks that the table names every folder and that the lint refuses planted imports.
import { defineConfig } from 'oxlint';

const foundation = ['shared', 'db', 'queue', 'audit', 'facts', 'outbox', 'people', 'matters', 'cards'];
const features = [
  ...foundation,
  'engines',
  'charts',
  'llm',
  'registry',
  'monitor',
  'kpi',
  'validation',
  'deploy',
  'approvals',
  'changes',
  'complaints',
  'framing',
  'feedback',
  'sampling',
  'contact',
];
const words = [...features, 'explain', 'digest', 'ask', 'evidence'];

export const layers: Record<string, string[]> = {
  shared: [],
  db: ['shared'],
  charts: ['shared'],
  engines: ['shared'],
  queue: ['shared', 'db'],
  audit: ['shared', 'db'],
  llm: ['shared', 'db', 'audit'],
  facts: ['shared', 'db', 'audit'],
  outbox: ['shared', 'db', 'queue', 'audit'],
  people: ['shared', 'db', 'audit'],
  matters: ['shared', 'db', 'queue', 'audit', 'people', 'outbox'],
  cards: ['shared', 'db', 'queue', 'audit', 'people', 'outbox'],
  registry: foundation,
  kpi: [...foundation, 'registry'],
  monitor: [...foundation, 'engines', 'registry', 'kpi'],
  validation: [...foundation, 'engines', 'registry', 'kpi', 'monitor'],
  deploy: [...foundation, 'registry', 'kpi', 'monitor', 'validation'],
  approvals: [...foundation, 'registry', 'kpi', 'monitor', 'validation', 'deploy'],
  changes: [...foundation, 'registry', 'kpi', 'monitor'],
  complaints: [...foundation, 'registry', 'kpi', 'monitor'],
  framing: [...foundation, 'registry', 'kpi'],
  feedback: [
    ...foundation,
    'registry',
    'kpi',
    'monitor',
    'validation',
    'deploy',
    'approvals',
    'changes',
    'complaints',
    'framing',
  ],
  sampling: [...foundation, 'engines', 'registry', 'kpi', 'monitor', 'deploy', 'feedback'],
  contact: [...foundation, 'registry', 'kpi', 'monitor', 'deploy', 'approvals', 'framing', 'feedback', 'sampling'],
  explain: foundation,
  digest: [...features, 'explain'],
  ask: [...features, 'explain', 'digest'],
  evidence: [...features, 'explain', 'digest'],
  init: ['shared', 'engines'],
  apply: [...features, 'digest'],
  /** How an administrator sets Slack up: the manifest, its scopes, and the doctor that looks at what was done. */
  setup: ['shared'],
  commands: [...features, 'digest', 'apply', 'evidence', 'http', 'init', 'setup'],
  metrics: ['shared', 'db'],
  slack: words,
  http: words,
  jobs: words,
  sandbox: ['shared'],
};

/** Packages only their owners may import. */
const owners: Record<string, string[]> = {
  '@slack': ['slack', 'setup'],
  hono: ['http', 'slack', 'sandbox'],
  '@hono': ['http', 'slack', 'sandbox'],
  'node-cron': ['jobs'],
  'pg-boss': ['queue', 'jobs'],
  '@duckdb': ['engines'],
  postgres: ['db'],
  '@electric-sql': ['db'],
  luxon: ['shared'],
  openai: ['llm'],
};
const entries = ['app', 'main', 'cli', 'config', 'demo', 'demo-sandbox', 'own-model', 'own-workspace'];
const folders = Object.keys(layers);

/** The same target as seen from a file in the folder and from a file one and two folders deeper. */
const seenFrom = (target: string) => [`../${target}`, `../../${target}`, `../../../${target}`];

function boundary(folder: string, files: string, mayQuery: boolean) {
  const allowed = layers[folder] ?? [];
  const forbidden = folders.filter((other) => other !== folder && !allowed.includes(other));
  const patterns = [
    {
      group: [...forbidden.flatMap((other) => seenFrom(`${other}/**`)), ...entries.flatMap((entry) => seenFrom(`${entry}.ts`))],
      message: `src/${folder} may import only: ${allowed.join(', ') || 'nothing'}.`,
    },
    {
      group: folders
        .filter((other) => other !== folder)
        .flatMap((other) => [...seenFrom(`${other}/store.ts`), ...seenFrom(`${other}/*-store.ts`)]),
      message: 'A store is private to its folder: call a verb.',
    },
    { group: ['node:process', 'process'], message: 'Only src/config.ts reads the environment.' },
    ...Object.entries(owners)
      .filter(([, by]) => !by.includes(folder))
      .map(([name, by]) => ({ group: [name, `${name}/**`], message: `${name} belongs to src/${by.join(', src/')}.` })),
    ...(mayQuery
      ? []
      : [
          {
            group: ['drizzle-orm', 'drizzle-orm/**'],
            message: 'Queries live in store.ts or in a file named <subject>-store.ts.',
          },
        ]),
  ];
  return { files: [files], rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

const boundaries = folders.flatMap((folder) => [
  boundary(folder, `src/${folder}/**`, folder === 'db' || folder === 'queue'),
  boundary(folder, `src/${folder}/store.ts`, true),
  boundary(folder, `src/${folder}/*-store.ts`, true),
]);

export default defineConfig({
  plugins: ['eslint', 'typescript', 'import', 'unicorn', 'promise', 'node', 'vitest', 'oxc'],
  ignorePatterns: ['node_modules', 'migrations'],
  options: { typeAware: true },
  categories: { correctness: 'error' },
  rules: {
    'import/no-cycle': 'error',
    'node/no-process-env': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
  },
  overrides: [...boundaries, { files: ['src/config.ts', 'test/**', 'docs/**'], rules: { 'node/no-process-env': 'off' } }],
} as Parameters<typeof defineConfig>[0]);
