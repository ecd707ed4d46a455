import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directoryHolder, lockDirectory, type DirectoryHolder } from '../../src/db/directory-lock.ts';
import { LeewayError } from '../../src/shared/errors.ts';

const server = { url: 'http://127.0.0.1:3000', secret: 'a secret' };
const program = resolve(import.meta.dirname, 'fixtures/take-directory.ts');
let directory = '';
const children: ChildProcess[] = [];
const file = () => join(directory, 'leeway.lock');
const held = () => JSON.parse(readFileSync(file(), 'utf8')) as DirectoryHolder;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'leeway-lock-'));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  rmSync(directory, { recursive: true, force: true });
});

async function startProcess(): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [program, directory], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: chunk.toString().trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

describe('the lock of a data directory', () => {
  it('says of a directory that cannot be used which setting names it, as of any wrong setting', () => {
    const note = join(directory, 'note');
    writeFileSync(note, 'no directory');
    const refusalOf = (place: string): unknown => {
      try {
        return lockDirectory(place, server);
      } catch (error) {
        return error;
      }
    };
    expect(refusalOf(note)).toMatchObject({ code: 'config', message: `LEEWAY_DATA_DIR: ${note} is a file, not a directory.` });
    expect(refusalOf(join(note, 'data'))).toMatchObject({ code: 'config', field: 'LEEWAY_DATA_DIR' });
  });

  it('refuses a second process in a line that says who has it and what to do', async () => {
    const lock = lockDirectory(directory, server);
    const { said } = await startProcess();
    expect(said).toBe(
      `refused The data directory ${directory} is in use by process ${process.pid} (http://127.0.0.1:3000). ` +
        'Stop that one first, or set LEEWAY_DATA_DIR to another directory.',
    );
    expect(held()).toMatchObject({ pid: process.pid, ...server });
    lock.release();
    expect((await startProcess()).said).toBe('taken');
  });

  it('tells a command where the server is, and nothing when there is none', async () => {
    expect(directoryHolder(directory)).toBeUndefined();
    const { child } = await startProcess();
    expect(directoryHolder(directory)).toMatchObject({ pid: child.pid, url: 'http://127.0.0.1:1', secret: 'hush' });
    await kill(child);
    expect(directoryHolder(directory)).toBeUndefined();
  });

  it('of a killed process is taken over', async () => {
    await kill((await startProcess()).child);
    expect(existsSync(file())).toBe(true);
    lockDirectory(directory, server).release();
  });

  it('whose pid was given to another process since is taken over', () => {
    lockDirectory(directory, server);
    writeFileSync(file(), JSON.stringify({ ...held(), processStart: '1' }));
    lockDirectory(directory, server).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is refused to the process that has it already', () => {
    const lock = lockDirectory(directory, server);
    expect(() => lockDirectory(directory, server)).toThrow(LeewayError);
    lock.release();
  });

  it('is not released by one that no longer holds it', async () => {
    const lock = lockDirectory(directory, server);
    rmSync(file());
    const { child } = await startProcess();
    lock.release();
    expect(held().pid).toBe(child.pid);
  });

  it('is readable by its owner alone, because it carries a secret', () => {
    const lock = lockDirectory(directory, server);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    lock.release();
  });

  it('goes to exactly one of ten processes at once, also over a dead one’s lock', async () => {
    await kill((await startProcess()).child);
    const all = await Promise.all(Array.from({ length: 10 }, startProcess));
    const winners = all.filter(({ said }) => said === 'taken');
    expect(winners).toHaveLength(1);
    expect(held().pid).toBe(winners[0]?.child.pid);
    expect(readdirSync(directory)).toEqual(['leeway.lock']);
  });
});
