import { write, type WriteCtx } from '../audit/write.ts';
import { moveCard } from '../cards/move-card.ts';
import { addLetters } from '../cards/open-card.ts';
import { readCard, readLetters, type Card } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { say } from '../outbox/say.ts';
import { readPersons } from '../people/read-persons.ts';
import { newId } from '../shared/ids.ts';
import { isUnconfirmed } from './claim.ts';
import { countedVotes } from './count-votes.ts';
import { evidenceOf, loadBarred, loadTable, modelOf, policyOf } from './load-request.ts';
import { loadSitters } from './load-table.ts';
import { lookBack } from './look-back.ts';
import { reading } from './open-request.ts';
import { refreshEvidence } from './refresh-evidence.ts';
import { changeRequest, lockRequest, type RequestRow } from './request-store.ts';
import { stillOpen } from './seat-lines.ts';
import { settleExpired } from './settle-expired.ts';

/** Does what came due on a request's card. Another feature's card, and a request that was decided meanwhile, are left alone. */
export async function cardDue(ctx: Ctx, { cardId, kind }: { cardId: string; kind: string }): Promise<void> {
  const card = await readCard(ctx, cardId);
  if (card.kind !== 'approval') return;
  switch (kind) {
    case 'expire':
      await settleExpired(ctx, card.subjectId);
      return;
    case 'remind':
    case 'escalate':
      // Whoever is reminded is to see how things stand now.
      await refreshEvidence(ctx, card.subjectId);
      await write(ctx, (w) => (kind === 'remind' ? remind(w, card) : escalate(w, card)));
      return;
    case 'freeze':
      await write(ctx, (w) => showFreeze(w, card));
      return;
    case 'look-back':
      await lookBack(ctx, card);
  }
}

/** Tells those whose vote is missing, each under their own card, and says in the thread that they were told. */
async function remind(w: WriteCtx, card: Card): Promise<void> {
  const row = await lockRequest(w.db, card.subjectId);
  if (row?.state !== 'open') return;
  // Before anybody can agree, whoever is named as the requester has to say that it was they.
  const missing = isUnconfirmed(row) ? new Map([[row.requestedById, 'requester']]) : await missingOf(reading(w), row, card.id);
  if (missing.size === 0) return;
  const persons = await readPersons(w, [...missing.keys()]);
  const event = newId();
  const names = [...missing.keys()].map((id) => persons.get(id)?.name ?? id);
  const letters = new Map((await readLetters(w, card.id)).map((one) => [one.personId, one]));
  // Whoever stands in since the request was made has had no card yet.
  const fresh = [...missing].filter(([personId]) => !letters.has(personId));
  await addLetters(
    w,
    card.id,
    fresh.map(([personId, part]) => ({ personId, part })),
  );
  const moved = await moveCard(w, card.id, { happening: { id: event, kind: 'reminded', data: { names } } });
  await changeRequest(w.db, row.id, { revision: moved.revision });
  for (const personId of missing.keys()) {
    const letter = letters.get(personId);
    if (!letter) continue;
    const line = { kind: 'card-event' as const, data: { eventId: event }, destination: `person:${personId}` };
    await say(w, { ...line, threadOf: letter.messageId, dedupeKey: `card-event ${event} ${personId}` });
  }
  w.audit({
    verb: 'approvals.remind',
    subject: `request:${row.id}`,
    detail: { number: row.number, reminded: [...missing.keys()] },
  });
}

/** A freeze began or ended: the card and its letters say so. Nobody is told, since nothing happened to the request. */
async function showFreeze(w: WriteCtx, card: Card): Promise<void> {
  const row = await lockRequest(w.db, card.subjectId);
  if (row?.state !== 'open') return;
  const moved = await moveCard(w, card.id, {});
  await changeRequest(w.db, row.id, { revision: moved.revision });
  w.audit({ verb: 'approvals.freeze', subject: `request:${row.id}`, detail: { number: row.number, revision: moved.revision } });
}

/** Lets the people whom the policy names know that a decision is late. */
async function escalate(w: WriteCtx, card: Card): Promise<void> {
  const row = await lockRequest(w.db, card.subjectId);
  if (row?.state !== 'open') return;
  const ctx = reading(w);
  const { spec } = await policyOf(ctx, row);
  if (!spec.escalate) return;
  const ids = await loadSitters(ctx, spec.escalate.to, await modelOf(ctx, row), 'turn');
  const had = new Set((await readLetters(w, card.id)).map((one) => one.personId));
  const fresh = ids.filter((id) => !had.has(id));
  await addLetters(
    w,
    card.id,
    fresh.map((personId) => ({ personId, part: 'escalation' })),
  );
  const persons = await readPersons(ctx, ids);
  const names = ids.map((id) => persons.get(id)?.name ?? id);
  const moved = await moveCard(w, card.id, { happening: { kind: 'escalated', data: { names } }, tell: ['requester'] });
  await changeRequest(w.db, row.id, { revision: moved.revision });
  w.audit({ verb: 'approvals.escalate', subject: `request:${row.id}`, detail: { number: row.number, told: ids } });
}

/** Whose vote is missing, with the seat that they were asked for. */
async function missingOf(ctx: Ctx, row: RequestRow, cardId: string): Promise<Map<string, string>> {
  const policy = await policyOf(ctx, row);
  const table = await loadTable(ctx, row, policy, await modelOf(ctx, row), cardId);
  const barred = await loadBarred(ctx, row, policy, evidenceOf(row).concerned);
  const { counted } = await countedVotes(ctx, row, policy);
  const missing = new Map<string, string>();
  for (const seat of Object.keys(policy.spec.seats))
    for (const personId of stillOpen(seat, { spec: policy.spec, table, barred, counted }))
      if (!missing.has(personId)) missing.set(personId, seat);
  return missing;
}
