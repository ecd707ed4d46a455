import { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import { moveCard } from '../cards/move-card.ts';
import { addLetters } from '../cards/open-card.ts';
import { readLetters } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import type { RequestState } from '../db/schema/approvals.ts';
import { readMembers } from '../people/members.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { assertOpen } from './check-vote.ts';
import { assertOwnAccount, type Claim } from './claim.ts';
import { endRequest } from './end-request.ts';
import type { Evidence } from './evidence.ts';
import { cardOf, evidenceOf, policyOf } from './load-request.ts';
import { openNext } from './open-next.ts';
import { reading } from './open-request.ts';
import { attempting } from './record-refusal.ts';
import { changeRequest, lockRequest, type RequestRow } from './request-store.ts';

const confirmInput = z.strictObject({ requestId: z.uuid(), asked: z.boolean() });
export type ConfirmInput = z.input<typeof confirmInput>;
interface Confirmed {
  state: RequestState;
  revision: number;
}

/**
 * Says whether it was oneself who asked for something at the command line. Until the person whose name was given there has
 * said so with an account of their own, nobody can agree to it; where it was not they, the request is void and compliance
 * is told. Throws `forbidden` for anybody else, `conflict` where there is nothing to confirm; the attempt is audited.
 */
export async function confirmAsked(ctx: Ctx, input: ConfirmInput): Promise<Confirmed> {
  const { requestId, asked } = parseInput(confirmInput, input);
  const attempt = { requestId, decision: asked ? 'confirm-asked' : 'deny-asked', revisionSeen: null };
  return attempting(ctx, attempt, async () => {
    authorise(ctx.actor, 'approvals.vote');
    return write(ctx, async (w) => {
      const row = await lockRequest(w.db, requestId);
      if (!row) throw new LeewayError('not-found', 'There is no such request.', { field: 'requestId' });
      const claim = await assertTheirs(w, row);
      return asked ? confirm(w, row, claim) : deny(w, row, claim);
    });
  });
}

async function assertTheirs(w: WriteCtx, row: RequestRow): Promise<Claim> {
  const { requestedById, number } = row;
  if (w.actor.kind !== 'person' || w.actor.id !== requestedById)
    throw new LeewayError(
      'forbidden',
      `Only ${await nameOf(w, requestedById)}, in whose name it was asked, can say whether they asked for this.`,
    );
  assertOwnAccount(w.actor);
  const { claim } = evidenceOf(row);
  if (!claim) throw new LeewayError('conflict', `Request ${number} was asked with your own account: nothing is to be confirmed.`);
  if (claim.confirmedAt !== null)
    throw new LeewayError('conflict', `You have confirmed already that you asked for request ${number}.`, {
      hint: 'To take it back, withdraw it.',
    });
  if (row.state !== 'queued') assertOpen(row, w.now, (await policyOf(reading(w), row)).spec.zone);
  return claim;
}

async function confirm(w: WriteCtx, row: RequestRow, claim: Claim): Promise<Confirmed> {
  const seats = Object.keys((await policyOf(reading(w), row)).spec.seats);
  const happening = { kind: 'asked-confirmed', personId: w.actor.id };
  const { revision } = await moveCard(w, (await cardOf(w, row)).id, { happening, tell: ['notice', ...seats] });
  const evidence: Evidence = { ...evidenceOf(row), claim: { ...claim, confirmedAt: w.now.toISOString() } };
  await changeRequest(w.db, row.id, { evidence, revision });
  w.audit({
    verb: 'approvals.confirm-asked',
    subject: `request:${row.id}`,
    detail: { number: row.number, askedAs: claim.user, before: { revision: row.revision }, after: { revision } },
  });
  return { state: row.state, revision };
}

async function deny(w: WriteCtx, row: RequestRow, claim: Claim): Promise<Confirmed> {
  const ctx = reading(w);
  const card = await cardOf(w, row);
  const had = new Set((await readLetters(ctx, card.id)).map((one) => one.personId));
  const fresh = (await readMembers(ctx, { roles: ['compliance'] })).filter((id) => !had.has(id));
  await addLetters(
    w,
    card.id,
    fresh.map((personId) => ({ personId, part: 'notice' })),
  );
  const name = await nameOf(w, row.requestedById);
  const outcome = `${name} did not ask for this: their name was given at the command line, by whoever uses the account ${claim.user} there.`;
  const happening = { kind: 'asked-denied', personId: w.actor.id, data: { outcome } };
  const seats = Object.keys((await policyOf(ctx, row)).spec.seats);
  const revision = await endRequest(w, row, { state: 'void', outcome, happening, tell: seats });
  w.audit({
    verb: 'approvals.deny-asked',
    subject: `request:${row.id}`,
    detail: {
      number: row.number,
      askedAs: claim.user,
      outcome,
      before: { state: row.state, revision: row.revision },
      after: { state: 'void', revision },
    },
  });
  if (row.state === 'open') await openNext(w, row.subjectKey);
  return { state: 'void', revision };
}

const nameOf = async (w: WriteCtx, id: string): Promise<string> => (await readPersons(reading(w), [id])).get(id)?.name ?? id;
