import { lockNewestNumber, saveNewestNumber } from '../db/numbers.ts';
import { write, type WriteCtx } from '../audit/write.ts';
import { moveCard } from '../cards/move-card.ts';
import { openCard } from '../cards/open-card.ts';
import { findCard } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { openMatter } from '../matters/open-matter.ts';
import { hashWords } from '../people/hash-words.ts';
import { readOrganisation } from '../people/organisation.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { addDays, dayIn } from '../shared/period.ts';
import { reading } from './load.ts';
import { bringBackAt, idOfPart, partsOf } from './rules.ts';
import { openInput, parts, type OpenInput, type Part } from './schemas.ts';
import { insertEvent, insertFraming, selectByKey, selectCase, type FramingRow } from './store.ts';

/** Where an idea stands among what waits (0 to 100): nothing burns. */
const severity = 15;
export const matterDays = 7;
/** The matter of an idea that is about no model yet. */
export const noModel = '*';

export interface Opened {
  framingId: string;
  number: number;
  /** False when the same request was sent before. */
  created: boolean;
  /** What was taken out of the words, as a person would say it. */
  masked: string[];
}

/**
 * Opens the thread in which an idea of the business is thought through, before there is a model: a card, a letter to each
 * who is named, a matter with a date. From a case it is linked both ways. Throws `not-found` for an unknown person or case.
 */
export async function openFraming(ctx: Ctx, input: OpenInput): Promise<Opened> {
  const request = parseInput(openInput, input);
  authorise(ctx.actor, 'framing.open');
  if (ctx.actor.kind !== 'person')
    throw new LeewayError('forbidden', 'Only a person can have an idea: somebody must answer the questions.');
  const { text, masked } = maskPersonal(request.words);
  return write(ctx, async (w) => {
    const number = (await lockNewestNumber(w.db, 'idea')) + 1;
    const before = await selectByKey(w.db, w.actor.id, request.clientKey);
    if (before) return { framingId: before.id, number: before.number, created: false, masked };
    await assertPeople(w, request.people);
    const from = request.caseId === undefined ? undefined : await caseOf(w, request.caseId);
    const row: FramingRow = {
      id: newId(),
      number,
      state: 'open',
      byId: w.actor.id,
      expertId: null,
      scientistId: null,
      operationsId: null,
      ...Object.fromEntries(parts.map((part) => [idOfPart[part], request.people[part] ?? null])),
      caseId: from?.id ?? null,
      modelId: null,
      outcome: null,
      matterId: null,
      at: w.now,
      closedAt: null,
      clientKey: request.clientKey,
    };
    row.matterId = await openItsMatter(w, row, from?.modelId);
    await insertFraming(w.db, row);
    await saveNewestNumber(w.db, 'idea', number);
    await begin(w, row, text);
    if (from) await linkCase(w, from.id, row);
    return { framingId: row.id, number, created: true, masked };
  });
}

async function begin(w: WriteCtx, row: FramingRow, words: string): Promise<void> {
  const event = newId();
  await insertEvent(w.db, { id: event, framingId: row.id, at: w.now, personId: w.actor.id, kind: 'opened', words, data: {} });
  await openCard(w, {
    kind: 'framing',
    subjectId: row.id,
    destination: await channelOf(w),
    letters: partsOf(row),
    due: [{ kind: 'bring-back', dueAt: bringBackAt(w.now, 0) }],
  });
  const { number, expertId, scientistId, operationsId, caseId } = row;
  const wordsHash = await hashWords(w, event, words);
  w.audit({
    verb: 'framing.open',
    subject: `framing:${row.id}`,
    detail: { number, expertId, scientistId, operationsId, caseId, event, wordsHash },
  });
}

/** Opens an idea's matter, or finds the one that is open. Whoever asked has it in hand: the others answer to them. */
export async function openItsMatter(w: WriteCtx, row: FramingRow, modelId: string = noModel): Promise<string> {
  const persons = await readPersons(reading(w), [row.byId]);
  const asker = persons.get(row.byId);
  const today = dayIn(asker?.zone ?? 'utc', w.now);
  const { id } = await openMatter(w, {
    kind: 'framing',
    modelId,
    key: row.id,
    title: `Idea ${row.number} is to be thought through${asker ? ` (asked by ${asker.name})` : ''}`.slice(0, 600),
    severity,
    openedFor: today,
    inHand: { ownerId: row.byId, nextStep: 'see that its questions are answered', dueOn: addDays(today, matterDays) },
  });
  return id;
}

/** Throws `not-found` for who is unknown or has left, at the field of their part. */
export async function assertPeople(w: WriteCtx, people: Partial<Record<Part, string>>): Promise<void> {
  const persons = await readPersons(reading(w), Object.values(people));
  for (const part of parts) {
    const id = people[part];
    if (id !== undefined && !persons.get(id)?.active)
      throw new LeewayError('not-found', `${persons.get(id)?.name ?? `“${id}”`} is not here (any more): choose somebody else.`, {
        field: part,
      });
  }
}

async function caseOf(w: WriteCtx, caseId: string) {
  const found = await selectCase(w.db, caseId);
  if (found) return found;
  throw new LeewayError('not-found', 'There is no such case.', { field: 'caseId', hint: 'Look in the list: /leeway cases' });
}

/** The case's thread says that its question is asked anew, and where. */
async function linkCase(w: WriteCtx, caseId: string, { id: framingId, number }: FramingRow): Promise<void> {
  const card = await findCard(w, 'case', caseId);
  if (!card) return;
  const happening = { kind: 'framing-opened', personId: w.actor.id, data: { framingId, number } };
  await moveCard(w, card.id, { happening, tell: ['flagger', 'voice'] });
}

/** The channel named `ideas` under `channels`, else that of those who build. */
async function channelOf(w: WriteCtx): Promise<string> {
  const channels = (await readOrganisation(w))?.channels ?? {};
  return channels['ideas'] ?? channels['data-science'] ?? '#data-science';
}
