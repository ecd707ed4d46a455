import { configurationPolicyId } from '../approvals/configuration-policy.ts';
import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { isSeparated, keepSeparated } from '../people/separation.ts';
import { authorise } from '../shared/access.ts';
import { sha256 } from '../shared/ids.ts';
import { applyPart, compare, type Applying } from './apply-state.ts';
import { askApproval, rehearseGoverned, retractAsked, type Asked } from './ask-approval.ts';
import { assertDecidable } from './assert-decidable.ts';
import { auditChanges } from './audit-changes.ts';
import { parseLeewayFile } from './parse-file.ts';
import type { Change } from './plan.ts';
import type { State } from './state.ts';
import { warnNeverPasses, type PolicyWarning } from './warn-never-passes.ts';
import { wantedState } from './wanted-state.ts';

export interface ApplyOptions {
  /** Says what would change and changes nothing. */
  dryRun?: boolean;
  /** Also removes what an earlier file had and this one has not. */
  prune?: boolean;
}

export interface ApplyResult {
  dryRun: boolean;
  /** What was (a dry run: would be) added `+`, changed `~` and removed `-`, a line each. */
  changes: Change[];
  /** What waits (would wait) for another person's approval. */
  waiting: Change[];
  /** The request that asks for it; absent in a dry run and where nothing waits. */
  request?: Asked;
  /** What only `prune` would remove. */
  kept: Change[];
  /** What the file says and is decided elsewhere: which version runs where. */
  left: Change[];
  /** Models whose policy requires a check that they can never pass, a line each. */
  warnings: string[];
  /** Whether changes of who may do what take a second person by now. */
  isSeparated: boolean;
}

/** A dry run does everything and then takes it back, so that what the database would refuse is found too. */
class TakeBack extends Error {
  readonly result: ApplyResult;
  constructor(result: ApplyResult) {
    super('dry run');
    this.result = result;
  }
}

/**
 * Makes the database say what leeway.yml says, in one transaction; the same file again changes nothing. Once one person may
 * apply and another may agree, what decides who may do what (governed.ts) is not carried out but asked for: another person
 * approves, and the job `apply-configuration` carries it out. `file.path` is where the file lies: data paths in it are
 * relative to its folder. Throws `config` for a wrong file, with every line that is wrong, and `conflict` where it
 * contradicts what can never change or would leave nobody to approve.
 */
export async function applyConfig(
  ctx: Ctx,
  file: { source: string; path: string },
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  authorise(ctx.actor, 'config.apply');
  const wanted = wantedState(parseLeewayFile(file.source, file.path), file.path);
  const { dryRun = false, prune = false } = options;
  try {
    return await write(ctx, async (w) => {
      const { governed, warned, ...done } = await applyWanted(w, wanted, prune);
      const result = { ...done, warnings: warned.map((one) => one.text) };
      if (dryRun) throw new TakeBack({ ...result, dryRun });
      auditChanges(w, result.changes);
      if (result.waiting.length === 0) {
        await retractAsked(w, result);
        return { ...result, dryRun };
      }
      const request = await askApproval(w, { ...file, prune }, { waiting: result.waiting, governed, wanted, warned });
      return { ...result, dryRun, request };
    });
  } catch (error) {
    if (!(error instanceof TakeBack)) throw error;
    const { changes, waiting, kept } = error.result;
    const detail = { file: sha256(file.source), changes: changes.length, waiting: waiting.length, kept: kept.length, prune };
    await write(ctx, async (w) => w.audit({ verb: 'config.dry-run', subject: 'config', detail }));
    return error.result;
  }
}

type Applied = Applying & { isSeparated: boolean; warned: PolicyWarning[] };

async function applyWanted(w: WriteCtx, wanted: State, prune: boolean): Promise<Applied> {
  const comparison = await compare(w, wanted, { prune, isSeparated: false });
  // Asked once the applied file is held: what another apply made of it meanwhile is known.
  const separated = await isSeparated(w);
  const done = await applyPart(w, { ...comparison, isSeparated: separated }, separated ? 'free' : 'everything');
  if (done.waiting.length > 0) await rehearseGoverned(w, wanted, prune);
  const isKept = await keepSeparated(w);
  // A first file must not lock itself: its own policy for such changes has to be one that can be met.
  if (isKept && !separated && wanted.policy[configurationPolicyId]) await assertDecidable(w);
  // A policy that the file names no more stays in force until it is pruned.
  return { ...done, isSeparated: isKept, warned: warnNeverPasses(wanted, prune ? {} : comparison.stored.policy) };
}
