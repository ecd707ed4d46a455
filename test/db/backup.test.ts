import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { backup } from '../../src/commands/backup.ts';
import { restore } from '../../src/commands/restore.ts';
import { finishPlacing, makeStaging, putInPlace } from '../../src/db/backup/put-in-place.ts';
import { postgresMajor, readBackup } from '../../src/db/backup/read-backup.ts';
import { headerOf } from '../../src/db/backup/tar.ts';
import { writeBackup } from '../../src/db/backup/write-backup.ts';
import { lockDirectory } from '../../src/db/directory-lock.ts';
import { setting } from '../../src/db/schema/jobs.ts';
import { openEmbedded, type Database } from '../../src/db/open.ts';
import { systemActor } from '../../src/shared/actor.ts';
import { silentLog } from '../../src/shared/log.ts';
import { tempFolder } from '../support/temp-folder.ts';

const root = tempFolder('backup');
const original = join(root, 'original');
const whole = join(root, 'whole.tar.gz');
const quiet = () => {};
const at = (dataDir: string) => ({ databaseUrl: undefined, dataDir });

async function note(database: Database, key: string): Promise<void> {
  const ctx = { db: database.db, actor: systemActor('test'), now: new Date('2001-03-05T15:00:00Z'), log: silentLog };
  await write(ctx, async (w) => {
    await w.db.insert(setting).values({ key, value: 1 });
    w.audit({ verb: 'test.note', subject: `setting:${key}`, detail: {} });
  });
}

async function keysIn(dataDir: string): Promise<string[]> {
  const database = await openEmbedded(dataDir);
  try {
    return (await database.db.select({ key: setting.key }).from(setting).orderBy(setting.key)).map((row) => row.key);
  } finally {
    await database.close();
  }
}

const copyOf = (name: string): string => {
  const to = join(root, name);
  cpSync(original, to, { recursive: true });
  return to;
};

beforeAll(async () => {
  mkdirSync(join(original, 'models'), { recursive: true });
  writeFileSync(join(original, 'models', 'fit.csv'), 'a,b\n');
  const database = await openEmbedded(original);
  await database.migrate();
  await note(database, 'first');
  await writeBackup(database, original, whole);
  await note(database, 'second');
  await database.close();
});

