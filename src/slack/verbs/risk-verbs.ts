import { readRisk, type RiskInput, type RiskReport } from '../../evidence/read-risk.ts';
import type { DecisionVerbs } from '../decision-verbs.ts';
import type { RiskView } from '../views/risk.ts';

const perPage = 8;
/** The most that the report lists at once. */
const maxListed = 500;

export const riskVerbs: Pick<DecisionVerbs, 'risk'> = {
  async risk(ctx, { riskClass, from }) {
    const filter: RiskInput = { limit: maxListed, ...(riskClass ? { riskClass } : {}) };
    const { units, models, more } = await readRisk(ctx, filter);
    const start = from - 1;
    return {
      ...(riskClass ? { riskClass } : {}),
      units: units.map((unit) => ({ name: unit.businessUnit ?? 'No business unit', line: unitLine(unit) })),
      models: models.slice(start, start + perPage).map(modelOf),
      from,
      total: models.length + more,
      ...(models.length > start + perPage ? { next: from + perPage } : {}),
    } satisfies RiskView;
  },
};

function modelOf({ modelId, title, riskClass, businessUnit, duties }: RiskReport['models'][number]): RiskView['models'][number] {
  const open = duties.filter((duty) => duty.state !== 'met').length;
  return {
    modelId,
    name: title,
    line: [
      riskClass ? `${riskClass} risk` : 'no risk class',
      businessUnit ?? 'no business unit',
      open === 0 ? 'nothing missing' : `${open} open`,
    ].join(' · '),
    duties: duties.map(({ state, text }) => ({ state, text })),
  };
}

function unitLine({ models, byClass, open }: RiskReport['units'][number]): string {
  const classes = (['high', 'medium', 'low', 'none'] as const)
    .filter((one) => byClass[one] > 0)
    .map((one) => `${byClass[one]} ${one === 'none' ? 'without a class' : one}`);
  const count = models === 1 ? '1 model' : `${models} models`;
  return `${count} (${classes.join(', ')}), ${open === 0 ? 'nothing missing' : `${open} with something open`}`;
}
