import { expect, inject, it } from 'vitest';
import { openPostgres } from '../../src/db/open.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';

const server = () => new URL(inject('postgresUrl'));
const at = (change: Partial<Pick<URL, 'port' | 'password' | 'pathname' | 'username'>>): string =>
  Object.assign(server(), { pathname: '/template_leeway', ...change }).href;
const one = { max: 1 };
/** Waiting in these tests would never end by itself. */
const long = (lines: string[]) => ({ forMs: 600_000, waiting: (line: string) => void lines.push(line) });

it('a Postgres that comes up later is waited for, and that it is waited for is said once', async () => {
  const proxy = await tcpProxy(Number(server().port), { closed: true });
  const lines: string[] = [];
  const opening = openPostgres(at({ port: String(proxy.port) }), one, long(lines));
  await expect.poll(() => lines.length).toBe(1);
  await proxy.restore();
  const database = await opening;
  await database.ping();
  expect(lines).toEqual([`Postgres at 127.0.0.1:${proxy.port} cannot be reached (ECONNREFUSED). Trying again for 600 s …`]);
  await database.close();
  await proxy.close();
});

it('one that does not come up is given up after the time, and without patience at once', async () => {
  const proxy = await tcpProxy(Number(server().port), { closed: true });
  const url = at({ port: String(proxy.port) });
  const why = `DATABASE_URL: Postgres at 127.0.0.1:${proxy.port} cannot be reached (ECONNREFUSED).`;
  const lines: string[] = [];
  await expect(openPostgres(url, one, { ...long(lines), forMs: 1_000 })).rejects.toMatchObject({
    code: 'unavailable',
    message: `${why} Leeway tried for 1 s.`,
    hint: 'Start it, or correct the address.',
  });
  expect(lines).toHaveLength(1);
  await expect(openPostgres(url, one)).rejects.toMatchObject({ code: 'unavailable', message: why });
});

it.each([
  ['a wrong password', { password: 'sesame-open' }, /does not let “leeway” in: user or password is wrong\.$/],
  ['an unknown user', { username: 'stranger', password: 'sesame-open' }, /does not let “stranger” in/],
  ['a missing database', { pathname: '/no_such_one' }, /has no database “no_such_one”\.$/],
])('%s is said at once, whatever the patience, and without the password', async (_, change, words) => {
  const lines: string[] = [];
  const error = await openPostgres(at(change), one, long(lines)).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'config', field: 'DATABASE_URL', message: expect.stringMatching(words) });
  expect(lines).toEqual([]);
  const { message, hint = '' } = error as { message: string; hint?: string };
  expect(`${message} ${hint}`).not.toMatch(new RegExp(`sesame-open|${server().password}`));
});
