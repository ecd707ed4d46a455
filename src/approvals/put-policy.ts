import type { WriteCtx } from '../audit/write.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { LeewayError } from '../shared/errors.ts';
import { sha256 } from '../shared/ids.ts';
import { assertZone } from '../shared/period.ts';
import type { PolicySpec } from './policy.ts';
import { endPolicy, insertPolicy, lockNewest } from './policy-store.ts';

export const specHash = (spec: PolicySpec): string => sha256(canonicalJson(spec));

/**
 * Puts a policy in force in the transaction of a verb, which authorises and audits: a new version where the spec differs
 * from the one in force. Open requests keep the version they were made under.
 */
export async function putPolicy(w: WriteCtx, id: string, spec: PolicySpec): Promise<{ version: number; change: 'new' | 'none' }> {
  assertZone(spec.zone, `policies.${id}.zone`);
  assertUsable(id, spec);
  const hash = specHash(spec);
  const newest = await lockNewest(w.db, id);
  if (newest?.current && newest.specHash === hash) return { version: newest.version, change: 'none' };
  const version = (newest?.version ?? 0) + 1;
  await endPolicy(w.db, id);
  await insertPolicy(w.db, { id, version, current: true, spec, specHash: hash, madeAt: w.now, madeById: w.actor.id });
  return { version, change: 'new' };
}

/** Takes a policy out of force; its versions stay, because requests and records name them. */
export const removePolicy = (w: WriteCtx, id: string): Promise<void> => endPolicy(w.db, id);

/** What the form of a policy cannot say by itself. */
function assertUsable(id: string, spec: PolicySpec): void {
  const field = `policies.${id}`;
  const late = [...spec.remindAfterHours, ...(spec.escalate ? [spec.escalate.afterHours] : [])].find(
    (hours) => hours >= spec.expiresAfterHours,
  );
  if (late !== undefined)
    throw new LeewayError(
      'config',
      `${field}: a reminder after ${late} hours comes too late, for the request has ended by then.`,
      {
        field: `${field}.remindAfterHours`,
        hint: `Use fewer than ${spec.expiresAfterHours} hours.`,
      },
    );
  const stray = spec.gates.mayBeOutvoted.find((gate) => !spec.gates.required.includes(gate));
  if (stray !== undefined)
    throw new LeewayError('config', `${field}: the gate “${stray}” may be outvoted, yet it is not required.`, {
      field: `${field}.gates.mayBeOutvoted`,
      hint: 'Name it under `required` too.',
    });
}
