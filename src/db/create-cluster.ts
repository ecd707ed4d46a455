// Run as a process of its own: makes the embedded database's files and ends.
import { mkdirSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';

const path = process.argv[2];
if (!path) throw new Error('usage: create-cluster.ts <directory>');
mkdirSync(path, { recursive: true });
const client = await PGlite.create({ dataDir: path, extensions: { pg_trgm } });
await client.close();
