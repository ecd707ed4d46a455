import { describe, expect, it } from 'vitest';
import { readServing } from '../../src/deploy/read-serving.ts';
import { useApi } from './api-fixture.ts';

const place = '/models/flight-delay/environments/production';

describe('going back over REST', () => {
  const api = useApi();

  /** Version 3 serves, and version 1 was agreed on as the way back. */
  async function approved(): Promise<void> {
    const id = await api.request();
    await api.vote('dana', id);
    await api.vote('tom', id);
  }

  it('takes one caller, at once', async () => {
    await approved();
    const token = await api.service('deploy.rollback');
    const { status, body } = await api.call('POST', `${place}/rollback`, { token });
    expect([status, body['toVersion']]).toEqual([200, 1]);
    expect((await readServing(api.system(), 'flight-delay')).version).toBe(1);
    const [entry] = await api.entries('deploy.roll-back');
    expect(entry).toMatchObject({ actor: { kind: 'service', name: 'ci' }, subject: 'model:flight-delay' });
  });

  it('is refused when another version is meant, and when there is nothing to go back to', async () => {
    const token = await api.own('tom', 'deploy.rollback');
    const nowhere = await api.call('POST', `${place}/rollback`, { token });
    expect([nowhere.status, nowhere.error.code]).toEqual([409, 'conflict']);
    await approved();
    const other = await api.call('POST', `${place}/rollback`, { token, body: { to: 2 } });
    expect([other.status, other.error.field]).toEqual([409, 'to']);
  });

  it('is for those who have to do with the model', async () => {
    const { status } = await api.call('POST', `${place}/rollback`, { token: await api.own('olaf', 'deploy.rollback') });
    expect(status).toBe(403);
  });
});

describe('pausing over REST', () => {
  const api = useApi();

  it('is turned on and off, and changes nothing twice', async () => {
    const token = await api.service('deploy.pause');
    const body = { reason: 'The feed is broken.' };
    expect((await api.call('POST', `${place}/pause`, { token, body })).body).toEqual({ changed: true });
    expect((await api.call('POST', `${place}/pause`, { token, body })).body).toEqual({ changed: false });
    expect((await readServing(api.system(), 'flight-delay')).paused).toBe(true);
    expect((await api.call('POST', `${place}/resume`, { token })).body).toEqual({ changed: true });
    expect((await readServing(api.system(), 'flight-delay')).paused).toBe(false);
    expect(await api.entries('deploy.pause')).toHaveLength(1);
  });

  it('refuses what it does not know', async () => {
    const token = await api.service('deploy.pause');
    const { status, error } = await api.call('POST', `${place}/pause`, { token, body: { reason: 7 } });
    expect([status, error.field]).toEqual([400, 'reason']);
    const elsewhere = await api.call('POST', '/models/flight-delay/environments/Prod/pause', { token });
    expect([elsewhere.status, elsewhere.error.field]).toEqual([400, 'env']);
    expect((await api.call('POST', '/models/none/environments/production/pause', { token })).status).toBe(404);
  });
});
