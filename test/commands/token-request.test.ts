import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { tokenRequest } from '../../src/commands/token-request.ts';
import { authenticate, createToken } from '../../src/people/tokens.ts';
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

  it('list of one token shows what was changed with it, a person’s own doings apart, also once it is revoked', async () => {
    const { lines: made } = await create(['registry.write']);
    const { id } = tokenParts(made[0]!);
    expect((await ask({ verb: 'list', id })).lines).toEqual([
      expect.stringMatching(`^${id}  ci`),
      'Nothing was changed with it.',
    ]);
    const { actor } = await authenticate(test.system(), made[0]!);
    await write({ ...test.system(), actor }, (w) =>
      Promise.resolve(w.audit({ verb: 'registry.do', subject: 'model:fares', detail: {} })),
    );
    await ask({ verb: 'revoke', id });
    expect((await ask({ verb: 'list', id })).lines.slice(1)).toEqual([
      expect.stringMatching(/^\d+ {2}2001-.*Z {2}registry\.do {2}model:fares$/),
    ]);

    const own = await createToken(test.ctx({ id: 'tom', roles: ['operator'] }), {
      name: 'mine',
      for: 'self',
      scopes: ['registry.write'],
      days: 1,
    });
    const { actor: tom } = await authenticate(test.system(), own.token);
    await write({ ...test.system(), actor: tom }, (w) =>
      Promise.resolve(w.audit({ verb: 'registry.do', subject: 'model:seats', detail: {} })),
    );
    const deeds = (await ask({ verb: 'list', id: own.id })).lines.slice(1);
    expect(deeds).toEqual([expect.stringContaining('model:seats')]);
    await expect(ask({ verb: 'list', id: 'none' })).rejects.toMatchObject({ code: 'not-found', field: 'id' });
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
