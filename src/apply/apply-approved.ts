import { z } from 'zod';
import { readRequest } from '../approvals/read-request.ts';
import { configurationDone, readConfiguration } from '../approvals/request-configuration.ts';
import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { keepSeparated } from '../people/separation.ts';
import { isLeewayError } from '../shared/errors.ts';
import { applyPart, compare } from './apply-state.ts';
import { hashOf } from './ask-approval.ts';
import { assertDecidable } from './assert-decidable.ts';
import { auditChanges } from './audit-changes.ts';
import { importPart, isModelsTable } from './import-models.ts';
import { readModelsTable } from './models-csv.ts';
import { parseLeewayFile } from './parse-file.ts';
import type { Change } from './plan.ts';
import { rehearse, within } from './savepoint.ts';
import { claimRequest } from './store.ts';
import { wantedState } from './wanted-state.ts';

const payloadSchema = z.object({ path: z.string(), source: z.string(), prune: z.boolean(), hash: z.string() });
type Payload = z.infer<typeof payloadSchema>;

/**
 * Carries out a change of who may do what that another person has agreed to: exactly what they saw. Where the stored state
 * has moved since, nothing is carried out and the card says what was found. The same request again changes nothing.
 */
export async function applyApproved(ctx: Ctx, { requestId }: { requestId: string }): Promise<{ done: boolean; outcome: string }> {
  return write(ctx, async (w) => {
    if (!(await claimRequest(w.db, requestId))) return { done: false, outcome: 'This was settled before.' };
    const request = await readConfiguration(w, requestId);
    const agreed = await agreementOf(w, requestId, request);
    const payload = payloadSchema.parse(request.payload);
    const tried = await carryOutAsSeen(w, payload);
    if ('changes' in tried) auditChanges(w, tried.changes, agreed);
    else {
      const detail = { ...agreed, outcome: tried.refusal, changes: request.changes };
      w.audit({ verb: 'config.not-applied', subject: `request:${requestId}`, detail });
    }
    const done = 'changes' in tried;
    const outcome = done ? 'It was carried out.' : tried.refusal;
    await configurationDone(w, { requestId, done, outcome });
    return { done, outcome };
  });
}

/** Who asked and who agreed, for the entries of what follows from it. */
async function agreementOf(ctx: Ctx, requestId: string, request: { number: number; requestedById: string }) {
  const { seats } = await readRequest(ctx, requestId);
  const approvedBy = seats.flatMap(({ votes }) =>
    votes.filter((vote) => vote.decision === 'approve').map((vote) => vote.personId),
  );
  return { request: request.number, requestId, requestedBy: request.requestedById, approvedBy: [...new Set(approvedBy)] };
}

async function carryOutAsSeen(w: WriteCtx, payload: Payload): Promise<{ changes: Change[] } | { refusal: string }> {
  try {
    if (isModelsTable(payload.path)) return await importAsSeen(w, payload);
    const wanted = wantedState(parseLeewayFile(payload.source, payload.path), payload.path);
    const comparison = await compare(w, wanted, { prune: payload.prune, isSeparated: true });
    const seen = await rehearse(w, (inner) => applyPart(inner, comparison, 'governed'));
    if (hashOf(seen.governed) !== payload.hash) return { refusal: sayMoved(seen.waiting) };
    return await within(w, async (inner) => {
      const { changes } = await applyPart(inner, comparison, 'governed');
      await assertDecidable(inner);
      await keepSeparated(inner);
      return { changes };
    });
  } catch (error) {
    if (!isLeewayError(error)) throw error;
    return { refusal: `It cannot be carried out: ${error.message}` };
  }
}

/** The same for a table of models. */
async function importAsSeen(w: WriteCtx, { source, hash }: Payload): Promise<{ changes: Change[] } | { refusal: string }> {
  const table = readModelsTable(source);
  const seen = await rehearse(w, (inner) => importPart(inner, table, 'governed'));
  if (hashOf(seen.governed) !== hash) return { refusal: sayMoved(seen.waiting) };
  return within(w, async (inner) => {
    const { changes } = await importPart(inner, table, 'governed');
    await keepSeparated(inner);
    return { changes };
  });
}

const maxSaid = 3;

function sayMoved(waiting: readonly Change[]): string {
  if (waiting.length === 0) return 'It changed since it was approved: nothing of it is left to do.';
  const said = waiting.slice(0, maxSaid).map((change) => change.text.replace(/^[+~-] /, ''));
  const more = waiting.length > maxSaid ? ` and ${waiting.length - maxSaid} more` : '';
  return `It changed since it was approved: it would now be ${said.join('; ')}${more}. Apply the file again to ask anew.`;
}
