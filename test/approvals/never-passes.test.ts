import { beforeEach, describe, expect, it } from 'vitest';
import { readRequest } from '../../src/approvals/read-request.ts';
import { requestForm } from '../../src/approvals/request-form.ts';
import { write } from '../../src/audit/write.ts';
import { putMonitor } from '../../src/monitor/put-monitor.ts';
import { monitorSpec } from '../../src/monitor/schemas.ts';
import { refreshRequestsOf } from '../../src/approvals/refresh-requests.ts';
import { refusal, start, useBench } from './fixture.ts';
import { tripModel } from '../support/trips.ts';

describe('a check that no version of the model can pass', () => {
  const bench = useBench();
  const monitor = (more: Record<string, unknown> = {}) =>
    write(bench.system(start), (w) =>
      putMonitor(w, 'flight-delay', monitorSpec.parse(tripModel('/data', 'trips.parquet', more).monitor)),
    );
  const wish = { modelId: 'flight-delay', version: 3, environment: 'production' };
  const why = 'The model says classes: an answer is right or wrong, by no amount.';
  beforeEach(async () => {
    await bench.policy({ gates: { required: ['typical-miss', 'bias'], mayBeOutvoted: [] } });
    await bench.gate('bias', 'waiting');
  });

  it('is told in the form and refuses the request, as nobody could ever agree to it', async () => {
    await monitor({ classes: { usual: 'late' } });
    const sentence = `The policy asks for the check “bias”, which can never pass for this model. ${why}`;
    const { problems } = await requestForm(await bench.as('priya'), wish);
    expect(problems).toEqual([{ field: 'version', sentence }]);
    expect((await refusal(bench.request())).message).toBe(sentence);
    await monitor();
    expect((await requestForm(await bench.as('priya'), wish)).problems).toEqual([]);
  });

  it('is told on the card of a request that is open already, and to whoever votes', async () => {
    await monitor();
    const id = await bench.request();
    expect((await readRequest(bench.system(start), id)).held).toContain('has not run to the end');
    await monitor({ classes: { usual: 'late' } });
    await refreshRequestsOf(bench.system(start), { modelId: 'flight-delay' });
    const view = await readRequest(bench.system(start), id);
    expect(view.held).toContain(`The check “bias” can never pass for this model, and the policy asks for it. ${why}`);
    expect(view.gates.find((one) => one.gate === 'bias')).toMatchObject({ reason: why });
    expect((await refusal(bench.vote('dana', id))).message).toBe(
      'The check “bias” can never pass for this model, so nobody can agree.',
    );
  });
});
