import { answerQuestion, askQuestion } from '../../approvals/ask-question.ts';
import { confirmAsked } from '../../approvals/confirm-asked.ts';
import { delegateVote } from '../../approvals/delegate-vote.ts';
import { withdrawRequest } from '../../approvals/withdraw-request.ts';
import type { DecisionVerbs } from '../decision-verbs.ts';
import { personOfSlack } from './person-of-slack.ts';

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
    const person = await personOfSlack(ctx, slackUser, 'to');
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
