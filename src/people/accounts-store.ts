import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { person, personAccount } from '../db/schema/people.ts';

export interface SlackAccount {
  slackTeamId: string;
  slackUserId: string;
}

/** Whoever else has the account, as their first or a further one. */
export async function selectAccountHolder(
  db: Db,
  { slackTeamId, slackUserId }: SlackAccount,
  exceptId: string,
): Promise<string | undefined> {
  const [first] = await db
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.slackTeamId, slackTeamId), eq(person.slackUserId, slackUserId), ne(person.id, exceptId)));
  if (first) return first.id;
  const [further] = await db
    .select({ id: personAccount.personId })
    .from(personAccount)
    .where(
      and(
        eq(personAccount.slackTeamId, slackTeamId),
        eq(personAccount.slackUserId, slackUserId),
        ne(personAccount.personId, exceptId),
      ),
    );
  return further?.id;
}

/** Makes a person's further accounts exactly these. */
export async function replaceAccounts(db: Db, personId: string, accounts: SlackAccount[]): Promise<void> {
  await db.delete(personAccount).where(eq(personAccount.personId, personId));
  if (accounts.length > 0) await db.insert(personAccount).values(accounts.map((one) => ({ ...one, personId })));
}

export const selectAccounts = (db: Db, personIds: string[], limit: number) =>
  db
    .select()
    .from(personAccount)
    .where(inArray(personAccount.personId, personIds))
    .orderBy(asc(personAccount.personId), asc(personAccount.slackTeamId), asc(personAccount.slackUserId))
    .limit(limit);

/** Sets a person's first account where they have none and this is their address; false where it is not so any more. */
export async function insertBinding(
  db: Db,
  { personId, email, ...account }: SlackAccount & { personId: string; email: string },
): Promise<boolean> {
  const rows = await db
    .update(person)
    .set(account)
    .where(
      and(
        eq(person.id, personId),
        eq(person.active, true),
        isNull(person.slackUserId),
        eq(sql`lower(${person.email})`, email.toLowerCase()),
      ),
    )
    .returning({ id: person.id });
  return rows.length === 1;
}
