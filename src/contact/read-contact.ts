import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { readModel } from '../registry/read-model.ts';
import type { Day } from '../shared/period.ts';
import { proposeTopics, type Topic } from './propose-topics.ts';
import { sayQuarter } from './quarters.ts';
import { selectContactMatter } from './store.ts';

/** What one of the two is told: about which model, with whom to talk, and about what. */
export interface ContactLetter {
  modelId: string;
  modelName: string;
  quarter: string;
  /** Whom to talk with; undefined where nobody is named or left. */
  withName: string | undefined;
  /** The reader answers for the business side. */
  isBusiness: boolean;
  topics: Topic[];
  matter: { id: string; revision: number; done: boolean } | undefined;
}

export async function readContact(
  ctx: Ctx,
  of: { modelId: string; quarterStart: Day; personId: string },
): Promise<ContactLetter> {
  const model = await readModel(ctx, of.modelId);
  const ownerOf = (kind: string) => model.owners.find((one) => one.kind === kind)?.personId;
  const isBusiness = ownerOf('business') === of.personId;
  const otherId = ownerOf(isBusiness ? 'data-science' : 'business');
  const other = otherId ? (await readPersons(ctx, [otherId])).get(otherId) : undefined;
  const matter = await selectContactMatter(ctx.db, of.modelId, of.quarterStart);
  return {
    modelId: of.modelId,
    modelName: model.title,
    quarter: sayQuarter(of.quarterStart),
    withName: other?.active ? other.name : undefined,
    isBusiness,
    topics: await proposeTopics(ctx, of),
    matter: matter && { id: matter.id, revision: matter.revision, done: matter.state === 'done' },
  };
}
