import { lockDirectory } from '../db/directory-lock.ts';
import { openEmbedded, openPostgres, type Database } from '../db/open.ts';
import { ensureQueues } from '../queue/queue.ts';
import { silentLog } from '../shared/log.ts';

/** Where the database is: Postgres by its address, or else the embedded one in a directory. */
export interface Where {
  databaseUrl: string | undefined;
  dataDir: string;
}

/**
 * Opens and migrates the database for one command, and closes it after. The embedded directory is held meanwhile:
 * `conflict` when another process has it.
 */
export async function withDatabase<T>(where: Where, command: string, work: (database: Database) => Promise<T>): Promise<T> {
  const embedded = where.databaseUrl === undefined && where.dataDir !== 'memory:';
  const lock = embedded ? lockDirectory(where.dataDir, { url: `leeway ${command}`, secret: '' }) : undefined;
  try {
    const database =
      where.databaseUrl === undefined ? await openEmbedded(where.dataDir) : await openPostgres(where.databaseUrl, { max: 2 });
    try {
      await database.migrate();
      await ensureQueues(database, silentLog);
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    lock?.release();
  }
}
