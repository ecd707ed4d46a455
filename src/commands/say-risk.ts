import type { RiskReport, RiskUnit } from '../evidence/read-risk.ts';

/** The risk report as lines for a terminal. */
export function sayRisk({ units, models, more }: RiskReport): string[] {
  if (units.length === 0) return ['There are no such models.'];
  const lines = units.map(sayUnit);
  for (const { modelId, title, riskClass, businessUnit, duties, isOpen } of models) {
    lines.push(
      '',
      `${modelId} (${title}): ${riskClass ?? 'no class'}, ${businessUnit ?? 'no business unit'}${isOpen ? '' : ', nothing open'}`,
    );
    lines.push(...duties.map(({ state, text }) => `  ${marks[state]} ${text}`));
  }
  if (more > 0) lines.push('', `… and ${more} more. Narrow it with --class, --unit or --open.`);
  return lines;
}

const marks = { met: '✓', missing: '✗', late: '!' } as const;

function sayUnit({ businessUnit, models, byClass, open }: RiskUnit): string {
  const classes = (['high', 'medium', 'low', 'none'] as const)
    .filter((one) => byClass[one] > 0)
    .map((one) => `${byClass[one]} ${one === 'none' ? 'without a class' : one}`);
  const count = models === 1 ? '1 model' : `${models} models`;
  return `${businessUnit ?? 'No business unit'}: ${count} (${classes.join(', ')}), ${open === 0 ? 'nothing open' : `${open} with something open`}.`;
}
