import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ApplyAnswer, ApplyRequest } from '../http/deps.ts';
import { LeewayError, messageOf } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { applyRequest } from './apply-request.ts';
import { withDatabase, type Where } from './open-database.ts';
import { runningServer } from './running-server.ts';
import { userName } from './user-name.ts';

export interface ApplyOptions {
  file: string;
  dryRun: boolean;
  prune: boolean;
  as: string | undefined;
}

/** Applies a file through the running server, or by itself when there is none. Says the lines to print. */
export async function apply(where: Where, options: ApplyOptions, log: Log): Promise<string[]> {
  const request: ApplyRequest = {
    text: readText(options.file),
    path: resolve(options.file),
    dryRun: options.dryRun,
    prune: options.prune,
    as: options.as,
    user: userName(),
  };
  const server = runningServer(where);
  const answer = server
    ? ((await server('/api/v1/apply', request)) as ApplyAnswer)
    : await withDatabase(where, 'apply', ({ db }) => applyRequest({ db, log, now: new Date() }, request));
  return [...answer.lines, summary(answer.lines.length, options.dryRun), ...hintAtKept(answer.kept)];
}

function summary(changes: number, dryRun: boolean): string {
  if (changes === 0) return 'Nothing to change.';
  const count = changes === 1 ? '1 change' : `${changes} changes`;
  return dryRun ? `${count} to make. Nothing was applied.` : `${count} applied.`;
}

/** What the file no longer names stays until somebody says otherwise. */
function hintAtKept(kept: string[]): string[] {
  return kept.length === 0 ? [] : ['Not in the file any more and kept; --prune would do:', ...kept.map((line) => `  ${line}`)];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LeewayError('config', `${file}: the file cannot be read (${messageOf(cause)}).`, {
      field: 'file',
      hint: 'Name it with -f, for example: leeway apply -f examples/flights/leeway.yml',
      cause,
    });
  }
}
