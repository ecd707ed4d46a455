import { describe, expect, it } from 'vitest';
import { forgetApprovalWords } from '../../src/approvals/forget-words.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { refreshRequestsOf } from '../../src/approvals/refresh-requests.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { write } from '../../src/audit/write.ts';
import { putRota } from '../../src/people/rotas.ts';
import { refusal, start, useBench } from './fixture.ts';

describe('on the embedded database', () => {
  const bench = useBench('pglite');
  const view = (id: string) => readRequest(bench.system(start), id);

  it('a request goes its whole way: own agreement refused, changed, agreed by two', async () => {
    const id = await bench.request('tom');
    expect((await refusal(bench.vote('tom', id))).code).toBe('forbidden');
    await bench.vote('dana', id);
    await bench.gate('costly-error', 'failed');
    expect((await refusal(bench.vote('lena', id))).message).toContain('changed since you looked');
    await bench.vote('dana', id, { reason: 'worth it' });
    expect((await bench.vote('lena', id, { reason: 'worth it' })).state).toBe('approved');
    expect(await verifyAudit(bench.system())).toMatchObject({ whole: true });
  });

  it('a card moves on by itself when checks are made again', async () => {
    const id = await bench.request();
    await bench.gate('costly-error', 'failed');
    await refreshRequestsOf(bench.system(start), { modelId: 'flight-delay', version: 3 });
    expect(await view(id)).toMatchObject({ revision: 2, question: expect.stringContaining('although') as string });
    await refreshRequestsOf(bench.system(start), { modelId: 'flight-delay', version: 3 });
    expect((await view(id)).revision).toBe(2);
  });

  it('whoever is on call may decide, and nobody else of the rota', async () => {
    await write(bench.system(), (w) => putRota(w, 'nights', { zone: 'UTC', weekday: 1, hour: 9, people: ['tom', 'lena'] }));
    await bench.policy({ seats: { ops: { words: 'engineering', phrase: 'whoever is on call', who: { onCall: 'nights' } } } });
    const id = await bench.request();
    const [onCall] = (await view(id)).seats[0]!.open.map((one) => one.personId);
    const other = onCall === 'tom' ? 'lena' : 'tom';
    expect((await refusal(bench.vote(other, id))).code).toBe('forbidden');
    expect((await bench.vote(onCall!, id)).state).toBe('approved');
  });

  it('a person’s words can be erased and the chain still verifies', async () => {
    const id = await bench.request();
    await bench.vote('dana', id, { decision: 'refuse', reason: 'my own words' });
    for (const personId of ['dana', 'priya']) await write(bench.system(), (w) => forgetApprovalWords(w, personId));
    expect(await view(id)).toMatchObject({ state: 'refused', reason: null });
    expect(await verifyAudit(bench.system())).toMatchObject({ whole: true });
  });
});
