import type { Ctx } from '../db/ctx.ts';
import type { StandingRuleSpec } from '../deploy/standing-rule.ts';
import { readKpis } from '../kpi/read-kpis.ts';
import { errorKind, errorUnit, type ErrorKind } from '../monitor/error-kind.ts';
import { readMonitors } from '../monitor/read-monitors.ts';
import { periodOf, type Fact } from '../shared/fact.ts';
import { sayPeriod } from '../shared/period.ts';
import { sayFact } from '../shared/say-fact.ts';

type Guard = StandingRuleSpec['guard'];

/** What sentences call that which the rules of a model watch. */
export interface RuleNames {
  /** By id: `flights on time`. */
  kpis: ReadonlyMap<string, string>;
  /** By name: `airports`. */
  inputs: ReadonlyMap<string, string>;
  /** `late flights` */
  costly: string | undefined;
  /** `minutes`; `share` where the model says classes */
  unit: string;
  errorKind: ErrorKind;
}

export async function ruleNames(ctx: Ctx, modelId: string): Promise<RuleNames> {
  const [monitor] = await readMonitors(ctx, [modelId]);
  const kpis = await readKpis(ctx, [modelId]);
  return {
    kpis: new Map(kpis.map(({ id, phrase }) => [id, phrase])),
    inputs: new Map(monitor?.spec.inputs.map(({ name, phrase }) => [name, phrase])),
    costly: monitor?.spec.costly?.phrase,
    unit: monitor ? errorUnit(monitor.spec) : '',
    errorKind: monitor ? errorKind(monitor.spec) : 'miss',
  };
}

/** A rule as a person reads it. The limit is what people set, not what was measured. */
export function sayRule(
  { guard, grain, hours, inARow, act }: StandingRuleSpec,
  title: string,
  environment: string,
  names: RuleNames,
): string {
  const limit = guard.limit === 'usual-range' ? 'its usual range' : sayLimit(guard.measure, guard.limit, names);
  const then = act === 'pause' ? 'pause by itself' : 'go back to the version before by itself';
  return `If ${sayGuard(guard, names)} is ${guard.is} ${limit} ${often(inARow, grain, hours)}, ${title} in ${environment} is to ${then}.`;
}

/** What is watched, as the middle of a sentence: `the share of flights on time`. */
export function sayGuard({ measure, about }: Pick<Guard, 'measure' | 'about'>, names: RuleNames): string {
  const input = names.inputs.get(about) ?? about;
  switch (measure) {
    case 'mae':
      return names.errorKind === 'wrong' ? 'the share of wrong answers' : 'the typical miss';
    case 'rmse':
      return 'the miss with large ones counted more';
    case 'bias':
      return 'the average error, to one side';
    case 'kpi':
      return `the share of ${names.kpis.get(about) ?? about}`;
    case 'large-miss-share':
      return 'the share of large misses';
    case 'costly-called-share':
      return `the share of ${names.costly ?? 'costly errors'} called beforehand`;
    case 'missing-share':
      return `the share of missing ${input}`;
    case 'fallback-share':
      return 'the share without an answer of its own';
    case 'rows':
      return 'the number of rows';
    case 'psi':
      return `the shift of ${input}`;
  }
}

/** The failure that a rule acted on: `the typical miss was 47.8 minutes (14 June 2001, 18:00 to 24:00), above 24 minutes twice in a row`. */
export function sayFailure({ guard, inARow }: StandingRuleSpec, facts: readonly Fact[], names: RuleNames): string | undefined {
  const [figure, bound] = facts;
  if (!figure) return undefined;
  const limit =
    guard.limit === 'usual-range'
      ? `its usual range${bound ? ` (${sayFact(bound)})` : ''}`
      : sayLimit(guard.measure, guard.limit, names);
  const row = inARow === 1 ? '' : ` ${times(inARow)} in a row`;
  return `${sayGuard(guard, names)} was ${sayFact(figure)} (${sayPeriod(periodOf(figure))}), ${guard.is} ${limit}${row}`;
}

function often(inARow: number, grain: StandingRuleSpec['grain'], hours: number | undefined): string {
  if (grain === 'hour' && hours !== 1) {
    const windows = `${hours} hours`;
    return inARow === 1 ? `over ${windows}` : `over ${windows}, ${times(inARow)} in a row`;
  }
  return inARow === 1 ? `in one ${grain}` : `in ${inARow} ${grain}s in a row`;
}
const times = (count: number): string => (count === 2 ? 'twice' : `${count} times`);

/** Shares as people say them, errors in the unit of what is predicted. */
function sayLimit(measure: Guard['measure'], limit: number, { unit }: RuleNames): string {
  const isShare = measure === 'kpi' || measure.endsWith('-share') || (measure === 'mae' && unit === 'share');
  if (isShare) return `${Number((limit * 100).toPrecision(12))}\u00a0%`;
  return measure === 'mae' || measure === 'rmse' || measure === 'bias' ? `${limit}\u00a0${unit}`.trim() : String(limit);
}
