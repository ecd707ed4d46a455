import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layers } from '../oxlint.config.ts';

const root = resolve(import.meta.dirname, '..');

describe('the layer table', () => {
  it('names every folder of src and no other', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((entry) => entry.name).toSorted()).toEqual(Object.keys(layers).toSorted());
  });

  it('lets no two folders import each other', () => {
    const mutual = Object.entries(layers).flatMap(([folder, allowed]) =>
      allowed.filter((other) => layers[other]?.includes(folder)).map((other) => `${folder} and ${other}`),
    );
    expect(mutual).toEqual([]);
  });

  it('lets every folder import what stands in the table only', () => {
    const unknown = Object.values(layers)
      .flat()
      .filter((folder) => !(folder in layers));
    expect(unknown).toEqual([]);
  });
});

/** Each planted file with one import, and what the lint says of it. */
const forbidden = [
  ['an upward import', 'src/registry/planted.ts', '../digest/edition.ts', 'src/registry may import only'],
  ['an upward import from a subfolder', 'src/registry/deep/planted.ts', '../../slack/handler.ts', 'src/registry may import only'],
  ['a transport that imports another', 'src/http/planted.ts', '../slack/handler.ts', 'src/http may import only'],
  ['a folder that imports an entry', 'src/monitor/planted.ts', '../config.ts', 'src/monitor may import only'],
  ['another folder’s store', 'src/monitor/planted-store-use.ts', '../registry/store.ts', 'A store is private'],
  ['another folder’s second store', 'src/apply/planted.ts', '../people/organisation-store.ts', 'A store is private'],
  ['a query outside a store', 'src/kpi/planted.ts', 'drizzle-orm', 'Queries live in store.ts'],
  ['a query in a transport', 'src/jobs/planted.ts', 'drizzle-orm/pg-core', 'Queries live in store.ts'],
  ['hono in a feature', 'src/feedback/planted.ts', 'hono', 'hono belongs to'],
  ['Slack in digest', 'src/digest/planted.ts', '@slack/web-api', '@slack belongs to src/slack'],
  ['the queue’s library in a feature', 'src/monitor/planted-boss.ts', 'pg-boss', 'pg-boss belongs to'],
  ['DuckDB outside engines', 'src/ask/planted.ts', '@duckdb/node-api', '@duckdb belongs to src/engines'],
  ['the environment in a feature', 'src/matters/planted.ts', 'node:process', 'Only src/config.ts reads the environment'],
] as const;

const allowed = [
  ['a lower layer', 'src/digest/clean.ts', '../monitor/findings.ts'],
  ['its own store', 'src/registry/clean.ts', './store.ts'],
  ['drizzle in a store', 'src/kpi/store.ts', 'drizzle-orm'],
  ['drizzle in a second store', 'src/kpi/clean-store.ts', 'drizzle-orm'],
  ['Slack’s library in slack', 'src/slack/clean.ts', '@slack/web-api'],
] as const;

/** Planted files that need more than an import, and the rule that each breaks. */
const whole = [
  ['the environment outside config.ts', 'src/shared/planted-env.ts', "export const a = process.env['HOME'];\n", 'no-process-env'],
  ['a cycle', 'src/facts/one.ts', "import { two } from './two.ts';\nexport const one = () => two;\n", 'no-cycle'],
  ['the cycle’s other end', 'src/facts/two.ts', "import { one } from './one.ts';\nexport const two = () => one;\n", 'no-cycle'],
] as const;

interface Finding {
  code: string;
  filename: string;
  message: string;
  help?: string;
}

describe('the lint with its real configuration', () => {
  let copy = '';
  const findings: Finding[] = [];
  const saidOf = (file: string) =>
    findings.filter((one) => one.filename === file).map((one) => `${one.code} ${one.message} ${one.help ?? ''}`);

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'leeway-lint-'));
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    for (const name of ['oxlint.config.ts', 'tsconfig.json', 'package.json']) copyFileSync(join(root, name), join(copy, name));
    for (const [, file, target] of [...forbidden, ...allowed])
      plant(file, `import { a } from '${target}';\nexport const b = a;\n`);
    for (const [, file, text] of whole) plant(file, text);
    const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format', 'json'], {
      cwd: copy,
      encoding: 'utf8',
    });
    if (!stdout.startsWith('{')) throw new Error(`the lint did not run: ${stdout}${stderr}`);
    findings.push(...(JSON.parse(stdout) as { diagnostics: Finding[] }).diagnostics);
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  function plant(file: string, text: string): void {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  }

  it.each([...forbidden, ...whole])('refuses %s', (_what, file, _planted, words) => {
    expect(saidOf(file).join('\n')).toContain(words);
  });

  it.each(allowed)('allows %s', (_what, file) => {
    expect(saidOf(file)).toEqual([]);
  });
});