describe('a backup', () => {
  it('says what it is, is its owner’s alone, and is read by tar', async () => {
    expect(await readBackup(whole)).toMatchObject({ format: 1, postgres: postgresMajor, leeway: expect.any(String) });
    expect(statSync(whole).mode & 0o777).toBe(0o600);
    const names = execFileSync('tar', ['-tzf', whole], { encoding: 'utf8' }).split('\n');
    expect(names).toEqual(expect.arrayContaining(['leeway-backup.json', 'pg/PG_VERSION', 'models/fit.csv', 'SHA256SUMS']));
  });

  it('is consistent while others write: everything acknowledged before it began is in it', async () => {
    const busy = copyOf('busy');
    const database = await openEmbedded(busy);
    let acknowledged = 0;
    let isDone = false;
    const writing = (async () => {
      while (!isDone) await note(database, `n${String(acknowledged++).padStart(5, '0')}`);
    })();
    while (acknowledged < 20) await new Promise((resolve) => setTimeout(resolve, 5));
    const before = acknowledged - 1;
    const file = join(root, 'busy.tar.gz');
    await writeBackup(database, busy, file);
    isDone = true;
    await writing;
    await database.close();
    const lines = await restore(at(join(root, 'from-busy')), { file, force: false, acceptBrokenAudit: false }, quiet);
    expect(lines.join('\n')).toContain('The audit chain is whole');
    const kept = (await keysIn(join(root, 'from-busy'))).filter((key) => /^n\d/.test(key));
    expect(kept.length).toBeGreaterThanOrEqual(before);
    expect(kept).toEqual(kept.map((_key, i) => `n${String(i).padStart(5, '0')}`));
    expect(readdirSync(busy).toSorted()).toEqual(['models', 'pg']);
  });

  it('is not written over a file, and leaves none behind when it cannot be written', async () => {
    const file = join(root, 'there.tar.gz');
    writeFileSync(file, 'mine');
    await expect(backup(at(original), { file, force: false }, quiet)).rejects.toMatchObject({ code: 'conflict' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    const nowhere = join(root, 'no-such-folder', 'a.tar.gz');
    await expect(backup(at(original), { file: nowhere, force: false }, quiet)).rejects.toMatchObject({
      message: expect.stringContaining('there is no such folder'),
    });
    const [line] = await backup(at(original), { file, force: true }, quiet);
    expect(line).toMatch(
      /^.*there\.tar\.gz holds the database as it was at .*: \d+ files, \d+ MB, packed into \d+ MB in [\d.]+ s\.$/,
    );
  });

  it('is made again where a process died in the middle of one, and nothing is left of that', async () => {
    const directory = copyOf('killed');
    const left = [`backup-${process.pid}`, 'backup-0197a5b0-0000-7000-8000-000000000000.tar.gz.part'];
    mkdirSync(join(directory, left[0]!));
    writeFileSync(join(directory, left[1]!), 'half');
    const file = join(directory, 'backup-mine.tar.gz');
    writeFileSync(`${file}.unchecked.part`, 'half');
    mkdirSync(join(directory, 'backups'));
    writeFileSync(join(directory, 'backups', '2026-01-01T00-00-00-000Z-before-0015_x.tar.gz.part'), 'half');
    // Somebody's own file may be called nearly so.
    writeFileSync(join(directory, 'backup-20261121'), 'mine');
    await backup(at(directory), { file, force: false }, quiet);
    expect(
      readdirSync(directory)
        .filter((name) => name.startsWith('backup'))
        .toSorted(),
    ).toEqual(['backup-20261121', 'backup-mine.tar.gz', 'backups']);
    expect(readdirSync(join(directory, 'backups'))).toEqual([]);
  });

  it('of Postgres is Postgres’ own: the command is said', async () => {
    const where = { databaseUrl: 'postgres://leeway:secret@db/leeway', dataDir: './.leeway' };
    await expect(backup(where, { file: 'a.dump', force: false }, quiet)).rejects.toMatchObject({
      code: 'config',
      hint: 'Run: pg_dump --format=custom --file=a.dump "$DATABASE_URL"',
    });
    await expect(restore(where, { file: 'a.dump', force: false, acceptBrokenAudit: false }, quiet)).rejects.toMatchObject({
      hint: 'Run: createdb leeway_restored && pg_restore --no-owner --single-transaction --dbname=leeway_restored a.dump',
    });
  });
});

describe('a restore', () => {
  const options = { file: whole, force: false, acceptBrokenAudit: false };

  it('puts back what was there then, into a directory that is new', async () => {
    const fresh = join(root, 'fresh');
    const lines = await restore(at(fresh), options, quiet);
    expect(lines[1]).toMatch(/^The audit chain is whole: one entry, head [0-9a-f]{64}\.$/);
    expect(await keysIn(fresh)).toEqual(['first']);
    expect(readFileSync(join(fresh, 'models', 'fit.csv'), 'utf8')).toBe('a,b\n');
    expect(readdirSync(fresh).toSorted()).toEqual(['models', 'pg']);
  });

  it('leaves a database alone unless told otherwise, and then keeps it beside', async () => {
    const living = copyOf('living');
    await expect(restore(at(living), options, quiet)).rejects.toMatchObject({ code: 'conflict' });
    expect(await keysIn(living)).toEqual(['first', 'second']);
    const lines = await restore(at(living), { ...options, force: true }, quiet);
    const aside = /is in (\S+)\. Delete/.exec(lines.at(-1)!)![1]!;
    expect([await keysIn(living), await keysIn(aside)]).toEqual([['first'], ['first', 'second']]);
  });

  it('never touches a directory that a process holds', async () => {
    const held = copyOf('held');
    const lock = lockDirectory(held, { url: 'http://127.0.0.1:1', secret: 'x' });
    await expect(restore(at(held), { ...options, force: true }, quiet)).rejects.toMatchObject({ code: 'conflict' });
    lock.release();
    expect(await keysIn(held)).toEqual(['first', 'second']);
  });

  const bytes = () => gunzipSync(readFileSync(whole));
  const spoilt: [string, () => Buffer][] = [
    ['is cut off', () => readFileSync(whole).subarray(0, 100_000)],
    ['lacks its end', () => gzipSync(bytes().subarray(0, -4_096), { level: 1 })],
    ['has one other byte', () => flipped(bytes())],
    ['is something else', () => Buffer.from('a shopping list')],
    ['is another archive', () => gzipSync(Buffer.concat([headerOf({ name: 'pg/a', bytes: 0 }), Buffer.alloc(1_024)]))],
    [
      'reaches out of its folder',
      () => gzipSync(Buffer.concat([firstEntry(bytes()), headerOf({ name: 'pg/../../x', bytes: 0 })])),
    ],
  ];
  it.each(spoilt)('of a file that %s is refused, and nothing is lost', async (name, make) => {
    const file = join(root, `${name.replaceAll(' ', '-')}.tar.gz`);
    writeFileSync(file, make());
    const living = join(root, 'held');
    const before = readdirSync(living);
    await expect(restore(at(living), { ...options, file, force: true }, quiet)).rejects.toMatchObject({
      message: 'The file is no backup of Leeway, or it is damaged or incomplete.',
    });
    expect(readdirSync(living)).toEqual(before);
    expect(existsSync(join(root, 'x'))).toBe(false);
  });

  it.each([
    ['of a newer Leeway', '"when": ', '"when": 9', 'was made by a newer Leeway'],
    ['of another Postgres', '"postgres": "18"', '"postgres": "19"', 'The backup holds files of Postgres 19'],
  ])('%s is refused', async (_what, from, to, why) => {
    const file = join(root, `${to.length}.tar.gz`);
    writeFileSync(file, gzipSync(manifestChanged(bytes(), from, to), { level: 1 }));
    await expect(restore(at(join(root, 'other')), { ...options, file }, quiet)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining(why),
    });
  });

  it('of a broken audit chain is refused, unless it is accepted', async () => {
    const altered = copyOf('altered');
    const database = await openEmbedded(altered);
    await database.db.execute(sql`update audit_entry set actor_id = 'somebody-else' where seq = 1`);
    const file = join(root, 'altered.tar.gz');
    await writeBackup(database, altered, file);
    await database.close();
    const into = join(root, 'from-altered');
    await expect(restore(at(into), { ...options, file }, quiet)).rejects.toMatchObject({
      message: 'The backup’s audit chain is broken at entry 1: its actor was changed.',
    });
    expect(existsSync(join(into, 'pg'))).toBe(false);
    const lines = await restore(at(into), { ...options, file, acceptBrokenAudit: true }, quiet);
    expect(lines).toContain('The audit chain is broken at entry 1: its actor was changed.');
  });
});

describe('a process that dies between two renames', () => {
  const folder = (name: string) => {
    const directory = join(root, name);
    for (const kept of ['pg', 'models']) mkdirSync(join(directory, kept), { recursive: true });
    writeFileSync(join(directory, 'pg', 'mark'), 'old');
    const staging = makeStaging(directory);
    for (const kept of ['pg', 'models']) mkdirSync(join(staging, kept));
    writeFileSync(join(staging, 'pg', 'mark'), 'new');
    return { directory, staging, aside: join(directory, 'before') };
  };
  const marks = (directory: string, aside: string) =>
    [directory, aside].map((one) => readFileSync(join(one, 'pg', 'mark'), 'utf8'));

  it.each([0, 1, 2, 3])('after %i of them leaves both databases whole', (steps) => {
    const { directory, staging, aside } = folder(`cut-${steps}`);
    writeFileSync(join(staging, 'READY'), aside);
    mkdirSync(aside);
    const renames: [string, string][] = ['pg', 'models'].flatMap((kept): [string, string][] => [
      [join(directory, kept), join(aside, kept)],
      [join(staging, kept), join(directory, kept)],
    ]);
    for (const [from, to] of renames.slice(0, steps)) renameSync(from, to);
    finishPlacing(directory);
    expect(marks(directory, aside)).toEqual(['new', 'old']);
    expect(existsSync(staging)).toBe(false);
  });

  it('before any of them leaves what was there', () => {
    const { directory } = folder('uncut');
    finishPlacing(directory);
    expect(readFileSync(join(directory, 'pg', 'mark'), 'utf8')).toBe('old');
    const aside = putInPlace(directory, new Date());
    expect(marks(directory, aside!)).toEqual(['new', 'old']);
  });
});

/** One byte of a page of a table, far behind the first entry. */
function flipped(archive: Buffer): Buffer {
  const at2 = Math.floor(archive.length / 2);
  archive[at2] = archive[at2]! ^ 1;
  return gzipSync(archive, { level: 1 });
}

const firstEntry = (archive: Buffer) => archive.subarray(0, 1_024);

/** The manifest is text without a checksum of its own; its block's sum covers the name only. */
function manifestChanged(archive: Buffer, from: string, to: string): Buffer {
  const size = Number.parseInt(archive.subarray(124, 135).toString(), 8);
  const text = archive
    .subarray(512, 512 + size)
    .toString()
    .replace(from, to);
  const head = headerOf({ name: 'leeway-backup.json', bytes: Buffer.byteLength(text) });
  return Buffer.concat([
    head,
    Buffer.from(text),
    Buffer.alloc((512 - (Buffer.byteLength(text) % 512)) % 512),
    archive.subarray(1_024),
  ]);
}
