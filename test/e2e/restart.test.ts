import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEmbedded } from '../../src/db/open.ts';
import { eventually, findControl, type Workspace, wordsOf, workspaceAt } from './sandbox-user.ts';

// The program as a person starts it, on one directory, through stops of every kind. Each step stands on those before it.

const root = resolve(import.meta.dirname, '../..');
const temp = mkdtempSync(join(tmpdir(), 'leeway-restart-'));
const directory = join(temp, 'data');
const startPatienceMs = 120_000;

interface Program {
  process: ChildProcess;
  at: Workspace;
  url: string;
}
const programs = new Set<ChildProcess>();
let program: Program;

/** `leeway demo` with only what a bare shell has; `output` grows. */
function spawnDemo(dataDir: string): { process: ChildProcess; output: () => string } {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', LEEWAY_DATA_DIR: dataDir, LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, ['src/cli.ts', 'demo'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  programs.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = (output + chunk).slice(-20_000)));
  child.once('exit', () => programs.delete(child));
  return { process: child, output: () => output };
}
async function start(dataDir = directory): Promise<Program> {
  const { process: child, output } = spawnDemo(dataDir);
  const url = await eventually(
    'the program says its address',
    async () => {
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${output()}`);
      return /Leeway is ready: (\S+)/.exec(output())?.[1];
    },
    startPatienceMs,
  );
  return { process: child, url, at: workspaceAt(url) };
}
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
  const ended = new Promise<number | NodeJS.Signals>((done) => child.once('exit', (code, by) => done(code ?? by ?? 'SIGKILL')));
  child.kill(signal);
  return ended;
}

beforeAll(async () => {
  program = await start();
}, startPatienceMs);
afterAll(async () => {
  await Promise.all([...programs].map((child) => end(child, 'SIGKILL')));
  rmSync(temp, { recursive: true, force: true });
});

const digests = async () => (await program.at.messages('U0EXEC', 'C0HEALTH')).filter((one) => one.isBot);
const letter = async (as: string, words: string) =>
  eventually(`“${words}” to ${as}`, async () =>
    (await program.at.messages(as, as.replace('U0', 'D0'))).find((one) => one.text.includes(words)),
  );
/** The bytes of the picture in a message, asked for as the page would. */
async function pictureOf(html: string): Promise<number> {
  const source = /<img[^>]*src="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
  if (source === undefined) throw new Error(`There is no picture in ${html.slice(0, 500)}`);
  const response = await fetch(new URL(source, program.url));
  if (!response.ok) throw new Error(`${source}: ${response.status}`);
  return (await response.arrayBuffer()).byteLength;
}

it('a second process on the same directory is refused with one line that names the first', async () => {
  const second = spawnDemo(directory);
  const code = await new Promise((done) => second.process.once('exit', done));
  expect(code).toBe(1);
  const lines = second
    .output()
    .split('\n')
    .filter((line) => line.startsWith('leeway:'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`process ${program.process.pid}`);
  expect(lines[0]).toContain('LEEWAY_DATA_DIR');
  // The first has not noticed.
  expect(await program.at.now()).toBeInstanceOf(Date);
});

it('after SIGTERM it ends with 0, and what was done stands there at the next start, word for word', async () => {
  const { at } = program;
  const digest = (await digests()).at(-1)!;
  await at.click(digest, { as: 'U0EXPERT', actionId: 'flag' });
  const form = await at.modal('U0EXPERT', 'flag');
  await at.submit('U0EXPERT', form, { what: { 'typed:flag': 'The late flight from Denver was not called.' } });
  await letter('U0EXPERT', 'Case 1: Priya Raman answers you here');
  await letter('U0DATA', 'Case 1');
  const { negative_button: no } = findControl(digest.blocks, 'useful').control;
  await at.click(digest, { as: 'U0EXPERT', actionId: 'useful', value: no.value });
  await at.modal('U0EXPERT', 'why');
  const before = { digests: await digests(), now: await at.now() };

  expect(await end(program.process, 'SIGTERM')).toBe(0);
  expect(existsSync(join(directory, 'leeway.lock'))).toBe(false);
  program = await start();

  const after = await digests();
  expect(after.map(({ ts, text }) => ({ ts, text }))).toEqual(before.digests.map(({ ts, text }) => ({ ts, text })));
  expect(after.map((one) => one.blocks)).toEqual(before.digests.map((one) => one.blocks));
  expect((await program.at.now()) >= before.now).toBe(true);
  const home = wordsOf(await program.at.home('U0DATA'));
  expect(home).toContain('Case 1');
  // Whoever answers for the model has the case in hand from the first moment.
  expect(home).toContain('You, by Mon 16 April');
});

it('earlier messages have their pictures, and their buttons work', async () => {
  const { at } = program;
  const digest = (await digests()).at(-1)!;
  expect(await pictureOf(digest.html)).toBeGreaterThan(5_000);
  await at.click(digest, { as: 'U0EXEC', actionId: 'where-from' });
  expect(wordsOf(await at.modal('U0EXEC', 'facts'))).toContain('flights-3m.parquet');
  // The vote of before the stop is still one vote, and can be changed.
  const { positive_button: yes } = findControl(digest.blocks, 'useful').control;
  await at.click(digest, { as: 'U0EXPERT', actionId: 'useful', value: yes.value });
  expect(wordsOf(await at.modal('U0EXPERT', 'why'))).toContain('*useful*');
});

it('killed in the middle of work it starts again, and the clock goes on', async () => {
  const { at } = program;
  const target = new Date((await at.now()).getTime() + 7 * 24 * 3_600_000).toISOString();
  await at.raw('POST', 'clock', { to: target });
  expect(await end(program.process, 'SIGKILL')).toBe('SIGKILL');
  expect(existsSync(join(directory, 'leeway.lock'))).toBe(true);
  program = await start();
  await program.at.moveTo(target);
  const editions = (await digests()).map(
    (one) => JSON.parse(findControl(one.blocks, 'where-from').control['value']).id as string,
  );
  expect(editions).toHaveLength(10);
  expect(new Set(editions).size).toBe(10);
  expect(await end(program.process, 'SIGTERM')).toBe(0);
});

it('a directory of an older version is brought up to date at start', async () => {
  const old = join(temp, 'old');
  const migrations = join(temp, 'migrations');
  mkdirSync(join(migrations, 'meta'), { recursive: true });
  cpSync(join(root, 'migrations'), migrations, { recursive: true });
  const journal = JSON.parse(readFileSync(join(root, 'migrations/meta/_journal.json'), 'utf8')) as { entries: unknown[] };
  writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) }));
  mkdirSync(old);
  const client = await PGlite.create({ dataDir: join(old, 'pg'), extensions: { pg_trgm } });
  await migrate(drizzle(client), { migrationsFolder: migrations });
  const applied = async (one: PGlite) => (await one.query('select * from drizzle.__drizzle_migrations')).rows.length;
  expect(await applied(client)).toBe(1);
  await client.close();

  const database = await openEmbedded(old);
  await database.migrate();
  if (database.backend.kind !== 'pglite') throw new Error('The embedded database is expected here.');
  expect(await applied(database.backend.client)).toBe(journal.entries.length);
  await database.close();
});
