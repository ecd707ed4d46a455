import type { WriteCtx } from '../audit/write.ts';
import { moveCard } from '../cards/move-card.ts';
import { replaceDue } from '../cards/open-card.ts';
import type { CaseState } from '../db/schema/feedback.ts';
import { endMatter, followMatter } from '../matters/follow-matter.ts';
import { hashWords } from '../people/hash-words.ts';
import { newId } from '../shared/ids.ts';
import { addDays } from '../shared/period.ts';
import { confirmWithinDays, isClosed, nextStepOf, planDue } from './case-rules.ts';
import { selectActions, updateCase, type CaseRow } from './case-store.ts';
import type { Loaded } from './load-case.ts';
import { insertEvent } from './store.ts';
import { maxActions } from './case-schemas.ts';

/** How pressing an unanswered complaint is, beside alerts (0 to 100). */
export const caseSeverity = 50;
export const maxActionsOfCase = maxActions * 10;

export interface CaseMoved {
  caseId: string;
  number: number;
  state: CaseState;
  waitsFor: 'owner' | 'flagger' | null;
  /** Of its card, as it is now. */
  revision: number;
  /** False where the same was done before. */
  changed: boolean;
  /** What was left out of the words, as a person would say it. */
  masked: string[];
}

export interface Step {
  /** The audit's word for it: `accept`. */
  verb: string;
  event: { id?: string; kind: string; words?: string; data?: Record<string, unknown>; inThread?: boolean };
  change?: Partial<CaseRow>;
  masked?: string[];
  /** More for the audit entry. */
  detail?: Record<string, unknown>;
}

/** Everybody who has a letter but those above is told of every step by a line under it. */
const told = ['flagger', 'voice', 'owner', 'doer', 'deputy'];
const everybody = [...told, 'above'];

/**
 * One step of a case, in the transaction of a verb that holds it: the event with its words, the row, the card with
 * everybody's letters, the matter, what comes due, and the audit entry with the hash of the words.
 */
export async function moveCase(w: WriteCtx, loaded: Loaded, step: Step): Promise<CaseMoved> {
  const { row, card } = loaded;
  const { verb, change = {}, masked = [], detail = {} } = step;
  const after: CaseRow = { ...row, ...speaks(row, change), ...change };
  const [wasClosed, closed] = [isClosed(row.state), isClosed(after.state)];
  const { id = newId(), kind, words, data = {}, inThread = false } = step.event;
  const by = w.actor.kind === 'person' ? { personId: w.actor.id } : {};
  const said = words === undefined ? {} : { words };
  const moved = await moveCard(w, card.id, {
    happening: { id, kind, data, inThread, ...by, ...said },
    settled: closed && !wasClosed,
    reopened: wasClosed && !closed,
    tell: closed ? everybody : told,
  });
  await insertEvent(w.db, { id, caseId: row.id, at: w.now, kind, data: { ...data, revision: moved.revision }, ...by, ...said });
  const closedAt = closed === wasClosed ? {} : { closedAt: closed ? w.now : null };
  await updateCase(w.db, row.id, { ...speaks(row, change), ...change, ...closedAt });
  if (closed !== wasClosed || movesOn(change)) await planNext(w, { ...loaded, row: { ...after, ...closedAt } });
  const hashed = words === undefined ? {} : { event: id, wordsHash: await hashWords(w, id, words) };
  const standing = ({ state, waitsFor, ownerId, promisedOn }: CaseRow) => ({ state, waitsFor, ownerId, promisedOn });
  w.audit({
    verb: `feedback.${verb}`,
    subject: `case:${row.id}`,
    detail: { number: row.number, ...detail, ...hashed, before: standing(row), after: standing(after), revision: moved.revision },
  });
  return { ...stands(after, moved.revision), changed: true, masked };
}

/** What a verb answers where nothing had to be done. */
export const unchanged = ({ row, card }: Loaded): CaseMoved => ({ ...stands(row, card.revision), changed: false, masked: [] });

const stands = ({ id, number, state, waitsFor }: CaseRow, revision: number) => ({
  caseId: id,
  number,
  state,
  waitsFor,
  revision,
});

const movesOn = (change: Partial<CaseRow>): boolean =>
  ['state', 'waitsFor', 'ownerId', 'promisedOn', 'modelId'].some((key) => Object.hasOwn(change, key));

/** What moved on is not silent any more. */
const speaks = (row: CaseRow, change: Partial<CaseRow>): Partial<CaseRow> =>
  row.silentAt !== null && movesOn(change) ? { silentAt: null } : {};

/** The card's due instants and the owner's matter follow the case. */
export async function planNext(w: WriteCtx, { row, card, model, today, zone }: Loaded): Promise<void> {
  const which = { kind: 'case' as const, modelId: row.modelId, key: row.id };
  if (isClosed(row.state)) {
    await endMatter(w, which, `The case is closed: ${row.state}.`);
    return;
  }
  const open = (await selectActions(w.db, row.id, maxActionsOfCase)).filter((one) => one.state === 'open');
  await replaceDue(
    w,
    card.id,
    planDue(
      row,
      open.map((one) => one.dueOn),
      { now: w.now, today, zone },
    ),
  );
  // While whoever flagged it has the word, its owner is late with nothing.
  const dueOn = row.waitsFor === 'flagger' ? addDays(today, confirmWithinDays) : (row.promisedOn ?? today);
  await followMatter(w, {
    ...which,
    title: `Case ${row.number} about ${model.title}`,
    severity: caseSeverity,
    openedFor: today,
    inHand: row.ownerId === null ? null : { ownerId: row.ownerId, nextStep: nextStepOf(row), dueOn },
  });
}
