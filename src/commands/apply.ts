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
  /** A table of models. */
  table?: boolean;
  as: string | undefined;
}

/** Applies a file through the running server, or by itself when there is none. Says the lines to print. */
export async function apply(where: Where, options: ApplyOptions, log: Log): Promise<string[]> {
  const request: ApplyRequest = {
    text: readText(options.file, options.table ? 'leeway import models.csv' : 'leeway apply -f examples/flights/leeway.yml'),
    path: resolve(options.file),
    dryRun: options.dryRun,
    prune: options.prune,
    ...(options.table ? { table: true } : {}),
    as: options.as,
    user: userName(),
  };
  const server = runningServer(where);
  const answer = server
    ? ((await server('/api/v1/apply', request)) as ApplyAnswer)
    : await withDatabase(where, 'apply', ({ db }) => applyRequest({ db, log, now: new Date() }, request));
  return [
    ...answer.lines,
    summary(answer, options.dryRun),
    ...sayWaiting(answer),
    ...hintAt('Decided in the channel and not by this file; ask with /leeway promote:', answer.left),
    ...hintAt('Not in the file any more and kept; --prune would do:', answer.kept),
    ...hintAt('No version of these models could ever be agreed to:', answer.warnings ?? []),
    ...sayUnbound(answer, options.dryRun),
    ...sayUnseen(answer, options.dryRun),
    ...(answer.isSeparated ? [] : [alone]),
  ];
}

/** Until Monday nothing would be known of them. */
function sayUnseen({ lines, neverLookedAt = 0 }: ApplyAnswer, dryRun: boolean): string[] {
  if (neverLookedAt === 0 || lines.length === 0 || dryRun) return [];
  const [which, whose] = neverLookedAt === 1 ? ['1 watched model has', 'its'] : [`${neverLookedAt} watched models have`, 'their'];
  return [`${which} no figures yet: leeway backfill looks at ${whose} past weeks now; otherwise the first look is on Monday.`];
}

/** Nobody without an account is written to or may decide anything. */
function sayUnbound({ withoutAccount = 0 }: ApplyAnswer, dryRun: boolean): string[] {
  if (withoutAccount === 0 || dryRun) return [];
  const who = withoutAccount === 1 ? '1 person has' : `${withoutAccount} people have`;
  return [
    `${who} an e-mail address and no Slack account yet: leeway slack doctor finds ${withoutAccount === 1 ? 'it' : 'them'}.`,
  ];
}

/** As long as one person could do everything, nobody can be asked. */
const alone =
  'Nobody else could agree to changes of roles yet, so they are carried out at once. Give another person the role operator, compliance or admin.';

function sayWaiting({ waiting, request }: ApplyAnswer): string[] {
  if (request === null) return hintAt('Would wait for another person’s approval:', waiting);
  return [
    ...hintAt(`Request ${request} asks for another person’s approval of:`, waiting),
    'Whoever --as names is asked in Slack whether it was they: nobody can approve it before.',
  ];
}

function summary({ lines, waiting }: ApplyAnswer, dryRun: boolean): string {
  const changes = lines.length;
  if (changes === 0) return waiting.length > 0 ? 'Nothing was changed yet.' : 'Nothing to change.';
  const count = changes === 1 ? '1 change' : `${changes} changes`;
  return dryRun ? `${count} to make. Nothing was applied.` : `${count} applied.`;
}

const hintAt = (title: string, lines: string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

function readText(file: string, example: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LeewayError('config', `${file}: the file cannot be read (${messageOf(cause)}).`, {
      field: 'file',
      hint: `Name it, for example: ${example}`,
      cause,
    });
  }
}
