import type { Change, Touch } from '../../changes/read-change.ts';
import { dueOn } from '../../changes/rules.ts';
import { findCard } from '../../cards/read-card.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readFacts } from '../../facts/read-facts.ts';
import { readKpis } from '../../kpi/read-kpis.ts';
import { errorKindOf } from '../../monitor/error-kind.ts';
import { readPersons } from '../../people/read-persons.ts';
import { addDays, dayIn, sayDay, sayDayYear, sayPeriod, sayWeekday } from '../../shared/period.ts';
import type { Fact } from '../../shared/fact.ts';
import { sayFact } from '../../shared/say-fact.ts';
import type { ChangeView, TouchView } from '../views/change-words.ts';

const shownRemarks = 5;

/** A change as its views show it, now. */
export async function changeViewOf(ctx: Ctx, change: Change): Promise<ChangeView> {
  const { id: changeId, number, state, words, byName: by, byId, startsOn, at } = change;
  const settlers = change.touches.flatMap((touch) => touch.settledById ?? []);
  const remarks = change.events.filter((event) => event.kind === 'said' && event.words !== null).slice(-shownRemarks);
  const writers = remarks.flatMap((event) => event.personId ?? []);
  const people = await readPersons(ctx, [byId, ...settlers, ...writers]);
  const told = dayIn(people.get(byId)?.zone ?? 'utc', at);
  const name = (id: string | null) => (id === null ? null : (people.get(id)?.name ?? id));
  const figures = await figuresOf(ctx, change.touches);
  const touches: TouchView[] = change.touches.map((touch) => ({
    modelId: touch.modelId,
    modelName: touch.modelTitle,
    owner: touch.ownerName,
    state: touch.state,
    settledBy: name(touch.settledById),
    ...(touch.evidence?.version ? { version: touch.evidence.version } : {}),
    figures: figures(touch),
    words: wordsOf(change, touch.modelId),
  }));
  const revision = (await findCard(ctx, 'change', changeId))?.revision ?? 1;
  return {
    changeId,
    number,
    revision,
    state,
    words,
    by,
    dates: datesOf(change),
    due: sayWeekday(dueOn(startsOn, told)),
    touches,
    said: remarks.map((event) => ({ by: name(event.personId) ?? 'Somebody', words: event.words ?? '' })),
  };
}

export const datesOf = ({ startsOn, endsOn }: Pick<Change, 'startsOn' | 'endsOn'>): string =>
  endsOn === null ? `from ${sayDayYear(startsOn)}` : sayPeriod({ grain: 'day', start: startsOn, end: addDays(endsOn, 1) });

const wordsOf = ({ events }: Change, modelId: string): string | null =>
  events.findLast((event) => event.modelId === modelId && event.words !== null)?.words ?? null;

/** `It missed by 18.2 minutes on average; flights on time: 76.1 % (week of 2 April).` */
async function figuresOf(ctx: Ctx, touches: readonly Touch[]): Promise<(touch: Touch) => string[]> {
  const shown = touches.filter(({ evidence }) => (evidence?.factIds ?? []).length > 0);
  const stored = await readFacts(ctx, [...new Set(shown.flatMap(({ evidence }) => evidence?.factIds ?? []))]);
  const facts = new Map(stored.map((fact) => [fact.id, fact]));
  const kpis = await readKpis(ctx, [...new Set(shown.map(({ modelId }) => modelId))]);
  const titles = new Map(kpis.map((kpi) => [`${kpi.modelId} ${kpi.id}`, kpi.title]));
  return ({ modelId, evidence }) =>
    sayFigures(
      (evidence?.factIds ?? []).flatMap((id) => facts.get(id) ?? []),
      (kpi) => titles.get(`${modelId} ${kpi}`),
    );
}

function sayFigures(facts: readonly Fact[], titleOf: (kpi: string) => string | undefined): string[] {
  const parts = facts.flatMap((fact) => {
    if (fact.measure === 'mae' && fact.about === '')
      return [
        errorKindOf(fact) === 'wrong' ? `it was wrong in ${sayFact(fact)} of cases` : `it missed by ${sayFact(fact)} on average`,
      ];
    const title = fact.measure === 'kpi' ? titleOf(fact.about) : undefined;
    return title ? [`${title}: ${sayFact(fact)}`] : [];
  });
  return parts.length > 0 ? [`Week of ${sayDay(facts[0]!.periodStart)}: ${parts.slice(0, 3).join('; ')}.`] : [];
}
