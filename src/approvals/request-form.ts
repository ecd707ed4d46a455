import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import type { GateState } from '../db/schema/validation.ts';
import { aliasName, modelId, versionNumber } from '../registry/schemas.ts';
import { relationToModel } from '../registry/relation-to-model.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { breakGlassPolicy } from './break-glass.ts';
import { checkSubject } from './check-promotion.ts';
import { frozenAt, sayFrozen } from './freeze.ts';
import { loadChecked } from './load-checked.ts';
import { reading } from './open-request.ts';
import type { Policy } from './policy.ts';
import type { Problem } from './problems.ts';
import { policyFor } from './read-policies.ts';
import { sayPhrases } from './seats.ts';
import { selectModel, selectVersions } from './subject-store.ts';

const input = z.strictObject({
  modelId,
  version: versionNumber,
  environment: aliasName,
  /** The form of an emergency, which asks for less. */
  breakGlass: z.boolean().default(false),
});
const maxVersions = 1_000;

/** Everything that a form for a promotion needs. */
export interface RequestForm {
  model: { id: string; title: string };
  version: { number: number; description: string };
  environment: string;
  policy: { id: string; version: number; title: string };
  /** “a business owner and an engineer” */
  needs: string;
  requires: Policy['spec']['requires'];
  /** What is live there; null: nothing, and no fallback is asked for. */
  serving: number | null;
  /** Versions that may be named as the way back, newest first; what is live is the usual choice. */
  fallbacks: { number: number; description: string }[];
  gates: { gate: string; title: string; state: GateState; required: boolean; mayBeOutvoted: boolean; reason: string | null }[];
  /** What stands in the way already. With any of these the request will be refused. */
  problems: Problem[];
  /** A freeze that holds now: the request can be made, and nobody may approve it yet. */
  held: string | null;
  expiresAt: Date;
  zone: string;
}

/** What the policy asks for, and what already speaks against it. Throws `not-found`, `forbidden`, `conflict` without a policy. */
export async function requestForm(ctx: Ctx, request: z.input<typeof input>): Promise<RequestForm> {
  const { breakGlass, ...wish } = parseInput(input, request);
  const reader = reading(ctx);
  authorise(ctx.actor, 'approvals.request', await relationToModel(ctx, wish.modelId));
  const usual = await policyFor(reader, wish.modelId, wish.environment);
  const policy = breakGlass ? breakGlassPolicy(usual) : usual;
  const model = await selectModel(ctx.db, wish.modelId);
  const versions = await selectVersions(ctx.db, wish.modelId, maxVersions);
  const version = versions.find((one) => one.number === wish.version);
  if (!model || !version)
    throw new LeewayError('not-found', `${wish.modelId} has no version ${wish.version}.`, { field: 'version' });
  const at = await loadChecked(reader, model, { ...wish, id: newId(), fallbackVersion: null, requesterId: ctx.actor.id }, policy);
  const { spec } = policy;
  const frozen = frozenAt(spec, ctx.now);
  return {
    model: { id: model.id, title: model.title },
    version: { number: version.number, description: version.description },
    environment: wish.environment,
    policy: { id: policy.id, version: policy.version, title: spec.title },
    needs: sayPhrases(spec.seats),
    requires: spec.requires,
    serving: at.serving,
    fallbacks: versions
      .filter((one) => one.number !== wish.version && one.archivedAt === null)
      .map(({ number, description }) => ({ number, description })),
    gates: at.shown.gates.map(({ facts: _facts, hash: _hash, never: _never, ...gate }) => gate),
    problems: checkSubject(wish.version, at, policy),
    held: frozen && sayFrozen(frozen, spec.zone),
    expiresAt: at.expiresAt,
    zone: spec.zone,
  };
}
