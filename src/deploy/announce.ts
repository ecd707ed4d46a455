import type { WriteCtx } from '../audit/write.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { Place } from './schemas.ts';

export type ServingChangeKind =
  | 'rolled-back'
  | 'rollback-failed'
  | 'paused'
  | 'resumed'
  | 'undone'
  | 'rule-held-back'
  | 'rule-abstains'
  | 'rule-retired';

/** One change of what serves, as ids and the words of its kind: it is read anew when it is shown. */
export interface ServingChange extends Place {
  change: ServingChangeKind;
  /** What it is known by: the same change is told once. */
  actId: string;
  /** The rollback's order; absent for pauses. */
  orderId?: string;
  /** The standing rule that acted, and the window that made it. */
  ruleId?: string;
  windowStart?: string;
  /** Who did it; absent for a rule. */
  personId?: string;
  /** When it was told, ISO 8601; which version served then; since when a pause that was told holds. */
  at?: string;
  version?: string;
  pausedAt?: string;
  /** Why a rule could not do what it should have, or cannot look. */
  why?: string;
}

/** Tells everybody concerned, when the transaction commits. Where that is, is decided above this folder. */
export const announce = (w: WriteCtx, change: ServingChange): Promise<void> => enqueue(w, 'serving-changed', change);
