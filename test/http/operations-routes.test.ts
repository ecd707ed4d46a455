import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { putMonitor } from '../../src/monitor/put-monitor.ts';
import { monitorSpec } from '../../src/monitor/schemas.ts';
import { say } from '../../src/outbox/say.ts';
import { authenticate } from '../../src/people/tokens.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { tripModel } from '../support/trips.ts';
import { useApi } from './api-fixture.ts';

const api = useApi();

async function parked(): Promise<string> {
  const id = randomUUID();
  await write(await api.as('tom'), (w) => say(w, { id, kind: 'notice', data: { text: 'x' }, destination: '#a', dedupeKey: id }));
  await api.database.db
    .update(outboxMessage)
    .set({ state: 'parked', lastError: 'channel_not_found' })
    .where(eq(outboxMessage.id, id));
  return id;
}

describe('models over REST', () => {
  it('are listed, and one has its whole record as a document', async () => {
    const token = await api.service('registry.read', 'validation.read', 'people.read', 'approvals.read');
    const { body } = await api.call('GET', '/models?limit=1', { token });
    expect(body['models']).toHaveLength(1);
    const [{ id }] = body['models'] as [{ id: string }];
    const record = await api.call('GET', `/models/${id}/record?format=html`, { token });
    expect(record.body['document']).toMatch(/^<!doctype html>/i);
    expect((await api.call('GET', '/risk', { token })).status).toBe(200);
  });
});

describe('the audit over REST', () => {
  it('is verified, told and exported by a token with the scope for it', async () => {
    const token = await api.service('audit.read', 'audit.export', 'registry.read');
    expect((await api.call('GET', '/audit/verification', { token })).body).toMatchObject({ whole: true });
    const stretch = 'from=2001-01-01&to=2001-12-31';
    expect((await api.call('GET', `/audit/duties?${stretch}`, { token })).body['markdown']).toContain('#');
    const { body } = await api.call('GET', '/models?limit=1', { token });
    const [{ id: modelId }] = body['models'] as [{ id: string }];
    const pack = await api.call('POST', '/audit/packs', { token, body: { modelId, from: '2001-01-01', to: '2001-12-31' } });
    expect((pack.body['files'] as { name: string }[]).map((file) => file.name)).toContain('verify.mjs');
  });

  it('is closed without the scope, whatever else the token may do', async () => {
    const { status, error } = await api.call('GET', '/audit/verification', { token: await api.service('registry.read') });
    expect([status, error.message]).toEqual([403, 'The token lacks the scope audit.read.']);
  });
});

describe('parked messages over REST', () => {
  it('are listed, queued again and dropped with a reason that the audit log keeps', async () => {
    const token = await api.service('outbox.operate');
    const [first, second] = [await parked(), await parked()];
    const { body } = await api.call('GET', '/messages/parked', { token });
    expect((body['messages'] as { id: string }[]).map((one) => one.id)).toEqual(expect.arrayContaining([first, second]));
    expect((await api.call('POST', `/messages/${first}/resend`, { token })).body['state']).toBe('queued');
    const dropped = await api.call('POST', `/messages/${second}/drop`, { token, body: { reason: 'it had arrived' } });
    expect(dropped.body['state']).toBe('dropped');
    expect((await auditEntries(await api.as('tom'))).map((entry) => entry.verb)).toEqual(
      expect.arrayContaining(['outbox.resend', 'outbox.drop']),
    );
    expect((await api.call('POST', `/messages/${second}/drop`, { token, body: { reason: 'x' } })).status).toBe(409);
  });
});

describe('past weeks over REST', () => {
  it('are asked for by a token with the scope for it, and say how far they are', async () => {
    const spec = monitorSpec.parse(tripModel('/data', 'trips.parquet').monitor);
    await write(await api.as('tom'), (w) => putMonitor(w, 'flight-delay', spec));
    const token = await api.service('monitor.run', 'registry.read');
    const asked = await api.call('POST', '/models/flight-delay/backfill', { token, body: { weeks: 2 } });
    expect([asked.status, asked.body['weeks']]).toEqual([200, 2]);
    const { body } = await api.call('GET', `/models/flight-delay/backfill?weeks=2&since=${String(asked.body['since'])}`, {
      token,
    });
    expect(body).toMatchObject({ model: 'flight-delay', from: asked.body['from'], ended: 0, published: 0, reason: null });
  });

  it('are at most half a year, of a model that there is, and closed without the scope', async () => {
    const token = await api.service('monitor.run', 'registry.read');
    const tooMany = await api.call('POST', '/models/flight-delay/backfill', { token, body: { weeks: 27 } });
    expect([tooMany.status, tooMany.error.field]).toEqual([400, 'weeks']);
    expect((await api.call('POST', '/models/flight-dela/backfill', { token, body: {} })).status).toBe(404);
    const reader = await api.service('registry.read');
    expect((await api.call('POST', '/models/flight-delay/backfill', { token: reader, body: {} })).status).toBe(403);
  });
});

