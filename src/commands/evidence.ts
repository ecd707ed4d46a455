import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EvidenceAnswer, EvidenceRequest } from '../http/deps.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { evidenceRequest } from './evidence-request.ts';
import { withDatabase, type Where } from './open-database.ts';
import { runningServer } from './running-server.ts';
import { userName } from './user-name.ts';

/** Asks for evidence, through the running server where there is one; only that one can read the anchors in Slack. */
export async function evidence(where: Where, what: Omit<EvidenceRequest, 'user'>, log: Log): Promise<EvidenceAnswer> {
  const request: EvidenceRequest = { ...what, user: userName() };
  const server = runningServer(where);
  if (server) return (await server('/api/v1/evidence', request)) as EvidenceAnswer;
  return withDatabase(where, request.wish.verb, ({ db }) =>
    evidenceRequest({ db, log, now: new Date() }, request, () => Promise.resolve([])),
  );
}

/** Writes a pack into a new folder; one that holds something is left as it is. Returns what to tell. */
export function writePack(folder: string, { files }: EvidenceAnswer): string[] {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new LeewayError('conflict', `${folder} is not empty; a pack is not written over anything.`, {
      hint: 'Name another folder with --out.',
    });
  }
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(folder, name), text);
  return [
    `${files.length} files are in ${resolve(folder)}. Read evidence.html first.`,
    `Check them: (cd ${folder} && sha256sum -c SHA256SUMS && node verify.mjs)`,
  ];
}
