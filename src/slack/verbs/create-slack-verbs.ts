import { listAdministrators } from '../../people/list-administrators.ts';
import type { SlackVerbs } from '../verbs.ts';
import { createAskVerbs } from './ask-verbs.ts';
import { caseVerbs } from './case-verbs.ts';
import { cardVerbs } from './card-verbs.ts';
import { changeVerbs } from './change-verbs.ts';
import { complaintVerbs } from './complaint-verbs.ts';
import { decisionVerbs } from './decision-verbs.ts';
import { createDigestVerbs } from './digest-verbs.ts';
import type { PageLinks } from './edition-views.ts';
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
import { tokenVerbs } from './token-verbs.ts';
import { troubleVerbs } from './trouble-verbs.ts';

/** What Slack shows and does, put together from the features' verbs. */
export const createSlackVerbs = (links: PageLinks): SlackVerbs => ({
  ...createAskVerbs(links),
  ...cardVerbs,
  ...changeVerbs,
  ...complaintVerbs,
  ...caseVerbs,
  ...createDigestVerbs(links),
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
  stranger: async (ctx) => ({ askWhom: await listAdministrators(ctx) }),
});
  ...troubleVerbs,
