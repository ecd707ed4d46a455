import type { DecisionVerbs } from '../decision-verbs.ts';
import { approvalVerbs } from './approval-verbs.ts';
import { deployVerbs } from './deploy-verbs.ts';
import { modelNamed } from './model-named.ts';
import { releaseVerbs } from './release-verbs.ts';
import { requestListVerbs } from './request-list-verbs.ts';
import { requestWordVerbs } from './request-word-verbs.ts';
import { riskVerbs } from './risk-verbs.ts';
import { ruleVerbs } from './rule-verbs.ts';
import { validationVerbs } from './validation-verbs.ts';

/** Approvals, deployment and validation as Slack's handlers ask for them. */
export const decisionVerbs: DecisionVerbs = {
  ...approvalVerbs,
  ...deployVerbs,
  ...releaseVerbs,
  ...requestListVerbs,
  ...requestWordVerbs,
  ...riskVerbs,
  ...ruleVerbs,
  ...validationVerbs,
  modelNamed,
};