describe('a configuration over REST', () => {
  it('that is wrong is refused with what is expected, and as another type than YAML', async () => {
    const token = await api.service('config.apply');
    const yaml = { 'content-type': 'application/yaml' };
    const wrong = await api.call('PUT', '/configuration?dryRun=true', { token, headers: yaml, body: 'people: 3\n' });
    expect([wrong.status, wrong.error.code]).toEqual([400, 'config']);
    const json = await api.call('PUT', '/configuration', { token, body: { people: [] } });
    expect([json.status, json.error]).toEqual([
      415,
      {
        code: 'unsupported',
        message: 'The body must be application/yaml or text/yaml or text/plain, not application/json.',
        field: 'content-type',
        hint: 'Send “Content-Type: application/yaml”.',
      },
    ]);
  });
});

describe('tokens over REST', () => {
  it('hand on no more than the token that makes them has, and never what only a person may do', async () => {
    const token = await api.own('tom', 'tokens.create', 'tokens.service', 'registry.read', 'approvals.vote');
    const make = (...scopes: string[]) => api.call('POST', '/access-tokens', { token, body: { name: 'ci', scopes } });
    expect((await make('people.erase')).error.message).toBe('Your token lacks the scope people.erase, so it cannot hand it on.');
    expect((await make('approvals.vote')).error.message).toContain('A program can never have the scope approvals.vote');
    const made = await make('registry.read');
    expect(made.status).toBe(201);
    const other = made.body['token'] as string;
    expect((await api.call('GET', '/models', { token: other })).status).toBe(200);
    const id = made.body['id'] as string;
    const listed = await api.call('GET', '/access-tokens', { token });
    const line = (listed.body['tokens'] as { id: string; lastUsedAt: string | null }[]).find((one) => one.id === id);
    expect(line?.lastUsedAt).not.toBeNull();
    expect((await api.call('POST', `/access-tokens/${id}/revocation`, { token })).status).toBe(200);
    expect((await api.call('GET', '/models', { token: other })).status).toBe(401);
  });

  it('of others stay hidden from an operator’s token that lacks the scope for them, and cannot be ended with it', async () => {
    const narrow = await api.own('tom', 'tokens.create');
    const theirs = await api.service('registry.read');
    const [, id] = theirs.split('_');
    const { tokens } = (await api.call('GET', '/access-tokens', { token: narrow })).body as {
      tokens: { personId: string | null }[];
    };
    expect(tokens.filter((one) => one.personId !== 'tom')).toEqual([]);
    expect((await api.call('POST', `/access-tokens/${id}/revocation`, { token: narrow })).status).toBe(404);
    expect((await api.call('GET', '/models', { token: theirs })).status).toBe(200);
    const wide = await api.own('tom', 'tokens.create', 'tokens.service');
    expect((await api.call('POST', `/access-tokens/${id}/revocation`, { token: wide })).status).toBe(200);
  });

  it('cannot be made by a program', async () => {
    const token = await api.service('tokens.service');
    const { status } = await api.call('POST', '/access-tokens', { token, body: { name: 'ci', scopes: ['registry.read'] } });
    expect(status).toBe(403);
  });

  it('note their use now and then, not each time', async () => {
    const token = await api.service('registry.read');
    const { db } = api.database;
    const uses = async (minutes: number) => {
      await authenticate({ db }, token, new Date(Date.now() + minutes * 60_000));
      const { tokens } = (
        await api.call('GET', '/access-tokens', { token: await api.own('tom', 'tokens.create', 'tokens.service') })
      ).body as {
        tokens: { id: string; lastUsedAt: string }[];
      };
      return tokens.find((one) => token.includes(one.id))?.lastUsedAt;
    };
    const [first, second, third] = [await uses(0), await uses(4), await uses(6)];
    expect(second).toBe(first);
    expect(third! > first!).toBe(true);
  });
});
