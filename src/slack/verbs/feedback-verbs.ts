import { readAnswer } from '../../ask/read-answer.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readEdition } from '../../digest/read-edition.ts';
import { flagProblem } from '../../feedback/flag-problem.ts';
import { readCase } from '../../feedback/read-case.ts';
import { recordUsefulness } from '../../feedback/record-usefulness.ts';
import { readPersons } from '../../people/read-persons.ts';
import { listModels } from '../../registry/list-models.ts';
import { readModels } from '../../registry/read-model.ts';
import { LeewayError } from '../../shared/errors.ts';
import { addDays, dayIn, mondayOf, sayPeriod, sayWeekday, weekOf } from '../../shared/period.ts';
import type { SlackVerbs, Subject } from '../verbs.ts';

/** Kinds of complaint, in an expert's words. */
const kinds = [
  { value: 'wrong-prediction', label: 'It was wrong' },
  { value: 'failed-intervention', label: 'It was right, and it did not help' },
  { value: 'outdated', label: 'The world has changed' },
  { value: 'unfair', label: 'It is unfair or does harm' },
  { value: 'not-understood', label: 'I do not understand it' },
  { value: 'other', label: 'Something else' },
];
const weeksToChoose = 12;

type FeedbackVerbs = Pick<SlackVerbs, 'flagForm' | 'flag' | 'vote' | 'case'>;

export const feedbackVerbs: FeedbackVerbs = {
  async flagForm(ctx, { origin, modelId }) {
    const about = origin ? await subjectOf(ctx, origin) : {};
    const { models } = await listModels(ctx, { limit: 50 });
    const model = modelId ?? about.modelId ?? (models.length === 1 ? models[0]?.id : undefined);
    const week = about.week ?? addDays(mondayOf(dayIn('utc', ctx.now)), -7);
    return {
      origin: origin ?? { kind: 'command', id: 'flag' },
      models: await choices(ctx, models, model),
      ...(model ? { modelId: model } : {}),
      weeks: Array.from({ length: weeksToChoose }, (_, index) => addDays(mondayOf(dayIn('utc', ctx.now)), -7 * index)).map(
        (monday) => ({
          value: monday,
          label: sayPeriod(weekOf(monday)),
        }),
      ),
      week,
      kinds,
    };
  },
  async flag(ctx, { what, modelId, week, kind, origin, clientKey }) {
    if (!modelId) throw new LeewayError('invalid', 'Choose the model that it is about.', { field: 'model' });
    const flagged = await flagProblem(ctx, {
      modelId,
      whatHappened: what,
      clientKey,
      ...(kind ? { kind } : {}),
      ...(week ? { period: { start: week, end: addDays(week, 7) } } : {}),
      ...(origin ? { origin } : {}),
    });
    const { ownerId, number } = flagged.case;
    const owner = ownerId ? (await readPersons(ctx, [ownerId])).get(ownerId) : undefined;
    return { caseNumber: number, ...(owner ? { ownerName: owner.name } : {}) };
  },
  async vote(ctx, { subject, vote, why }) {
    await recordUsefulness(ctx, { subjectKind: subject.kind, subjectId: subject.id, vote, ...(why ? { why } : {}) });
  },
  async case(ctx, id) {
    const found = await readCase(ctx, id);
    const names = await readPersons(
      ctx,
      [found.flaggedById, found.ownerId].filter((one) => one !== null),
    );
    const model = (await readModels(ctx, [found.modelId])).get(found.modelId);
    const { periodStart, periodEnd } = found;
    return {
      number: found.number,
      modelName: model?.title ?? found.modelId,
      ...(periodStart && periodEnd ? { period: sayPeriod({ grain: 'week', start: periodStart, end: periodEnd }) } : {}),
      ...(found.ownerId ? { ownerName: names.get(found.ownerId)?.name ?? found.ownerId } : {}),
      flaggerName: names.get(found.flaggedById)?.name ?? found.flaggedById,
      words: found.events.find((event) => event.kind === 'flagged')?.words ?? '',
      ownerIsFlagger: found.ownerId === found.flaggedById,
      ...(found.promisedOn ? { promised: sayWeekday(found.promisedOn) } : {}),
    };
  },
};

/** Model and week of what the button stood on. */
async function subjectOf(ctx: Ctx, origin: Subject): Promise<{ modelId?: string; week?: string }> {
  const { modelId, period } =
    origin.kind === 'edition' ? (await readEdition(ctx, origin.id)).body : await readAnswer(ctx, origin.id);
  return { ...(modelId ? { modelId } : {}), ...(period ? { week: mondayOf(period.start) } : {}) };
}

/** The first models by name; the one in question is among them wherever it stands. */
async function choices(ctx: Ctx, models: { id: string; title: string }[], chosen: string | undefined) {
  const missing =
    chosen && !models.some((model) => model.id === chosen) ? (await readModels(ctx, [chosen])).get(chosen) : undefined;
  return [...(missing ? [missing] : []), ...models].map((model) => ({ value: model.id, label: model.title }));
}
