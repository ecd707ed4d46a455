import { listAdministrators } from '../../people/list-administrators.ts';
import type { SlackVerbs } from '../verbs.ts';
import { alertVerbs } from './alert-verbs.ts';
import { createAskVerbs, type AskDeps } from './ask-verbs.ts';
import { caseVerbs } from './case-verbs.ts';
import { cardVerbs } from './card-verbs.ts';
import { changeVerbs } from './change-verbs.ts';
import { complaintVerbs } from './complaint-verbs.ts';
import { decisionVerbs } from './decision-verbs.ts';
import { createDigestVerbs } from './digest-verbs.ts';
import { factVerbs } from './fact-verbs.ts';
import { flagVerbs } from './flag-verbs.ts';
import { feedbackVerbs } from './feedback-verbs.ts';
import { ideaVerbs } from './idea-verbs.ts';
import { homeVerbs } from './home-verbs.ts';
import { matterVerbs } from './matter-verbs.ts';
import { recordVerbs } from './record-verbs.ts';
import { toDoVerbs } from './to-do-verbs.ts';
import { samplingVerbs } from './sampling-verbs.ts';
import { usefulVerbs } from './useful-verbs.ts';
import { troubleVerbs } from './trouble-verbs.ts';
import { tokenVerbs } from './token-verbs.ts';

/** What Slack shows and does, put together from the features' verbs. */
export const createSlackVerbs = (deps: AskDeps): SlackVerbs => ({
  ...createAskVerbs(deps),
  ...alertVerbs,
  ...cardVerbs,
  ...changeVerbs,
  ...complaintVerbs,
  ...caseVerbs,
  ...createDigestVerbs(deps),
  ...factVerbs,
  ...feedbackVerbs,
  ...flagVerbs,
  ...homeVerbs,
  ...ideaVerbs,
  ...matterVerbs,
  ...recordVerbs,
  ...decisionVerbs,
  ...toDoVerbs,
  ...tokenVerbs,
  ...samplingVerbs,
  ...usefulVerbs,
  ...troubleVerbs,
  stranger: async (ctx) => ({ askWhom: await listAdministrators(ctx) }),
});
