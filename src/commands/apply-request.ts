import { applyConfig, type ApplyResult } from '../apply/apply.ts';
import { importModels } from '../apply/import-models.ts';
import type { Ctx } from '../db/ctx.ts';
import type { ApplyAnswer, ApplyRequest } from '../http/deps.ts';
import { countNeverLookedAt } from '../monitor/backfill.ts';
import { countWithoutAccount } from '../people/read-persons.ts';
import { commandActor } from './command-actor.ts';

/** Carries out what `leeway apply` asked, in the server or in the command's own process. */
export async function applyRequest(base: Omit<Ctx, 'actor'>, request: ApplyRequest): Promise<ApplyAnswer> {
  const actor = await commandActor(base, request);
  const { text, path, dryRun, table } = request;
  if (table) return answerOf(await importModels({ ...base, actor }, { source: text, path }, { dryRun }));
  return applyAs({ ...base, actor }, request);
}

/** The same as whoever `ctx` names. */
export async function applyAs(
  ctx: Ctx,
  { text, path, dryRun, prune }: Pick<ApplyRequest, 'text' | 'path' | 'dryRun' | 'prune'>,
): Promise<ApplyAnswer> {
  const answer = answerOf(await applyConfig(ctx, { source: text, path }, { dryRun, prune }));
  return { ...answer, withoutAccount: await countWithoutAccount(ctx), neverLookedAt: await countNeverLookedAt(ctx) };
}

function answerOf(done: ApplyResult): ApplyAnswer {
  const { isSeparated, request: asked } = done;
  return {
    lines: textsOf(done.changes),
    kept: textsOf(done.kept),
    waiting: textsOf(done.waiting),
    left: textsOf(done.left),
    warnings: done.warnings,
    request: asked?.number ?? null,
    isSeparated,
  };
}

const textsOf = (changes: readonly { text: string }[]): string[] => changes.map((change) => change.text);
