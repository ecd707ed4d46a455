import type { Ctx } from '../../db/ctx.ts';
import { closeMatter } from '../../matters/close-matter.ts';
import { readMatter } from '../../matters/read-matters.ts';
import type { MatterDestination } from '../../matters/schemas.ts';
import { takeMatter } from '../../matters/take-matter.ts';
import { readMessage } from '../../outbox/read-messages.ts';
import { readPersons } from '../../people/read-persons.ts';
import { sayMasked } from '../../shared/mask.ts';
import { addDays, dayIn, sayWeekday } from '../../shared/period.ts';
import type { SlackVerbs } from '../verbs.ts';
import type { MatterView } from '../views/letters.ts';
import { sayDue } from './matter-standing.ts';

/** Days proposed for a first answer; whoever takes it may say another date. */
const proposedDays = 3;

type MatterVerbs = Pick<SlackVerbs, 'matterForm' | 'takeMatter' | 'closeMatter' | 'matter'>;

export const matterVerbs: MatterVerbs = {
  async matterForm(ctx, { matterId }) {
    const matter = await readMatter(ctx, matterId);
    const owner = matter.state === 'taken' && matter.ownerId !== ctx.actor.id ? matter.ownerId : null;
    const people = await readPersons(ctx, owner ? [ctx.actor.id, owner] : [ctx.actor.id]);
    const zone = people.get(ctx.actor.id)?.zone ?? 'utc';
    const name = owner && (people.get(owner)?.name ?? 'Somebody');
    return {
      matterId,
      revision: matter.revision,
      title: matter.title,
      free: matter.state === 'open',
      suggestedDue: matter.dueOn ?? addDays(dayIn(zone, ctx.now), proposedDays),
      ...(matter.nextStep ? { nextStep: matter.nextStep } : {}),
      ...(name
        ? { inHandOf: [name, matter.dueOn ? sayDue(matter.dueOn, dayIn(zone, ctx.now)) : ''].filter(Boolean).join(', ') }
        : {}),
    };
  },
  async takeMatter(ctx, { message, ...input }) {
    await takeMatter(ctx, { ...input, ...(await threadOf(ctx, message)) });
  },
  async closeMatter(ctx, { message, ...input }) {
    const { masked = [] } = await closeMatter(ctx, { ...input, ...(await threadOf(ctx, message)) });
    const sentence = sayMasked(masked);
    return sentence ? { masked: sentence } : {};
  },
  async matter(ctx, id, givenBy): Promise<MatterView> {
    const matter = await readMatter(ctx, id);
    const names = await readPersons(
      ctx,
      [matter.ownerId, matter.doneById, givenBy ?? null].filter((one) => one !== null),
    );
    const who = matter.ownerId ?? matter.doneById;
    return {
      matterId: id,
      revision: matter.revision,
      title: matter.title,
      ownerName: (who && names.get(who)?.name) ?? 'Somebody',
      nextStep: matter.nextStep ?? '',
      due: matter.dueOn ? sayWeekday(matter.dueOn) : 'no date',
      ...(givenBy ? { givenBy: names.get(givenBy)?.name ?? 'Somebody' } : {}),
      ...(matter.outcome ? { outcome: matter.outcome } : {}),
    };
  },
};

/** The thread of the message in which the button stood; a button of App Home stands in none. */
export async function threadOf(ctx: Ctx, message: string | undefined): Promise<{ destination?: MatterDestination }> {
  const row = message === undefined ? undefined : await readMessage(ctx, message);
  if (!row) return {};
  const root = row.threadOf ?? (row.threadTs ? undefined : row.id);
  return {
    destination: {
      channel: row.destination,
      ...(root ? { threadOf: root } : {}),
      ...(row.threadTs ? { threadTs: row.threadTs } : {}),
    },
  };
}
