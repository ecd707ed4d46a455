import { LeewayError } from '../shared/errors.ts';
import { sayInstant } from '../shared/period.ts';
import type { Shown } from './evidence.ts';
import { frozenAt, sayFrozen } from './freeze.ts';
import type { PolicySpec, Seat } from './policy.ts';
import type { RequestRow } from './request-store.ts';
import { isTyped, stepUpText } from './step-up.ts';

export interface Ballot {
  decision: 'approve' | 'refuse';
  reason?: string | undefined;
  typed?: string | undefined;
  checklist: readonly string[];
}

const endWords: Record<RequestRow['state'], string> = {
  open: 'is open',
  queued: 'waits for another request to be decided first',
  approved: 'was approved',
  refused: 'was refused',
  withdrawn: 'was withdrawn',
  expired: 'expired',
  superseded: 'was replaced by a newer one',
  void: 'cannot be carried out any more',
};

/** Throws where nobody can vote on a request: it has ended, waits, or its time ran out (at the very instant, it has). */
export function assertOpen(row: Pick<RequestRow, 'number' | 'state' | 'expiresAt' | 'outcome'>, now: Date, zone: string): void {
  if (row.state !== 'open')
    throw new LeewayError('conflict', `Request ${row.number} ${endWords[row.state]}.${row.outcome ? ` ${row.outcome}` : ''}`);
  if (now >= row.expiresAt)
    throw new LeewayError('conflict', `Request ${row.number} expired on ${sayInstant(row.expiresAt, zone)} (${zone}).`, {
      hint: 'It has to be made again.',
    });
}

/** Throws where this vote lacks what the seat, the policy or the gates ask for. Returns the gates that it outvotes. Pure. */
export function assertComplete(
  row: Pick<RequestRow, 'modelId' | 'version' | 'number' | 'kind'>,
  ballot: Ballot,
  { spec, seat, shown, now }: { spec: PolicySpec; seat: Seat; shown: Shown; now: Date },
): string[] {
  if (ballot.decision === 'refuse') {
    if (ballot.reason) return [];
    throw new LeewayError('invalid', 'Say why you refuse, so that it can be done better.', { field: 'reason' });
  }
  const frozen = row.kind === 'configuration' ? null : frozenAt(spec, now);
  if (frozen) throw new LeewayError('conflict', sayFrozen(frozen, spec.zone), { hint: 'Agree when it is over.' });
  const outvoted = gatesOutvoted(shown, ballot.reason);
  const unticked = seat.checklist.filter((item) => !ballot.checklist.includes(item));
  if (unticked.length > 0)
    throw new LeewayError('invalid', `Tick what you have looked at before you agree: ${unticked.join('; ')}.`, {
      field: 'checklist',
    });
  if (spec.stepUp && !isTyped(ballot.typed, stepUpText(row)))
    throw new LeewayError('invalid', `Type “${stepUpText(row)}” to agree.`, { field: 'typed' });
  return outvoted;
}

function gatesOutvoted({ gates }: Shown, reason: string | undefined): string[] {
  const required = gates.filter((one) => one.required);
  const never = required.find((one) => one.never);
  if (never)
    throw new LeewayError('conflict', `The check “${never.title}” can never pass for this model, so nobody can agree.`, {
      hint: `${never.reason ?? ''} Whoever looks after leeway.yml has to take it out of the policy.`,
    });
  const unfinished = required.find((one) => one.state !== 'passed' && one.state !== 'failed');
  if (unfinished)
    throw new LeewayError('conflict', `The check “${unfinished.title}” was not run to its end, so nobody can agree yet.`, {
      hint: unfinished.reason ?? 'Wait for it, or have it run.',
    });
  const failed = required.filter((one) => one.state === 'failed');
  const barred = failed.find((one) => !one.mayBeOutvoted);
  if (barred)
    throw new LeewayError('conflict', `The check “${barred.title}” failed, and the policy lets nobody outvote it.`, {
      hint: 'Refuse the request, or have the version made better.',
    });
  if (failed.length > 0 && !reason)
    throw new LeewayError(
      'invalid',
      `The check “${failed[0]!.title}” failed. You may agree all the same: say why, and the record will show it.`,
      { field: 'reason' },
    );
  return failed.map((one) => one.gate);
}
