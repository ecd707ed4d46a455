import type { ActionRow } from './case-store.ts';
import { actionKey } from './load-action.ts';
import { caseIdFor } from './rules.ts';

const prefix = 'case:';

/** The key of the data problem that a step of a case opened. */
export const repairKey = (action: Pick<ActionRow, 'caseId' | 'id'>): string => `${prefix}${actionKey(action)}`;

/** The step that opened a data problem; undefined for one that something else opened. */
export function stepOfRepair(key: string): { caseId: string; actionId: string } | undefined {
  const [caseId, actionId] = key.startsWith(prefix) ? key.slice(prefix.length).split(':') : [];
  return caseId && actionId ? { caseId, actionId } : undefined;
}

/** What whoever does the step does next. */
export const repairSteps = {
  open: 'See that the data problem is brought to its end, then say that this is done',
  ended: 'The data problem is at its end: say whether this is done',
};

/** Of the event by which a case hears of it, once. */
export const idOfEnd = (matterId: string): string => caseIdFor('system:feedback', `repair ended ${matterId}`);
