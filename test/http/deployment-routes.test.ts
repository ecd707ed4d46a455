import { describe, expect, it } from 'vitest';
import type { ReportInput } from '../../src/deploy/schemas.ts';
import { startHttp } from './fixtures.ts';

const id = '01900000-0000-7000-8000-000000000001';
const post = (body: unknown, headers: Record<string, string> = { authorization: 'Bearer token' }) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
function recording() {
  const reports: ReportInput[] = [];
  const request = startHttp({
    reportDeployment: async (report) => {
      reports.push(report);
      return { state: 'succeeded', changed: true };
    },
  });
  return {
    reports,
    send: (body: unknown, headers?: Record<string, string>, at = id) => request(`/api/v1/deployments/${at}`, post(body, headers)),
  };
}

describe('the call-back of a deployment', () => {
  it('hands a report on with the token it came with', async () => {
    const { reports, send } = recording();
    const response = await send({ state: 'succeeded', url: 'https://ci.example/7', message: 'done' });
    expect([response.status, await response.json()]).toEqual([200, { state: 'succeeded', changed: true }]);
    expect(reports).toEqual([{ orderId: id, token: 'token', state: 'succeeded', url: 'https://ci.example/7', message: 'done' }]);
  });

  it.each([
    ['without a token', {}, id],
    ['with another scheme', { authorization: 'Basic token' }, id],
    ['of no deployment', { authorization: 'Bearer token' }, '1'],
  ])('is refused %s', async (_how, headers, at) => {
    const { reports, send } = recording();
    expect([(await send({ state: 'failed' }, headers as Record<string, string>, at)).status, reports]).toEqual([401, []]);
  });

  it.each([
    ['no JSON', '{'],
    ['an unknown state', { state: 'done' }],
    ['a script for an address', { state: 'started', url: 'javascript:1' }],
    ['more', { state: 'started', orderId: id }],
  ])('is refused with %s', async (_what, body) => {
    const { reports, send } = recording();
    expect([(await send(body)).status, reports]).toEqual([400, []]);
  });

  it('is refused beyond 16 kB', async () => {
    expect((await recording().send({ state: 'failed', message: 'x'.repeat(20_000) })).status).toBe(413);
  });
});
