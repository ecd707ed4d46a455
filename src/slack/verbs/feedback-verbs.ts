import { readCase } from '../../feedback/read-case.ts';
import { recordUsefulness } from '../../feedback/record-usefulness.ts';
import { listWords } from '../../shared/list-words.ts';
import { votedOn } from './useful-verbs.ts';
import { readPersons } from '../../people/read-persons.ts';
import { readModels } from '../../registry/read-model.ts';
import { sayPeriod, sayWeekday } from '../../shared/period.ts';
import type { SlackVerbs } from '../verbs.ts';

type FeedbackVerbs = Pick<SlackVerbs, 'vote' | 'case'>;

export const feedbackVerbs: FeedbackVerbs = {
  async vote(ctx, { subject, vote, why }) {
    const on = { subjectKind: subject.kind, subjectId: subject.id, ...(await votedOn(ctx, subject)) };
    const { masked } = await recordUsefulness(ctx, { ...on, vote, ...(why ? { why } : {}) });
    return masked.length > 0 ? { masked: `I took out ${listWords(masked)} before I kept it.` } : {};
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
