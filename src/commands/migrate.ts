import { withDatabase, type Where } from './open-database.ts';

/** Brings the database to this version's tables. Says the line to print. */
export async function migrate(where: Where): Promise<string> {
  await withDatabase(where, 'migrate', async () => {});
  return 'The database is up to date.';
}
