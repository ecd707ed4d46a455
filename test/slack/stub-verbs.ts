import type { SlackVerbs } from '../../src/slack/verbs.ts';
import { cardMessage } from '../../src/slack/views/card.ts';
import { eventLine } from '../../src/slack/views/card-event.ts';
import { cardLetter } from '../../src/slack/views/card-letter.ts';
import { caseStubs } from './case-samples.ts';
import { changeStubs } from './change-samples.ts';
import { decisionStubs, request } from './decision-samples.ts';
import { ideaStubs } from './idea-samples.ts';
import { samplingStubs, usefulStubs } from './sampling-samples.ts';
import * as samples from './samples.ts';

/** Stands in for the features: answers with samples, and remembers what was asked of it. */
export interface Stub {
  verbs: SlackVerbs;
  calls: { verb: keyof SlackVerbs; as: string; input: unknown }[];
  count(verb: keyof SlackVerbs): number;
}

export function stubVerbs(overrides: Partial<SlackVerbs> = {}): Stub {
  const plain: SlackVerbs = {
    command: async () => ({ is: 'answer', view: samples.answer }),
    ask: async () => ({ is: 'answer', view: samples.answer }),
    models: async (_ctx, { search, from }) => ({ ...samples.models, search, from, next: null }),
    modelRecord: async () => samples.modelRecord,
    explain: async (_ctx, { depth, industry }) => ({ ...samples.explain, depth, industry: industry ?? samples.explain.industry }),
    facts: async (_ctx, { subject, page, pageSize }) => samples.facts(95, page, pageSize, subject),
    matterForm: async (_ctx, { matterId }) => ({ ...samples.matterForm, matterId }),
    takeMatter: async () => {},
    closeMatter: async () => ({}),
    flagForm: async () => samples.flagForm,
    flag: async () => ({ caseNumber: 12, ownerName: 'Priya Raman', again: false }),
    toDo: async () => ({
      of: { is: 'mine' },
      headline: 'Nothing waits for you.',
      requests: [],
      cases: [],
      items: [],
      total: 0,
      from: 1,
    }),
    openOf: async () => ({
      of: { is: 'mine' },
      headline: 'Nothing is open.',
      requests: [],
      cases: [],
      items: [],
      total: 0,
      from: 1,
    }),
    cardOfMatter: async () => ({ cardId: 'card', title: 'Case 12' }),
    handOver: async () => ({ name: 'Tom Okafor' }),
    keepDraft: async () => {},
    draft: async () => undefined,
    draftSent: async () => {},
    lateDigest: async (_ctx, { to, ...which }) => ({
      which,
      audienceTitle: 'Executives',
      hour: '09:00',
      standing: 'missing',
      reason: 'of a fault in Leeway itself',
      tries: 6,
      operators: ['Tom Okafor'],
      forOperator: to !== which.destination,
    }),
    tryDigestAgain: async () => {},
    alert: async (_ctx, { matterId }) => ({
      matterId,
      revision: 1,
      modelId: 'flight-delay',
      modelName: 'Flight Delay',
      title: 'Flight Delay: data are missing for Thu 21 June',
      lines: ['Only 912 flights came for Thu 21 June.'],
      told: 'Tom Okafor was told first.',
    }),
    trouble: async () => ({ lines: [], more: false }),
    resendTrouble: async () => ({ isHeld: false, count: 1 }),
    dropTrouble: async () => ({ count: 1, dropId: '' }),
    undoDrop: async () => ({ count: 1 }),
    vote: async () => ({}),
    home: async () => samples.home,
    saveDigestSettings: async () => {},
    share: async () => {},
    sendToMe: async () => {},
    stranger: async () => ({ askWhom: ['Tom Okafor (operator)'] }),
    edition: async (_ctx, id) => ({ view: { ...samples.edition, editionId: id } }),
    editionDetails: async () => samples.editionDetails,
    answer: async () => ({ view: samples.answer }),
    case: async () => samples.oneCase,
    matter: async () => samples.matter,
    tokenForm: async () => ({ tokens: [] }),
    makeToken: async () => ({ id: '0f3a5c1e9b7d2468', token: 'leeway_0f3a5c1e9b7d2468_x', ends: '21 June' }),
    card: async (_ctx, { message }) => cardMessage(request, message),
    cardLetter: async (_ctx, { message }) => cardLetter({ request, part: 'engineering', hasVoted: false }, message),
    cardEvent: async () => eventLine({ says: 'Dana Whitfield agreed.' }),
    replyToCard: async () => undefined,
    ...decisionStubs,
    ...caseStubs,
    ...changeStubs,
    passOnForm: async (_ctx, caseId) => ({
      caseId,
      caseNumber: 12,
      modelName: 'Flight Delay',
      weeks: [{ label: '2–8 April 2001', value: '2001-04-02' }],
      week: '2001-04-02',
    }),
    passOn: async () => ({ sentence: 'Passed on.' }),
    complaintForm: async () => ({
      models: [{ label: 'Flight Delay', value: 'flight-delay' }],
      weeks: [{ label: '2–8 April 2001', value: '2001-04-02' }],
      week: '2001-04-02',
    }),
    countComplaints: async () => ({ sentence: 'Kept.' }),
    countTable: async () => ({ sentence: 'The whole table is kept.' }),
    countFile: async () => ({ sentence: 'The whole table is kept.' }),
    ...ideaStubs,
    ...samplingStubs,
    ...usefulStubs,
    ...overrides,
  };
  const calls: Stub['calls'] = [];
  const verbs = Object.fromEntries(
    Object.entries(plain).map(([verb, act]) => [
      verb,
      (ctx: { actor: { id: string } }, input: unknown) => {
        calls.push({ verb: verb as keyof SlackVerbs, as: ctx.actor.id, input });
        return (act as (ctx: unknown, input: unknown) => unknown)(ctx, input);
      },
    ]),
  ) as unknown as SlackVerbs;
  return { verbs, calls, count: (verb) => calls.filter((call) => call.verb === verb).length };
}
