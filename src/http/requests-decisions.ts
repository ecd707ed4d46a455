import { z } from 'zod';
import { answerQuestion, askQuestion } from '../approvals/ask-question.ts';
import { castVote } from '../approvals/cast-vote.ts';
import { confirmAsked } from '../approvals/confirm-asked.ts';
import { delegateVote } from '../approvals/delegate-vote.ts';
import { voteInput } from '../approvals/schemas.ts';
import { withdrawRequest } from '../approvals/withdraw-request.ts';
import { askedAnswer, movedAnswer, votedAnswer } from './api-requests.ts';
import { apiRoute, type ApiRoute } from './api-route.ts';

const one = z.object({ id: z.uuid() });
const words = z.string().trim().min(1).max(2_000);

const vote = apiRoute({
  method: 'post',
  path: '/api/v1/requests/{id}/votes',
  summary: 'Agrees or refuses, as the person whose token it is. Refused where what was seen has changed since.',
  scopes: ['approvals.vote'],
  params: one,
  // What was shown is known here by its revision; nobody else can vouch for a hash of it.
  body: voteInput.omit({ requestId: true, shownHash: true }),
  answers: { 200: votedAnswer },
  async act(ctx, { params, body }) {
    return { body: await castVote(ctx, { requestId: params.id, ...body }) };
  },
});

const withdraw = apiRoute({
  method: 'post',
  path: '/api/v1/requests/{id}/withdraw',
  summary: 'Takes back a request of one’s own.',
  scopes: ['approvals.request'],
  params: one,
  body: z.strictObject({ reason: words.optional() }),
  answers: { 200: movedAnswer },
  async act(ctx, { params, body: { reason } }) {
    return { body: await withdrawRequest(ctx, { requestId: params.id, ...(reason ? { reason } : {}) }) };
  },
});

const question = apiRoute({
  method: 'post',
  path: '/api/v1/requests/{id}/questions',
  summary: 'Asks whoever made the request something, in its thread.',
  scopes: ['approvals.vote'],
  params: one,
  body: z.strictObject({ words }),
  answers: { 201: askedAnswer },
  async act(ctx, { params, body }) {
    return { status: 201, body: await askQuestion(ctx, { requestId: params.id, ...body }) };
  },
});

const answer = apiRoute({
  method: 'post',
  path: '/api/v1/requests/{id}/answers',
  summary: 'Answers in the thread, for everybody who decides.',
  scopes: ['approvals.vote'],
  params: one,
  body: z.strictObject({ words }),
  answers: { 201: askedAnswer },
  async act(ctx, { params, body }) {
    return { status: 201, body: await answerQuestion(ctx, { requestId: params.id, ...body }) };
  },
});

const delegation = apiRoute({
  method: 'post',
  path: '/api/v1/requests/{id}/delegations',
  summary: 'Lets another person decide on this request for oneself, until it is settled.',
  scopes: ['approvals.vote'],
  params: one,
  body: z.strictObject({ to: z.string().min(1).max(63).describe('The id of a person, as it stands in leeway.yml') }),
  answers: { 201: movedAnswer },
  async act(ctx, { params, body }) {
    return { status: 201, body: await delegateVote(ctx, { requestId: params.id, ...body }) };
  },
});

const confirmation = apiRoute({
  method: 'post',
  path: '/api/v1/requests/{id}/confirmation',
  summary: 'Says whether it was oneself who asked for this at the command line; nobody can agree to it before.',
  scopes: ['approvals.request'],
  params: one,
  body: z.strictObject({ asked: z.boolean() }),
  answers: { 200: votedAnswer },
  async act(ctx, { params, body }) {
    return { body: await confirmAsked(ctx, { requestId: params.id, ...body }) };
  },
});

export const decisionRoutes: readonly ApiRoute[] = [vote, withdraw, confirmation, question, answer, delegation];
