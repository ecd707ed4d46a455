import { LeewayError } from '../../shared/errors.ts';
import type { DecisionVerbs } from '../decision-verbs.ts';
import { approvalVerbs } from './approval-verbs.ts';
import { cardVerbs } from './card-verbs.ts';
import { deployVerbs } from './deploy-verbs.ts';
import { modelNamed } from './model-named.ts';
import { requestListVerbs } from './request-list-verbs.ts';
import { requestWordVerbs } from './request-word-verbs.ts';
import { validationVerbs } from './validation-verbs.ts';

const notYet = async (): Promise<never> => {
  throw new LeewayError('unavailable', 'This is not wired yet.');
};

/** Approvals, deployment and validation as Slack's handlers ask for them. */
export const decisionVerbs: DecisionVerbs = {
  ...approvalVerbs,
  ...cardVerbs,
  ...deployVerbs,
  ...requestListVerbs,
  ...requestWordVerbs,
  ...validationVerbs,
  modelNamed,
  release: notYet,
};
