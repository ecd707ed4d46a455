import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { openMatter } from '../matters/open-matter.ts';
import { say } from '../outbox/say.ts';
import { readOrganisation } from '../people/organisation.ts';
import { readPersons } from '../people/read-persons.ts';
import { addDays, type Day } from '../shared/period.ts';
import { endedQuarter, sayQuarter, type Quarter } from './quarters.ts';
import { claimNotice, selectQuiet, type QuietModel } from './store.ts';

const pageSize = 200;
const maxPages = 100;
const severity = 25;
/** Days that they have to find half an hour. */
const talkDays = 14;

/**
 * At the start of a quarter: tells the builders and the business owner of every model that they exchanged nothing about it
 * in the quarter before, with what to talk about. Once a model and quarter, whatever number of times it is run.
 */
export async function lookAtContact(ctx: Ctx, { day }: { day: Day }): Promise<{ told: number }> {
  const quarter = endedQuarter(day);
  if (!quarter) return { told: 0 };
  const zone = (await readOrganisation(ctx))?.zone ?? 'Etc/UTC';
  let told = 0;
  let after = '';
  for (let page = 0; page < maxPages; page++) {
    const quiet = await selectQuiet(ctx.db, quarter, zone, after, pageSize);
    if (quiet.length === 0) return { told };
    for (const one of quiet) if (await write(ctx, (w) => tellBoth(w, one, quarter, day))) told++;
    after = quiet.at(-1)!.id;
  }
  ctx.log.warn(
    { code: 'contact-overflow', pages: maxPages },
    'more models are without contact than one look takes; the rest follows tomorrow',
  );
  return { told };
}

async function tellBoth(w: WriteCtx, model: QuietModel, { start }: Quarter, day: Day): Promise<boolean> {
  const { id: modelId, title, businessId, scientistId } = model;
  if (!(await claimNotice(w.db, { modelId, quarterStart: start, at: w.now }))) return false;
  const persons = await readPersons(w, [businessId, scientistId]);
  const here = [scientistId, businessId].filter((id) => persons.get(id)?.active);
  const [first] = here;
  const { id: matterId } = await openMatter(w, {
    kind: 'contact',
    modelId,
    key: start,
    title: `${title}: those who build it and ${persons.get(businessId)?.name ?? 'its business owner'} exchanged nothing in ${sayQuarter(start)}`,
    severity,
    openedFor: day,
    inHand: first
      ? { ownerId: first, nextStep: 'talk for half an hour, and say what came of it', dueOn: addDays(day, talkDays) }
      : null,
  });
  for (const personId of here)
    await say(w, {
      kind: 'contact-letter',
      data: { modelId, quarterStart: start, personId },
      destination: `person:${personId}`,
      shows: [`matter:${matterId}`],
      dedupeKey: `contact ${modelId} ${start} ${personId}`,
    });
  w.audit({ verb: 'contact.tell', subject: `model:${modelId}`, detail: { quarterStart: start, told: here } });
  return true;
}
