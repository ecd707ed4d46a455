import { eq } from 'drizzle-orm';
import { write } from '../../src/audit/write.ts';
import { cardEvent } from '../../src/db/schema/cards.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import { flagProblem } from '../../src/feedback/flag-problem.ts';
import { readCase } from '../../src/feedback/read-case.ts';
import { putPerson, putTeam } from '../../src/people/put-person.ts';
import type { Role } from '../../src/shared/actor.ts';
import type { useDatabase } from '../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../support/skyway.ts';

/** An airline with a second team, a channel for builders and somebody who has left; time stands at Monday 5 March 2001. */
export function useOffice(test: ReturnType<typeof useDatabase>) {
  const now = new Date('2001-03-05T15:00:00Z');
  const as =
    (id: string, role: Role, teams: string[] = []) =>
    (at: Date = now) =>
      test.ctx({ id, name: `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`, roles: [role], teams, now: at });
  const marcus = as('marcus', 'expert');
  return {
    now,
    marcus,
    priya: as('priya', 'data-scientist', ['network-operations']),
    tom: as('tom', 'engineer', ['network-operations']),
    dana: as('dana', 'executive'),
    grace: as('grace', 'compliance'),
    olga: as('olga', 'engineer', ['crews']),
    async put() {
      await putSkyway(test.system());
      await putModels(test.system(), flightDelay);
      await write(test.system(), async (w) => {
        await putTeam(w, { id: 'network-operations', name: 'Network Operations', businessUnit: null, channel: '#builders' });
        await putTeam(w, { id: 'crews', name: 'Crews', businessUnit: null, answerDays: 2 });
        for (const id of ['olga', 'gone']) {
          const slack = { slackTeamId: 'T0LEEWAY', slackUserId: `U0${id.toUpperCase()}` };
          const name = id === 'olga' ? 'Olga' : 'Gone';
          const rest = { email: null, title: null, zone: 'America/Chicago', active: id !== 'gone' };
          await putPerson(w, { id, name, ...rest, ...slack, roles: ['engineer'], teams: ['crews'] }, []);
        }
      });
    },
    flag: async (whatHappened = 'Gate B12 was blocked for an hour.', ctx: Ctx = marcus()) => {
      const { case: made } = await flagProblem(ctx, { modelId: 'flight-delay', whatHappened, clientKey: whatHappened });
      return readCase(ctx, made.id);
    },
    /** “asked person:marcus”: what was said where, in order. */
    async linesOf(cardId: string): Promise<string[]> {
      const { db } = test.database;
      const events = await db.select().from(cardEvent).where(eq(cardEvent.cardId, cardId));
      const kinds = new Map(events.map((one) => [one.id, one.kind]));
      const lines = await db.select().from(outboxMessage).where(eq(outboxMessage.kind, 'card-event')).orderBy(outboxMessage.seq);
      return lines.flatMap((one) => {
        const kind = kinds.get(String((one.data as { eventId: string }).eventId));
        return kind ? [`${kind} ${one.destination}`] : [];
      });
    },
  };
}
