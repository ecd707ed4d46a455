import { findCard } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { deputyOf } from '../people/deputies.ts';
import { readModels } from '../registry/read-model.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { mayTriage } from './case-rules.ts';
import { selectActions, selectMerged, type CaseAction } from './case-store.ts';
import { maxVoices, reading } from './load-case.ts';
import { maxActionsOfCase } from './move-case.ts';
import { listCasesInput, type ListCasesInput } from './schemas.ts';
import { selectCases, selectEvents, type Case, type CaseEvent } from './store.ts';

export type { CaseAction } from './case-store.ts';
export type { Case, CaseEvent } from './store.ts';

const maxEvents = 500;
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface CaseVoice {
  caseId: string;
  number: number;
  personId: string;
  name: string | null;
  flaggedAt: Date;
  /** In their own words; null where they were erased. */
  words: string | null;
}

/** A case with everything said and done about it, and what the actor may do. */
export interface CaseDetail extends Case {
  events: CaseEvent[];
  actions: CaseAction[];
  /** Whoever said the same in a case that was joined with this one. */
  voices: CaseVoice[];
  /** Null for a case of a time before cards. */
  cardId: string | null;
  /** Of its card, as a decision carries it. */
  revision: number;
  /** Who stands in for its owner at this instant. */
  deputyId: string | null;
  deputyName: string | null;
  /** The actor may decide on it. */
  mayTriage: boolean;
  /** The actor raised it or said the same. */
  isVoice: boolean;
}

/** A case by its id or its number, in a number of statements that does not depend on its length. */
export async function readCase(ctx: Ctx, which: string | number): Promise<CaseDetail> {
  authorise(ctx.actor, 'feedback.read');
  const number = typeof which === 'number' ? which : undefined;
  const known = number === undefined ? isId.test(String(which)) : Number.isSafeInteger(number) && number > 0 && number < 2 ** 31;
  const [found] = known ? await selectCases(ctx.db, number === undefined ? { id: String(which) } : { number }, 1) : [];
  if (!found) {
    const name = number === undefined ? '' : ` ${number}`;
    throw new LeewayError('not-found', `There is no case${name}.`, { field: 'case', hint: 'Look in the list of cases.' });
  }
  const events = await selectEvents(ctx.db, found.id, maxEvents + 1);
  if (events.length > maxEvents) throw new LeewayError('too-large', `Case ${found.number} has more than ${maxEvents} entries.`);
  const voices = await selectMerged(ctx.db, found.id, maxVoices);
  const card = await findCard(ctx, 'case', found.id);
  const deputy = found.ownerId === null ? undefined : await deputyOf(reading(ctx), found.ownerId);
  const model = (await readModels(reading(ctx), [found.modelId])).get(found.modelId);
  return {
    ...found,
    events,
    voices,
    actions: await selectActions(ctx.db, found.id, maxActionsOfCase),
    cardId: card?.id ?? null,
    revision: card?.revision ?? 1,
    deputyId: deputy?.id ?? null,
    deputyName: deputy?.name ?? null,
    mayTriage: mayTriage(ctx.actor, {
      ownerId: found.ownerId,
      deputyId: deputy?.id ?? null,
      modelOwnerIds: (model?.owners ?? []).map((owner) => owner.personId),
      teamIds: [found.teamId, model?.teamId ?? null],
    }),
    isVoice: ctx.actor.id === found.flaggedById || voices.some((one) => one.personId === ctx.actor.id),
  };
}

/** Cases, newest first; `more` says that another page follows, to be asked for with `before` the last number. */
export async function listCases(ctx: Ctx, input: ListCasesInput = {}): Promise<{ cases: Case[]; more: boolean }> {
  authorise(ctx.actor, 'feedback.read');
  const { limit, ...filter } = parseInput(listCasesInput, input);
  if (filter.modelIds?.length === 0) return { cases: [], more: false };
  const rows = await selectCases(ctx.db, filter, limit + 1);
  return { cases: rows.slice(0, limit), more: rows.length > limit };
}
