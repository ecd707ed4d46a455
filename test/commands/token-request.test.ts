import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenRequest } from '../../src/commands/token-request.ts';
import { authenticate } from '../../src/people/tokens.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { putSkyway } from '../support/skyway.ts';
import { tokenParts } from '../support/token-parts.ts';

describe('leeway token', () => {
  const test = useDatabase();
  beforeEach(() => putSkyway(test.system()));
  afterEach(() => test.clear());
  const ask = (request: Omit<Parameters<typeof tokenRequest>[1], 'as' | 'user'>, as?: string) => {
    const { actor: _actor, ...base } = test.system();
    return tokenRequest(base, { ...request, as, user: 'root' });
  };
  const create = (scopes: string[], as?: string) => ask({ verb: 'create', name: 'ci', scopes, days: 30 }, as);

  it('create makes a token of a service and prints it alone', async () => {
    const { lines, notes } = await create(['registry.write', 'validation.upload']);
    expect(lines).toEqual([expect.stringMatching(/^leeway_[0-9a-f]{16}_[\w-]{43}$/)]);
    expect(notes.join(' ')).toContain('shown this once');
    expect(await authenticate(test.system(), lines[0]!)).toMatchObject({
      actor: { kind: 'service', name: 'ci' },
      scopes: ['registry.write', 'validation.upload'],
    });
    const [entry] = (await auditEntries(test.system())).filter((one) => one.verb === 'people.create-token');
    expect(entry).toMatchObject({
      actor: { id: 'cli:root' },
      detail: { for: 'service', scopes: ['registry.write', 'validation.upload'] },
    });
  });

  it.each(['approvals.vote', 'approvals.request', 'tokens.create'])('create gives no program the scope %s', async (scope) => {
    await expect(create(['registry.read', scope])).rejects.toMatchObject({ code: 'forbidden', field: 'scopes' });
  });

  it('create names an unknown scope', async () => {
    await expect(create(['registry.wirte'])).rejects.toMatchObject({ code: 'invalid', field: 'scopes.0' });
  });

  it('create is for whoever runs Leeway, and makes nobody another person', async () => {
    await expect(create(['registry.read'], 'priya')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('list shows tokens without their secret; revoke ends one', async () => {
    expect((await ask({ verb: 'list' })).notes).toEqual(['There are no tokens.']);
    const { lines: made } = await create(['registry.read']);
    const { id, secret } = tokenParts(made[0]!);
    const listed = (await ask({ verb: 'list' })).lines.join('\n');
    expect(listed).toMatch(new RegExp(`^${id}  ci  service  until .*  registry\\.read$`));
    expect(listed).not.toContain(secret);
    await ask({ verb: 'revoke', id });
    expect((await ask({ verb: 'list' })).lines[0]).toContain('revoked');
    await expect(authenticate(test.system(), made[0]!)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(ask({ verb: 'revoke', id: 'none' })).rejects.toMatchObject({ code: 'not-found', field: 'id' });
  });
});
