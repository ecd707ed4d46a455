import { isUnconfirmed, sayUnconfirmed } from './claim.ts';
import type { Shown } from './evidence.ts';
import { frozenAt, sayFrozen, type Frozen } from './freeze.ts';
import type { PolicySpec } from './policy.ts';
import type { RequestRow } from './request-store.ts';

/** Why nobody may approve an open request now, and what would have to happen; null when they may. Pure. */
export function heldBy(
  row: Pick<RequestRow, 'state' | 'kind' | 'evidence' | 'expiresAt'>,
  spec: PolicySpec,
  { requester, shown, now }: { requester: string; shown: Shown; now: Date },
): string | null {
  if (row.state !== 'open') return null;
  if (isUnconfirmed(row)) return sayUnconfirmed(requester);
  if (row.kind === 'configuration') return null;
  const frozen = frozenAt(spec, now);
  return frozen ? `${sayFrozen(frozen, spec.zone)} ${afterwards(frozen, row.expiresAt)}` : heldByGates(shown);
}

/** What one can do about a freeze. */
const afterwards = ({ until }: Frozen, expiresAt: Date): string =>
  until < expiresAt
    ? 'It can be agreed to then.'
    : 'This request will have expired by then, so it has to be asked again; only an emergency goes ahead meanwhile.';

function heldByGates({ gates }: Shown): string | null {
  const required = gates.filter((one) => one.required);
  const never = required.filter((one) => one.never);
  if (never.length > 0)
    return `${named(never)} can never pass for this model, and the policy asks for ${never.length === 1 ? 'it' : 'them'}. ${[...new Set(never.map((one) => one.reason))].join(' ')} Whoever looks after leeway.yml has to change that; then it can be asked for again.`;
  const barred = required.filter((one) => one.state === 'failed' && !one.mayBeOutvoted);
  if (barred.length > 0)
    return `${named(barred)} failed, and the policy lets nobody outvote ${barred.length === 1 ? 'it' : 'them'}. ${barred.length === 1 ? 'It has' : 'They have'} to pass, or a better version has to be asked for.`;
  const unfinished = required.filter((one) => one.state !== 'passed' && one.state !== 'failed');
  if (unfinished.length === 0) return null;
  return `${named(unfinished)} ${unfinished.length === 1 ? 'has' : 'have'} not run to the end, and must have before anybody agrees.`;
}

const named = (gates: readonly { title: string }[]): string => {
  const titles = gates.map((one) => `“${one.title}”`);
  const all = titles.length < 2 ? titles.join('') : `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`;
  return `The ${titles.length === 1 ? 'check' : 'checks'} ${all}`;
};
