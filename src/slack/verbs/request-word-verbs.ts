import { answerQuestion, askQuestion } from '../../approvals/ask-question.ts';
import { confirmAsked } from '../../approvals/confirm-asked.ts';
import { delegateVote } from '../../approvals/delegate-vote.ts';
import { withdrawRequest } from '../../approvals/withdraw-request.ts';
import { findPersonBySlack } from '../../people/find-person.ts';
import { readPersons } from '../../people/read-persons.ts';
import { LeewayError } from '../../shared/errors.ts';
import type { DecisionVerbs } from '../decision-verbs.ts';

type WordVerbs = Pick<DecisionVerbs, 'confirmAsked' | 'withdrawRequest' | 'delegateVote' | 'askQuestion' | 'answerQuestion'>;

/** What people say about a request without deciding on it. */
export const requestWordVerbs: WordVerbs = {
  async confirmAsked(ctx, input) {
    await confirmAsked(ctx, input);
  },
  async withdrawRequest(ctx, input) {
    await withdrawRequest(ctx, input);
  },
  async delegateVote(ctx, { requestId, slackUser }) {
    // Slack's menu names people of the workspace in which it was opened, which is the deciding person's own.
    const me = (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id);
    const person = me?.slackTeamId ? await findPersonBySlack(ctx, me.slackTeamId, slackUser) : undefined;
    if (!person)
      throw new LeewayError('not-found', 'I do not know this person, so they cannot decide.', {
        field: 'to',
        hint: 'Choose somebody who stands in leeway.yml.',
      });
    await delegateVote(ctx, { requestId, to: person.id });
    return { name: person.name };
  },
  async askQuestion(ctx, input) {
    await askQuestion(ctx, input);
  },
  async answerQuestion(ctx, input) {
    await answerQuestion(ctx, input);
  },
};
