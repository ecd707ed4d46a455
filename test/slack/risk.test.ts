import { describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { putModel } from '../../src/registry/put-model.ts';
import { modelInput } from '../../src/registry/schemas.ts';
import { useBench } from '../approvals/fixture.ts';
import { useDesk } from './desk.ts';
import { until } from './support.ts';

const bench = useBench();
const { messages, whispers, press, command } = useDesk(bench);
const said = async (as: string, count = 1) => {
  await until(async () => (await whispers(as)).length >= count);
  return (await messages(as)).findLast((one) => one.ephemeral);
};

describe('models by risk', () => {
  it('are told a page at a time, with what each owes by its class and lacks', async () => {
    await write(bench.system(), async (w) => {
      for (let index = 10; index < 20; index++)
        await putModel(
          w,
          modelInput.parse({ id: `gate-${index}`, title: `Gate ${index}`, teamId: 'network-operations', riskClass: 'high' }),
        );
    });
    await command('grace', 'risk high');
    const first = await said('grace');
    expect(first.text).toBe('10 high-risk models, and what follows from the class of each');
    const words = JSON.stringify(first.blocks);
    expect(words).toContain('*Gate 10* · high risk · no business unit · 4 open');
    expect(words).toContain('✗ Nobody watches it: it has no monitor.');
    expect(words).toContain('✓ The policy production covers it in production.');
    expect(words).not.toContain('Gate 18');
    await press('grace', first, 'risk-page:next');
    await until(async () => JSON.stringify(await messages('grace')).includes('*Gate 18*'));
    expect(JSON.stringify(await messages('grace'))).toContain('From the start');
  });

  it('of a class that no model has are none', async () => {
    await command('grace', 'risk low');
    expect((await said('grace')).text).toBe('There are no low-risk models.');
  });
});
