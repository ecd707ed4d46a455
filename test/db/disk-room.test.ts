import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowsOf } from '../../src/db/db.ts';
import { assertRoomToStart, isDiskFull, reserveBytes } from '../../src/db/disk-room.ts';
import { insist } from '../../src/db/insist.ts';
import { openEmbedded, type Database } from '../../src/db/open.ts';
import { tempFolder } from '../support/temp-folder.ts';

// A disk that a test may fill takes rights to mount one; what is free is told instead.

let free = Infinity;
const calls: string[] = [];
let database: Database;

beforeAll(async () => {
  database = await openEmbedded(tempFolder('full'), { freeBytes: () => free, full: (line) => void calls.push(line) });
  await database.db.execute(sql`create table note (text text)`);
});
afterAll(() => database?.close());

const put = (text: string) => database.db.execute(sql`insert into note values (${text})`);
const notes = async () => rowsOf<{ text: string }>(await database.db.execute(sql`select text from note`)).map(({ text }) => text);
const outcome = (work: () => Promise<unknown>) =>
  work().then(
    () => 'done',
    (error: unknown) => (isDiskFull(error) ? 'no room' : error),
  );
/** How much is free is looked at some times a second. */
async function fill(bytes: number): Promise<void> {
  free = bytes;
  await expect.poll(() => outcome(() => database.ping())).toBe(bytes < reserveBytes ? 'no room' : 'done');
}

it('while the disk is full the embedded database answers and refuses to write, and goes on when there is room', async () => {
  await put('before');
  await fill(reserveBytes - 1);
  expect(await outcome(() => put('during'))).toBe('no room');
  expect(await notes()).toEqual(['before']);
  await fill(reserveBytes);
  await put('after');
  expect(await notes()).toEqual(['before', 'after']);
});

it('a transaction that meets a full disk leaves nothing', async () => {
  const before = await notes();
  const work = database.db.transaction(async (tx) => {
    await tx.execute(sql`insert into note values ('first')`);
    const putMore = () => tx.execute(sql`insert into note values ('more')`);
    free = 0;
    await expect.poll(() => outcome(putMore)).toBe('no room');
    await putMore();
  });
  expect(await outcome(() => work)).toBe('no room');
  expect(await notes()).toEqual(before);
  await fill(Infinity);
});

it('an operator is called once each time', async () => {
  calls.length = 0;
  for (const text of ['one', 'two']) {
    await fill(3_000_000);
    await outcome(() => put(text));
    await outcome(() => put(text));
    await fill(Infinity);
  }
  const line = 'The disk of the data directory is full: 3 MB are free, and 50 MB are needed.';
  expect(calls).toEqual([line, line]);
});

it('what happened already is written down once there is room', async () => {
  await fill(0);
  const writing = insist(() => put('sent'), 60_000);
  expect(await outcome(() => put('refused'))).toBe('no room');
  free = Infinity;
  await writing;
  expect(await notes()).toContain('sent');
});

it('a start without room is refused before anything is written, a first one with more', () => {
  const directory = tempFolder('full');
  expect(() => assertRoomToStart(directory, () => reserveBytes)).toThrow(
    /^The disk of .* is full: 50 MB are free, and Leeway needs 101 MB to start\.$/,
  );
  expect(() => assertRoomToStart(directory, () => 200_000_000)).not.toThrow();
});
