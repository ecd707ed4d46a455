import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { sayAll } from '../outbox/say.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { dayIn, sayWeekday } from '../shared/period.ts';
import { roundRule } from './schemas.ts';
import { changeRound, lockRound, markReminded, selectAnswers, selectLetters } from './store.ts';

/**
 * Reminds, once, every expert who has not answered all of a round that closes soon, under their letter. Whoever has is left
 * in peace, and so is everybody where the round closed meanwhile.
 */
export async function remindExperts(ctx: Ctx, { roundId }: { roundId: string }): Promise<void> {
  authorise(ctx.actor, 'monitor.run');
  await write(ctx, async (w) => {
    const round = await lockRound(w.db, roundId);
    const rule = roundRule.parse(round?.rule ?? {});
    if (round?.state !== 'open' || rule.remindAt === null || new Date(rule.remindAt) > w.now || w.now >= round.closesAt) return;
    await changeRound(w.db, roundId, 'open', { rule: { ...rule, remindAt: null } });
    const answers = await selectAnswers(w.db, roundId);
    const open = (await selectLetters(w.db, roundId)).filter(
      ({ personId, remindedAt }) => remindedAt === null && answers.filter((one) => one.personId === personId).length < rule.each,
    );
    const persons = await readPersons(
      w,
      open.map((one) => one.personId),
    );
    const there = open.filter((one) => persons.get(one.personId)?.active);
    const people = there.map((one) => one.personId);
    await markReminded(w.db, roundId, people, w.now);
    await sayAll(
      w,
      there.map(({ personId, messageId }) => {
        const until = sayWeekday(dayIn(persons.get(personId)?.zone ?? 'utc', round.closesAt));
        const begun = answers.some((one) => one.personId === personId);
        return {
          kind: 'notice' as const,
          data: {
            text: `${begun ? 'Some of these questions' : 'These questions'} about ${rule.phrase} still wait for your answer. One click each, above, until ${until}. I do not ask again.`,
          },
          destination: `person:${personId}`,
          threadOf: messageId,
          dedupeKey: `sample-reminder ${roundId} ${personId}`,
        };
      }),
    );
    w.audit({ verb: 'sampling.remind', subject: `sample:${roundId}`, detail: { people } });
  });
}
