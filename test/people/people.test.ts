import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { onStatement } from '../../src/db/db.ts';
import { deputyOf } from '../../src/people/deputies.ts';
import { actorFor, findPersonBySlack } from '../../src/people/find-person.ts';
import { putPerson, putTeam, removePerson } from '../../src/people/put-person.ts';
import { readAccounts } from '../../src/people/read-accounts.ts';
import { listPeople, readPerson, readPersons } from '../../src/people/read-persons.ts';
import type { Role } from '../../src/shared/actor.ts';
import { useDatabase } from '../support/database.ts';

const somebody = (id: string, more: { roles?: Role[]; teams?: string[]; user?: string } = {}) => ({
  id,
  name: `${id} of Skyway`,
  email: null,
  title: null,
  zone: 'America/Chicago',
  slackTeamId: 'T0LEEWAY',
  slackUserId: more.user ?? `U0${id.toUpperCase()}`,
  active: true,
  roles: more.roles ?? [],
  teams: more.teams ?? [],
});

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`people on ${kind}`, () => {
    const test = useDatabase(kind);
    beforeEach(() =>
      write(test.system(), async (w) => {
        await putTeam(w, { id: 'operations', name: 'Operations', businessUnit: null });
        await putPerson(w, somebody('dana', { roles: ['executive', 'admin'], teams: ['operations'] }), [
          { deputyId: 'tom', fromAt: new Date('2001-03-01T00:00:00Z'), untilAt: new Date('2001-03-08T00:00:00Z') },
        ]);
        await putPerson(w, somebody('tom'), []);
      }),
    );
    afterEach(() => test.clear());

    it('finds who acts behind a Slack user, with roles and teams, in one statement', async () => {
      const statements: string[] = [];
      const stop = onStatement((statement) => statements.push(statement));
      const found = await findPersonBySlack(test.system(), 'T0LEEWAY', 'U0DANA');
      stop();
      expect(statements).toHaveLength(1);
      expect(actorFor(found!)).toEqual({
        kind: 'person',
        id: 'dana',
        name: 'dana of Skyway',
        roles: ['admin', 'executive'],
        teams: ['operations'],
      });
    });

    it('knows nobody by a user id of another workspace, nor somebody who has left', async () => {
      expect(await findPersonBySlack(test.system(), 'T0OTHER', 'U0DANA')).toBeUndefined();
      await write(test.system(), (w) => removePerson(w, somebody('dana')));
      expect(await findPersonBySlack(test.system(), 'T0LEEWAY', 'U0DANA')).toBeUndefined();
      expect(await readPerson(test.ctx(), 'dana')).toMatchObject({ name: 'dana of Skyway', active: false, roles: [], teams: [] });
    });

    it('names the deputy within the deputy’s time only', async () => {
      expect(await deputyOf(test.ctx(), 'dana')).toMatchObject({ id: 'tom' });
      expect(await deputyOf(test.ctx(), 'dana', new Date('2001-03-08T00:00:00Z'))).toBeUndefined();
    });

    it('pages and searches, taking wildcards literally', async () => {
      expect(await listPeople(test.ctx(), { limit: 1 })).toMatchObject({ people: [{ id: 'dana' }], more: true });
      expect(await listPeople(test.ctx(), { limit: 1, after: 'dana' })).toMatchObject({ people: [{ id: 'tom' }], more: false });
      expect((await listPeople(test.ctx(), { search: 'TOM' })).people.map((one) => one.id)).toEqual(['tom']);
      expect((await listPeople(test.ctx(), { search: '%' })).people).toEqual([]);
      await expect(listPeople(test.ctx(), { limit: 101 })).rejects.toThrow('1 to 100');
    });

    it('reads many at once and says who is missing when one is asked for', async () => {
      expect([...(await readPersons(test.ctx(), ['dana', 'nobody', 'tom'])).keys()].toSorted()).toEqual(['dana', 'tom']);
      await expect(readPerson(test.ctx(), 'nobody')).rejects.toMatchObject({ code: 'not-found' });
      await expect(readPerson(test.ctx({ roles: [] }), 'dana')).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('finds a person by any of their accounts, and says which was used', async () => {
      const accounts = [{ slackTeamId: 'T0OTHER', slackUserId: 'U0D2' }];
      await write(test.system(), (w) => putPerson(w, somebody('dana'), [], accounts));
      const statements: string[] = [];
      const stop = onStatement((statement) => statements.push(statement));
      const found = await findPersonBySlack(test.system(), 'T0OTHER', 'U0D2');
      stop();
      expect(statements).toHaveLength(1);
      expect(actorFor(found!, 'T0OTHER/U0D2')).toMatchObject({ id: 'dana', account: 'T0OTHER/U0D2' });
      expect(await findPersonBySlack(test.system(), 'T0LEEWAY', 'U0D2')).toBeUndefined();
      expect(await readAccounts(test.ctx(), ['dana', 'tom'])).toEqual(new Map([['dana', ['T0OTHER/U0D2']]]));
      await write(test.system(), (w) => removePerson(w, somebody('dana')));
      expect(await findPersonBySlack(test.system(), 'T0OTHER', 'U0D2')).toBeUndefined();
    });

    it('refuses an account that is another person’s, their first or a further one', async () => {
      const second = [{ slackTeamId: 'T0OTHER', slackUserId: 'U0D2' }];
      await write(test.system(), (w) => putPerson(w, somebody('dana'), [], second));
      const taken = { code: 'conflict', field: 'people.tom.slack' };
      await expect(write(test.system(), (w) => putPerson(w, somebody('tom'), [], second))).rejects.toMatchObject(taken);
      const first = [{ slackTeamId: 'T0LEEWAY', slackUserId: 'U0DANA' }];
      await expect(write(test.system(), (w) => putPerson(w, somebody('tom'), [], first))).rejects.toMatchObject(taken);
      const asFirst = { ...somebody('tom'), slackTeamId: 'T0OTHER', slackUserId: 'U0D2' };
      await expect(write(test.system(), (w) => putPerson(w, asFirst, []))).rejects.toMatchObject(taken);
    });

    it('refuses one Slack user for two persons', async () => {
      const twice = write(test.system(), (w) => putPerson(w, somebody('ann', { user: 'U0DANA' }), []));
      await expect(twice).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('U0DANA') });
    });
  });
}
