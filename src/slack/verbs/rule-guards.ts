import type { Ctx } from '../../db/ctx.ts';
import type { StandingRuleSpec } from '../../deploy/standing-rule.ts';
import { readKpis } from '../../kpi/read-kpis.ts';
import { errorKind } from '../../monitor/error-kind.ts';
import { readMonitors } from '../../monitor/read-monitors.ts';
import type { MonitorSpec } from '../../monitor/schemas.ts';
import { LeewayError } from '../../shared/errors.ts';
import { capital } from '../views/request-words.ts';

type Measure = StandingRuleSpec['guard']['measure'];

/** Something that is measured of a model, and that a rule may watch. */
export interface Guard {
  /** As a form carries it: `mae`, `kpi:on-time`. */
  value: string;
  measure: Measure;
  about: string;
  name: string;
  /** In which its limit is typed; empty for an index. */
  unit: string;
}

/** Inputs that a form offers; Slack's menus hold 100 entries. */
const maxInputs = 30;
const maxKpis = 20;

export const hasUsualRange = ({ measure }: Pick<Guard, 'measure'>): boolean =>
  measure === 'rows' || measure === 'mae' || measure === 'rmse' || measure === 'bias' || measure === 'kpi';
/** Shares are kept as parts of 1, and people say them in %. */
export const inPercent = ({ unit }: Pick<Guard, 'unit'>): boolean => unit === '%';

/** What is measured of a model as it is watched now. Throws `conflict` where nobody watches it. */
export async function guardsOf(ctx: Ctx, modelId: string): Promise<{ guards: Guard[] }> {
  const [monitor] = await readMonitors(ctx, [modelId]);
  if (!monitor)
    throw new LeewayError('conflict', 'Nobody watches this model, so no rule could see anything.', {
      hint: 'Say how it is watched under `monitor` in leeway.yml.',
    });
  const { spec } = monitor;
  const kpis = await readKpis(ctx, [modelId]);
  const hasFallback = Object.values(spec.predictions).some((one) => one.fallback !== undefined);
  const inputs = spec.inputs.slice(0, maxInputs);
  const one = (measure: Measure, name: string, inUnit: string, about = ''): Guard => ({
    value: about ? `${measure}:${about}` : measure,
    measure,
    about,
    name,
    unit: inUnit,
  });
  const errors = errorsOf(spec).map(([measure, name, inUnit]) => one(measure, name, inUnit));
  const guards = [
    ...errors.filter(({ measure }) => measure === 'mae'),
    ...kpis.slice(0, maxKpis).map((kpi) => one('kpi', capital(kpi.phrase), '%', kpi.id)),
    ...(spec.costly ? [one('costly-called-share', `${capital(spec.costly.phrase)} called`, '%')] : []),
    ...errors.filter(({ measure }) => measure !== 'mae'),
    ...(hasFallback ? [one('fallback-share', 'Rows without an answer of their own', '%')] : []),
    one('rows', 'Number of rows', ''),
    ...inputs.map((column) => one('missing-share', `Missing ${column.phrase}`, '%', column.name)),
    ...inputs.map((column) => one('psi', `Shift of ${column.phrase} (PSI)`, '', column.name)),
  ];
  return { guards };
}

/** How the model can be wrong: classes by how often and nothing else, and without an outcome not at all. */
function errorsOf(spec: MonitorSpec): [measure: Measure, name: string, unit: string][] {
  const { unit } = spec.outcome;
  switch (errorKind(spec)) {
    case 'unknown':
      return [];
    case 'wrong':
      return [['mae', 'Share of wrong answers', '%']];
    case 'miss':
      return [
        ['mae', 'Typical miss', unit],
        ['large-miss-share', 'Large misses', '%'],
        ['bias', 'Average error, to one side', unit],
        ['rmse', 'Miss with large ones counted more', unit],
      ];
  }
}
