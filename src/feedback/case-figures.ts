import type { Ctx } from '../db/ctx.ts';
import { readOrganisation } from '../people/organisation.ts';
import { authorise } from '../shared/access.ts';
import type { Fact, Measure } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { instantAt } from '../shared/period.ts';
import { figuresInput, type FiguresInput } from './case-schemas.ts';
import { countCases, type CaseCounts } from './figures-store.ts';

/** What became of people's complaints in a period. What cannot be told (a share of none) is absent. */
export interface CaseFigures {
  raised: Fact;
  closed: Fact;
  reopened: Fact;
  /** Open now, with the promise passed and those above told. */
  silent: Fact;
  /** Of those that were closed. */
  confirmedShare?: Fact;
  /** Median hours until the first answer. */
  firstAnswer?: Fact;
  /** Median days until a repair was confirmed. */
  repair?: Fact;
}

/**
 * Figures of some models' cases (of a team's, of all) in a period of days of the organisation's zone, as facts of the run
 * `runId`: whoever says them records them with what they say (`Object.values`).
 */
export async function caseFigures(ctx: Ctx, input: FiguresInput): Promise<CaseFigures> {
  const { modelIds = null, teamId = null, period, runId = newId(), zone: asked } = parseInput(figuresInput, input);
  authorise(ctx.actor, 'facts.read');
  const zone = asked ?? (await readOrganisation(ctx))?.zone ?? 'utc';
  const midnight = (day: string) => instantAt(day, { hour: 0, minute: 0, zone });
  const counts = await countCases(ctx.db, { modelIds, teamId, from: midnight(period.start), until: midnight(period.end) });
  const modelId = modelIds?.length === 1 ? modelIds[0]! : '*';
  const fact = (measure: Measure, value: number, unit: Fact['unit'], rows: number, method: string): Fact => ({
    id: newId(),
    runId,
    modelId,
    version: null,
    about: teamId === null ? '' : `team:${teamId}`,
    measure,
    value,
    unit,
    grain: 'week',
    periodStart: period.start,
    periodEnd: period.end,
    comparison: null,
    source: { source: 'leeway: cases', windowStart: period.start, windowEnd: period.end, rows, columns: [], method },
    computedAt: ctx.now,
  });
  return stated(counts, fact);
}

type State = (measure: Measure, value: number, unit: Fact['unit'], rows: number, method: string) => Fact;

function stated(counts: CaseCounts, fact: State): CaseFigures {
  const { raised, closed, confirmed, reopened, silent, answered, answerHours, repaired, repairDays } = counts;
  return {
    raised: fact('cases', raised, 'count', raised, 'cases raised in the period'),
    closed: fact('cases-closed', closed, 'count', closed, 'cases that came to their end, those joined with another apart'),
    reopened: fact('cases-reopened', reopened, 'count', reopened, 'times that whoever raised a case opened it again'),
    silent: fact('cases-silent', silent, 'count', silent, 'open cases whose promised day passed without the step that was due'),
    ...(closed > 0
      ? {
          confirmedShare: fact(
            'cases-confirmed-share',
            confirmed / closed,
            'share',
            closed,
            'confirmed by whoever raised it, of those closed',
          ),
        }
      : {}),
    ...(answerHours === null
      ? {}
      : {
          firstAnswer: fact(
            'case-first-answer',
            Number(answerHours),
            'hours',
            answered,
            'median from raised to the first answer',
          ),
        }),
    ...(repairDays === null
      ? {}
      : { repair: fact('case-repair', Number(repairDays), 'days', repaired, 'median from raised to confirmed as repaired') }),
  };
}
