import { afterEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { putKpi, removeKpi } from '../../src/kpi/put-kpi.ts';
import { readKpis, type Kpi } from '../../src/kpi/read-kpis.ts';
import { useDatabase } from '../support/database.ts';

const onTime = (modelId: string): Kpi => ({
  modelId,
  id: 'on-time',
  title: 'Flights on time',
  phrase: 'flights on time',
  unit: 'share',
  better: 'higher',
  target: 0.8,
  numerator: 'delay < 15',
});

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`KPI definitions on ${kind}`, () => {
    const test = useDatabase(kind);
    afterEach(() => test.clear());

    it('are written, changed, read for many models and removed', async () => {
      await write(test.system(), async (w) => {
        for (const modelId of ['a', 'b', 'c']) await putKpi(w, onTime(modelId));
        await putKpi(w, { ...onTime('b'), target: null });
        await removeKpi(w, 'c', 'on-time');
      });
      expect(await readKpis(test.ctx(), ['b', 'a', 'c'])).toEqual([onTime('a'), { ...onTime('b'), target: null }]);
      expect(await readKpis(test.ctx(), [])).toEqual([]);
    });

    it('are refused to people without a role', async () => {
      await expect(readKpis(test.ctx({ roles: [] }), ['a'])).rejects.toMatchObject({ code: 'forbidden' });
    });
  });
}
