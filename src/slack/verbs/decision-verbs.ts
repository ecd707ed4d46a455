import { LeewayError } from '../../shared/errors.ts';
import type { DecisionVerbs } from '../decision-verbs.ts';

const notYet = async (): Promise<never> => {
  throw new LeewayError('unavailable', 'Decisions are not wired yet.');
};

export const decisionVerbs: DecisionVerbs = {
  card: notYet,
  cardLetter: notYet,
  cardEvent: notYet,
  request: notYet,
  requests: notYet,
  waitingRequests: async () => [],
  promotionForm: notYet,
  promote: notYet,
  voteForm: notYet,
  castVote: notYet,
  withdrawRequest: notYet,
  delegateVote: notYet,
  askQuestion: notYet,
  answerQuestion: notYet,
  versionPage: notYet,
  serving: notYet,
  rollBack: notYet,
  pause: notYet,
  resume: notYet,
  giveReason: notYet,
  servingChange: notYet,
  release: notYet,
  modelNamed: notYet,
};
