import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { putPerson, removePerson } from '../../src/people/put-person.ts';
import { authenticate, createToken, listTokens, revokeToken } from '../../src/people/tokens.ts';
import { apiToken } from '../../src/db/schema/people.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { tokenParts } from '../support/token-parts.ts';

const now = new Date('2026-06-01T09:00:00Z');
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
const priya = {
  id: 'priya',
  name: 'Priya Raman',
  email: null,
  title: null,
  zone: 'America/Chicago',
  slackTeamId: 'T0LEEWAY',
  slackUserId: 'U0DATA',
  active: true,
  roles: ['data-scientist' as const],
  teams: [],
};

describe('bearer tokens', () => {
  const test = useDatabase('postgres');
  beforeEach(() => write(test.system(), (w) => putPerson(w, priya, [])));
  afterEach(() => test.clear());
  const asPriya = () => test.ctx({ id: 'priya', name: 'Priya Raman', roles: ['data-scientist'] });
  const own = (more: object = {}) =>
    createToken(asPriya(), { name: 'laptop', for: 'self', scopes: ['approvals.vote'], ...more }, now);

  it('a person’s own acts as that person, and the audit sees by which token', async () => {
    const { id, token } = await own();
    expect(await authenticate(test.ctx(), token, days(1))).toEqual({
      actor: {
        kind: 'person',
        id: 'priya',
        name: 'Priya Raman',
        roles: ['data-scientist'],
        teams: [],
        account: `token/${id}`,
        scopes: ['approvals.vote'],
      },
      scopes: ['approvals.vote'],
    });
  });

  it('a service’s is no person', async () => {
    const { id, token } = await createToken(
      test.ctx({ roles: ['operator'] }),
      { name: 'ci', for: 'service', scopes: ['validation.upload'] },
      now,
    );
    expect((await authenticate(test.ctx(), token, now)).actor).toEqual({
      kind: 'service',
      id: `token:${id}`,
      name: 'ci',
      scopes: ['validation.upload'],
    });
  });

  it('is kept as a hash alone', async () => {
    const { token } = await own();
    const [row] = await test.database.db.select().from(apiToken);
    expect(JSON.stringify(row)).not.toContain(tokenParts(token).secret);
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['after its end', async (token: string) => authenticate(test.ctx(), token, days(91))],
    [
      'with another secret',
      async (token: string) => authenticate(test.ctx(), `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, now),
    ],
    ['when it is none', async () => authenticate(test.ctx(), 'leeway_x_y', now)],
    [
      'once it was revoked',
      async (token: string) => {
        await revokeToken(asPriya(), { id: tokenParts(token).id });
        return authenticate(test.ctx(), token, now);
      },
    ],
    [
      'when its person has left',
      async (token: string) => {
        await write(test.system(), (w) => removePerson(w, priya));
        return authenticate(test.ctx(), token, now);
      },
    ],
  ])('opens nothing %s', async (_when, use) => {
    const { token } = await own();
    await expect(use(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('for a service takes an operator', async () => {
    const wish = createToken(asPriya(), { name: 'ci', for: 'service', scopes: ['serving.read'] }, now);
    await expect(wish).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('lasts 366 days at most', async () => {
    await expect(own({ days: 367 })).rejects.toMatchObject({ code: 'invalid', field: 'days' });
  });

  it('of others is neither shown to a person nor ended by them', async () => {
    const { id } = await createToken(
      test.ctx({ roles: ['operator'] }),
      { name: 'ci', for: 'service', scopes: ['serving.read'] },
      now,
    );
    await own();
    expect((await listTokens(asPriya())).map((one) => one.name)).toEqual(['laptop']);
    await expect(revokeToken(asPriya(), { id })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('works on when the clock steps back to before it was made, and what was revoked stays revoked', async () => {
    const { id, token } = await own();
    const before = new Date(now.getTime() - 3_600_000);
    await authenticate(test.ctx(), token, now);
    expect(await authenticate(test.ctx(), token, before)).toMatchObject({ actor: { id: 'priya' } });
    expect(await listTokens(asPriya())).toMatchObject([{ id, lastUsedAt: now }]);
    await revokeToken(asPriya(), { id });
    await expect(authenticate(test.ctx(), token, before)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('that was refused after its end is refused again when the clock steps back', async () => {
    const { token, expiresAt } = await own();
    const late = new Date(expiresAt.getTime() + 1_000);
    await expect(authenticate(test.ctx(), token, late)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(authenticate(test.ctx(), token, new Date(late.getTime() - 3_600_000))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it('is in the audit when made and when ended, its text is not', async () => {
    const { id, token } = await own();
    await revokeToken(asPriya(), { id });
    const entries = await auditEntries(test.system());
    expect(entries.map((one) => one.verb)).toEqual(['people.create-token', 'people.revoke-token']);
    expect(JSON.stringify(entries)).not.toContain(tokenParts(token).secret);
  });
});
