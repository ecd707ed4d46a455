import type { SaidChange } from '../approvals/said-changes.ts';
import { readRequest } from '../approvals/read-request.ts';
import { retractConfiguration } from '../approvals/retract-configuration.ts';
import { requestConfiguration } from '../approvals/request-configuration.ts';
import type { WriteCtx } from '../audit/write.ts';
import type { RequestState } from '../db/schema/approvals.ts';
import type { Ctx } from '../db/ctx.ts';
import { systemActor } from '../shared/actor.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { LeewayError } from '../shared/errors.ts';
import { sha256 } from '../shared/ids.ts';
import { applyPart, compare, type Applying } from './apply-state.ts';
import { assertDecidable } from './assert-decidable.ts';
import { concernedBy } from './concerned.ts';
import { sayChanges } from './say-changes.ts';
import { rehearse } from './savepoint.ts';
import { readAsked, saveAsked } from './store.ts';
import type { State } from './state.ts';
import type { PolicyWarning } from './warn-never-passes.ts';

/** What a request keeps of the file, so that exactly what was agreed to is carried out. */
export interface ConfigurationPayload {
  path: string;
  source: string;
  prune: boolean;
  /** SHA-256 over the governed parts before and after. */
  hash: string;
}
export interface Asked {
  requestId: string;
  number: number;
  state: RequestState;
}

export const hashOf = (governed: Applying['governed']): string => sha256(canonicalJson(governed));

/**
 * Carries the governed part of a file out and takes it back, so that nobody is asked about what cannot be done. Throws
 * `forbidden` for an actor who is nobody, `conflict` where nobody would be left to agree to the next change.
 */
export async function rehearseGoverned(w: WriteCtx, wanted: State, prune: boolean): Promise<void> {
  if (w.actor.kind === 'service')
    throw new LeewayError('forbidden', 'A change of who may do what is asked for by a person, so that another can agree to it.', {
      hint: 'Name who asks with --as PERSON, or use a person’s own token.',
    });
  await rehearse(w, async (inner) => {
    await applyPart(inner, await compare(inner, wanted, { prune, isSeparated: true }), 'governed');
    await assertDecidable(inner);
  });
}

/** Asks for another person's approval; the same change that is waiting already is not asked for twice. */
export async function askApproval(
  w: WriteCtx,
  file: { source: string; path: string; prune: boolean },
  {
    waiting,
    governed,
    wanted,
    warned = [],
  }: Pick<Applying, 'waiting' | 'governed'> & { wanted: State; warned?: readonly PolicyWarning[] },
): Promise<Asked> {
  const hash = hashOf(governed);
  const earlier = await readAsked(w.db);
  if (earlier?.hash === hash) {
    const reader: Ctx = { ...w, actor: systemActor('apply') };
    const { requestId, number, state } = await readRequest(reader, earlier.requestId);
    if (state === 'open' || state === 'queued') return { requestId, number, state };
  }
  const payload: ConfigurationPayload = { ...file, hash };
  const asked = await requestConfiguration(w, {
    changes: [...waiting.map((change) => change.text), ...sayUnproven(w)],
    said: sayChanges(waiting, governed, wanted).map((one) => withWarnings(one, warned)),
    payload,
    policy: 'configuration',
    concerned: concernedBy(governed),
  });
  await saveAsked(w.db, { requestId: asked.requestId, hash });
  return asked;
}

/**
 * The file says again exactly what holds: what an earlier one asked for is wanted no more. Not where Leeway applies it by
 * itself, such as the demo's at each start, nor where the file only lacks what the request would remove.
 */
export async function retractAsked(w: WriteCtx, { changes, kept }: Pick<Applying, 'changes' | 'kept'>): Promise<void> {
  if (w.actor.kind === 'system' || changes.length > 0 || kept.some((change) => change.governed)) return;
  const asked = await readAsked(w.db);
  if (asked) await retractConfiguration(w, asked.requestId);
}

/** Whoever agrees to a policy should know for which models nobody could agree by it any more. */
function withWarnings({ subject, text }: SaidChange, warned: readonly PolicyWarning[]): SaidChange {
  const warnings = warned.filter((one) => subject === `policy:${one.policyId}`).map((one) => one.said);
  return { subject, text: [warnings.length > 0 ? `${text.replace(/\.$/, '')}.` : text, ...warnings].join(' ') };
}

/** A name given at a keyboard is a claim: whoever is asked to agree should know where it was made. */
function sayUnproven({ actor }: WriteCtx): string[] {
  const user = actor.kind === 'person' && actor.account?.startsWith('cli/') ? actor.account.slice('cli/'.length) : undefined;
  return user === undefined
    ? []
    : [`Asked at the command line in the name of ${actor.name}, by whoever uses the account ${user} there.`];
}
