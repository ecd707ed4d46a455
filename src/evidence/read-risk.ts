import { z } from 'zod';
import { choosePolicy, readPolicies } from '../approvals/read-policies.ts';
import type { Ctx } from '../db/ctx.ts';
import { riskClasses, type RiskClass } from '../db/schema/registry.ts';
import { production } from '../registry/rules.ts';
import { readOrganisation } from '../people/organisation.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { dayIn } from '../shared/period.ts';
import { judgeDuties, type Duty } from './risk-rules.ts';
import { selectForRisk } from './risk-store.ts';

const maxModels = 20_000;
const maxLines = 500;
const input = z.strictObject({
  riskClass: z.enum([...riskClasses, 'none']).optional(),
  businessUnit: z.string().trim().min(1).max(120).optional(),
  /** Only models that lack something or are late with it. */
  onlyOpen: z.boolean().default(false),
  limit: z.number().int().min(1).max(maxLines).default(100),
});
export type RiskInput = z.input<typeof input>;

export interface RiskLine {
  modelId: string;
  title: string;
  businessUnit: string | null;
  riskClass: RiskClass | null;
  duties: Duty[];
  isOpen: boolean;
}

export interface RiskUnit {
  /** Null: of teams that name none. */
  businessUnit: string | null;
  models: number;
  byClass: Record<RiskClass | 'none', number>;
  /** Models that lack something or are late with it. */
  open: number;
}

export interface RiskReport {
  units: RiskUnit[];
  /** High risk first, then what is open. */
  models: RiskLine[];
  /** Models that fit and are not among them. */
  more: number;
}

/**
 * Every model by risk class and business unit, what follows from its class and how that stands today (the organisation's
 * day). Three statements, whatever the number of models; retired ones are left out. Throws `too-large` above 20,000.
 */
export async function readRisk(ctx: Ctx, filter: RiskInput = {}): Promise<RiskReport> {
  authorise(ctx.actor, 'registry.read');
  const { riskClass, businessUnit, onlyOpen, limit } = parseInput(input, filter);
  const rows = await selectForRisk(ctx.db, maxModels + 1);
  if (rows.length > maxModels) throw new LeewayError('too-large', `This report is about at most ${maxModels} models.`);
  const policies = await readPolicies(ctx);
  const today = dayIn((await readOrganisation(ctx))?.zone ?? 'utc', ctx.now);
  const lines = rows
    .map((row): RiskLine => {
      const duties = judgeDuties(row, choosePolicy(policies, row, production)?.id, today);
      const { id: modelId, title, businessUnit: unit } = row;
      return { modelId, title, businessUnit: unit, riskClass: row.riskClass, duties, isOpen: duties.some(isOpen) };
    })
    .filter((line) => businessUnit === undefined || line.businessUnit === businessUnit)
    .filter((line) => riskClass === undefined || (line.riskClass ?? 'none') === riskClass);
  const shown = lines.filter((line) => !onlyOpen || line.isOpen).sort(byWeight);
  return { units: unitsOf(lines), models: shown.slice(0, limit), more: Math.max(0, shown.length - limit) };
}

const isOpen = (duty: Duty): boolean => duty.state !== 'met';
const rank = (line: RiskLine): number => (line.riskClass === null ? 0 : riskClasses.indexOf(line.riskClass) + 1);

const byWeight = (left: RiskLine, right: RiskLine): number =>
  rank(right) - rank(left) || Number(right.isOpen) - Number(left.isOpen) || (left.modelId < right.modelId ? -1 : 1);

function unitsOf(lines: readonly RiskLine[]): RiskUnit[] {
  const count = (ones: readonly RiskLine[], is: RiskClass | null) => ones.filter((one) => one.riskClass === is).length;
  return [...Map.groupBy(lines, (line) => line.businessUnit)]
    .map(([businessUnit, ones]) => ({
      businessUnit,
      models: ones.length,
      byClass: { high: count(ones, 'high'), medium: count(ones, 'medium'), low: count(ones, 'low'), none: count(ones, null) },
      open: ones.filter((one) => one.isOpen).length,
    }))
    .sort((left, right) => (left.businessUnit ?? '￿').localeCompare(right.businessUnit ?? '￿'));
}
