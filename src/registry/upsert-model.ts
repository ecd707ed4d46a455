import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { isSeparated } from '../people/separation.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { putModel } from './put-model.ts';
import { relationTo } from './rules.ts';
import { modelInput, type ModelDraft, type ModelInput } from './schemas.ts';
import { lockModel, selectOwners } from './store.ts';

/**
 * Registers a model or changes its record. Who changes one must have the right on it as it stands, and on what they make
 * of it, so that nobody gives away or takes over a model. Returns whether anything was written.
 */
export async function upsertModel(ctx: Ctx, input: ModelInput): Promise<{ id: string; change: 'created' | 'changed' | 'none' }> {
  const draft = parseInput(modelInput, input);
  authorise(ctx.actor, 'registry.write', relationTo(ctx.actor, { teamId: draft.teamId, owners: ownersOf(draft) }));
  return write(ctx, async (w) => {
    const before = await lockModel(w.db, draft.id);
    const owners = before ? await selectOwners(w.db, draft.id) : [];
    if (before) authorise(ctx.actor, 'registry.write', relationTo(ctx.actor, { teamId: before.teamId, owners }));
    await assertPersons(w, draft);
    const {
      createdAt: _c,
      updatedAt: _u,
      reviewDueOn: _r,
      ...row
    } = before ?? { createdAt: null, updatedAt: null, reviewDueOn: null };
    const stored = before && { ...row, owners: Object.fromEntries(owners.map((owner) => [owner.kind, owner.personId])) };
    // A new model is nobody's before others have agreed to who owns it.
    await assertNothingGoverned(w, before && stored ? { ...before, owners: stored.owners } : { ...draft, owners: {} }, draft);
    if (stored && canonicalJson(stored) === canonicalJson(draft)) return { id: draft.id, change: 'none' };
    await putModel(w, draft);
    w.audit({ verb: 'registry.upsert-model', subject: `model:${draft.id}`, detail: { before: stored ?? null, after: draft } });
    return { id: draft.id, change: before ? 'changed' : 'created' };
  });
}

/** What decides who may do what to a model changes in one way only, in which another person agrees. */
async function assertNothingGoverned(w: Ctx, stored: Governed & { id: string }, draft: Governed): Promise<void> {
  const changed = governed.filter(({ field }) => canonicalJson(stored[field]) !== canonicalJson(draft[field]));
  if (changed.length === 0 || !(await isSeparated(w))) return;
  const what = changed.map(({ phrase }) => phrase).join(' and ');
  throw new LeewayError(
    'forbidden',
    `${what[0]?.toUpperCase()}${what.slice(1)} of ${stored.id} change only by leeway apply and another person’s approval.`,
    {
      field: changed[0]!.field,
      hint: 'Change leeway.yml and apply it: whoever may agree is asked.',
    },
  );
}

const governed = [
  { field: 'owners', phrase: 'the owners' },
  { field: 'teamId', phrase: 'the team' },
  { field: 'riskClass', phrase: 'the risk class' },
] as const;
type Governed = Pick<ModelDraft, (typeof governed)[number]['field']>;

const ownersOf = (draft: ModelDraft) => Object.values(draft.owners).map((personId) => ({ personId }));

async function assertPersons(ctx: Ctx, draft: ModelDraft): Promise<void> {
  const ids = Object.values(draft.owners);
  const persons = await readPersons({ ...ctx, actor: { kind: 'system', id: 'system:registry', name: 'Leeway (registry)' } }, ids);
  const unknown = ids.find((id) => !persons.get(id)?.active);
  if (unknown !== undefined) throw new LeewayError('not-found', `There is no person “${unknown}”.`, { field: 'owners' });
}
