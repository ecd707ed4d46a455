import type { OwnerKind } from '../db/schema/registry.ts';
import { askWhich, impliedModel, type Answerer } from './asking.ts';
import { buttonsOf, kept, matterLines } from './sentences.ts';
import { readSubject } from './subject.ts';

const ownerParts: readonly OwnerKind[] = ['business', 'operations', 'data-science'];

/** Who answers for a model: its three owners, its team, and who has its open matters in hand. */
export const answerOwner: Answerer<'owner'> = async (asking, query) => {
  const modelId = query.model ?? impliedModel(asking);
  if (modelId === undefined) return askWhich(asking, query);
  const { tell } = asking;
  const { row } = await readSubject(asking.ctx, modelId, undefined, asking.today);
  const first = ownerParts.map((part) => row.owners.find((owner) => owner.kind === part)).find((owner) => owner !== undefined);
  const words = { model: row.title, owner: first?.name, team: row.teamName ?? undefined };
  return {
    kind: 'answer',
    headline: tell(`owner.headline${first ? '' : '-none'}`, 'headline', { words }),
    lines: kept([
      ...(first ? ownerParts : []).map((part) => {
        const owner = row.owners.find((one) => one.kind === part);
        return tell(`owner.part.${part}${owner ? '' : '-none'}`, 'detail', { words: { owner: owner?.name } });
      }),
      row.teamName ? tell('owner.team', 'detail', { words }) : undefined,
      ...matterLines(asking, row.matters, row.title),
      row.matters.length === 0 ? tell('matter.none', 'hand') : undefined,
    ]),
    modelId: row.id,
    modelTitle: row.title,
    matters: buttonsOf(row.matters),
    offers: [`how is ${row.id} doing?`, `which version of ${row.id} is live?`, `flag a problem with ${row.id}`],
  };
};
