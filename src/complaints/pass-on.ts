import { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';
import { newId, sha256 } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { checkCounts } from './check-counts.ts';
import { factOf } from './judge.ts';
import { insertPassedOn, replacePassedOn, sumPassedOn } from './passed-store.ts';
import { countRow } from './schemas.ts';

const maxPassedOn = 1_000;
export const passOnInput = countRow.extend({
  /** 0 takes back what the same person passed on before. */
  count: z.number().int('A whole number').min(0, 'Not less than 0').max(maxPassedOn, 'That many are counted: /leeway complaints'),
  /** The same for a form that is sent twice. */
  clientKey: z.string().min(1).max(200),
});
export type PassOnInput = z.input<typeof passOnInput>;

/** What experts passed on about a model in a week by now; false in `isNew` where the same was sent before. */
export interface PassedOn {
  fact: Fact;
  isNew: boolean;
  /** What the same person had passed on before, whose place this takes; 0 for nothing. */
  replaced: number;
}

/**
 * An expert passes on complaints that customers made to them. They are no count of all and stand beside it as what they are.
 * What several pass on adds up; the same person about the same week again takes the place of what they said before; 0
 * takes it back. Throws what counting throws, `invalid` where there is nothing to take back, and `forbidden` for who is no
 * expert.
 */
export async function passOnComplaints(ctx: Ctx, input: PassOnInput): Promise<PassedOn> {
  authorise(ctx.actor, 'complaints.count');
  if (ctx.actor.kind !== 'person' || !ctx.actor.roles.includes('expert'))
    throw new LeewayError('forbidden', 'Complaints are passed on by experts.', {
      hint: 'Whoever counts them writes: /leeway complaints 37 flight-delay last week',
    });
  const passed = await checkPassedOn(ctx, input);
  return write(ctx, (w) => keepPassedOn(w, passed));
}

type Passed = z.output<typeof passOnInput> & { caseId?: string };

/** Throws as counting does: an unknown or retired model, a week to come. */
export async function checkPassedOn(ctx: Ctx, input: PassOnInput): Promise<z.output<typeof passOnInput>> {
  const { clientKey, ...row } = parseInput(passOnInput, input);
  const { rows, wrong } = await checkCounts(ctx, [row]);
  if (wrong[0]) throw wrong[0].error;
  return { ...rows[0]!, clientKey };
}

/** In the transaction of a verb that authorised it. */
export async function keepPassedOn(w: WriteCtx, passed: Passed): Promise<PassedOn> {
  const { modelId, week, segment, count, clientKey, caseId = null } = passed;
  const where = { modelId, weekStart: week, segment };
  const before = await sumPassedOn(w.db, where);
  const row = { ...where, id: idFor(w.actor.id, clientKey), count, byId: w.actor.id, caseId, at: w.now };
  const isNew = await insertPassedOn(w.db, row);
  const replaced = isNew ? await replacePassedOn(w.db, row) : 0;
  if (isNew && count === 0 && replaced === 0) throw nothingThere(caseId);
  const fact = factOf(
    { modelId, week, segment, count, source: 'expert', runId: newId(), computedAt: w.now },
    'complaints-passed-on',
    segment,
    isNew ? before - replaced + count : before,
    'told to experts, who passed them on; all of the week by then',
  );
  const { digest } = await recordFacts(w, [fact]);
  if (isNew)
    w.audit({
      verb: 'complaints.pass-on',
      subject: `model:${modelId}`,
      detail: { week, segment, count, caseId, ...(replaced > 0 ? { replaced } : {}), facts: digest },
    });
  return { fact, isNew, replaced };
}

const nothingThere = (caseId: string | null): LeewayError =>
  new LeewayError('invalid', 'You have passed on none of that week here, so there is nothing to take back.', {
    field: 'count',
    hint:
      caseId === null
        ? 'What you passed on from a case is corrected there: “Pass on complaints” under it.'
        : 'What you passed on by a command is corrected by one: /leeway complaints passed on 0 flight-delay last week',
  });

/** A UUID made of who passes on and the key of their form. RFC 9562, version 8. */
function idFor(personId: string, clientKey: string): string {
  const hex = sha256(`complaints-passed-on\n${personId}\n${clientKey}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
