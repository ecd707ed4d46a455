import { askWhich, impliedModel, type Answerer } from './asking.ts';
import { buttonsOf, kept, matterLines, sayOwners } from './sentences.ts';
import { readSubject } from './subject.ts';

/** Who answers for a model: its three owners, its team, and who has its open matters in hand. */
export const answerOwner: Answerer<'owner'> = async (asking, query) => {
  const modelId = query.model ?? impliedModel(asking);
  if (modelId === undefined) return askWhich(asking, query);
  const { tell } = asking;
  const { row } = await readSubject(asking.ctx, modelId, undefined, asking.today);
  const list = sayOwners(row.owners);
  const words = { model: row.title, list, team: row.teamName ?? undefined };
  return {
    kind: 'answer',
    headline: tell(`owner.headline${list ? '' : '-none'}`, 'headline', { words }),
    lines: kept([
      row.teamName ? tell('owner.team', 'detail', { words }) : undefined,
      ...matterLines(asking, row.matters),
      row.matters.length === 0 ? tell('matter.none', 'hand') : undefined,
    ]),
    modelId: row.id,
    modelTitle: row.title,
    matters: buttonsOf(row.matters),
    offers: [`how is ${row.id} doing?`, `which version of ${row.id} is live?`, `flag a problem with ${row.id}`],
  };
};
