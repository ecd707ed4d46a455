import { z } from 'zod';

export const manifestName = 'leeway-backup.json';
export const sumsName = 'SHA256SUMS';
/** What of a data directory is kept: the database, and tables that a registered version refers to. */
export const keptFolders = ['pg', 'models'] as const;

/** The first entry of a backup: what it is and which program can read it. */
export const manifest = z.object({
  format: z.literal(1),
  /** The version of Leeway that made it. */
  leeway: z.string(),
  /** The major version of its Postgres. */
  postgres: z.string(),
  /** The newest migration that was carried out, and the instant that orders it. */
  migration: z.object({ tag: z.string(), when: z.number() }),
  madeAt: z.iso.datetime(),
  files: z.int().min(1),
  bytes: z.int().min(1),
});
export type Manifest = z.infer<typeof manifest>;
