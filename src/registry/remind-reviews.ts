import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { OwnerKind } from '../db/schema/registry.ts';
import { openMatter } from '../matters/open-matter.ts';
import { say } from '../outbox/say.ts';
import { addDays, dayIn, daysBetween, sayDay, type Day } from '../shared/period.ts';
import { selectDueReviews, selectOwnersOf, selectReviewMatters, updateReviewDue, type ReviewRow } from './review-store.ts';

const pageSize = 200;
const maxPages = 100;
const severity = 20;
/** Days that its owner has for it. */
const reviewDays = 14;

/** Who is told of a review on which day after it came due: the operations owner thrice, then the others too. */
const reminders: { afterDays: number; to: OwnerKind[] }[] = [
  { afterDays: 0, to: ['operations'] },
  { afterDays: 7, to: ['operations', 'data-science'] },
  { afterDays: 14, to: ['operations', 'data-science', 'business'] },
];

/**
 * Once a day: opens a matter for every model whose maintenance plan is due for a look, also when all is well; reminds its
 * owners and, after two weeks, the business owner; and sets the next date once somebody has brought the review to its end.
 */
export async function remindReviews(ctx: Ctx, { day }: { day: Day }): Promise<{ opened: number; moved: number }> {
  const done = { opened: 0, moved: 0 };
  let after = '';
  for (let page = 0; page < maxPages; page++) {
    const due = await selectDueReviews(ctx.db, day, after, pageSize);
    if (due.length === 0) return done;
    const ids = due.map((one) => one.id);
    const [matters, owners] = [await selectReviewMatters(ctx.db, ids), await selectOwnersOf(ctx.db, ids)];
    for (const one of due) {
      const matter = matters.find((other) => other.modelId === one.id && other.dueOn === one.reviewDueOn);
      const ownerOf = (kind: OwnerKind) => owners.find((owner) => owner.modelId === one.id && owner.kind === kind)?.personId;
      await write(ctx, async (w) => {
        if (matter?.state === 'done') done.moved += await moveOn(w, one, matter.doneAt ?? ctx.now);
        else done.opened += await openAndRemind(w, one, day, ownerOf);
      });
    }
    after = ids.at(-1)!;
  }
  ctx.log.warn(
    { code: 'reviews-overflow', pages: maxPages },
    'more reviews are due than one look takes; the rest follows tomorrow',
  );
  return done;
}

async function moveOn(w: WriteCtx, { id, reviewDueOn, reviewEveryDays }: ReviewRow, doneAt: Date): Promise<number> {
  const next = addDays(dayIn('utc', doneAt), reviewEveryDays);
  await updateReviewDue(w.db, id, next);
  w.audit({ verb: 'registry.review-done', subject: `model:${id}`, detail: { dueOn: reviewDueOn, nextOn: next } });
  return 1;
}

async function openAndRemind(
  w: WriteCtx,
  { id, title, reviewDueOn }: ReviewRow,
  day: Day,
  ownerOf: (kind: OwnerKind) => string | undefined,
): Promise<number> {
  const operations = ownerOf('operations');
  const { opened } = await openMatter(w, {
    kind: 'review',
    modelId: id,
    key: reviewDueOn,
    title: `${title}: the maintenance plan is due for a look`,
    severity,
    openedFor: reviewDueOn,
    // Its operations owner is told and has it in hand: nobody else is asked to find somebody.
    inHand: operations
      ? { ownerId: operations, nextStep: 'look it over and say what came of it', dueOn: addDays(day, reviewDays) }
      : null,
  });
  const late = daysBetween(reviewDueOn, day);
  for (const { afterDays, to } of reminders) {
    if (late < afterDays) continue;
    for (const personId of new Set(to.flatMap((kind) => ownerOf(kind) ?? []))) {
      const since = afterDays === 0 ? '' : ` It has been due since ${sayDay(reviewDueOn)}.`;
      await say(w, {
        kind: 'notice',
        data: {
          text: `Please look over the maintenance plan of ${title}, even if all is well, and say what came of it: it waits in my Home tab.${since}`,
        },
        destination: `person:${personId}`,
        dedupeKey: `review ${id} ${reviewDueOn} ${afterDays} ${personId}`,
      });
    }
  }
  return opened ? 1 : 0;
}
