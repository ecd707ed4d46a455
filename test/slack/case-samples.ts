import type { CaseVerbs } from '../../src/slack/case-verbs.ts';
import type { CaseView } from '../../src/slack/views/case-words.ts';

export const flagged: CaseView = {
  caseId: '0196f8e0-0000-7000-8000-00000000c012',
  number: 12,
  revision: 3,
  modelId: 'flight-delay',
  modelName: 'Flight Delay',
  period: '2–8 April 2001',
  state: 'flagged',
  waitsFor: 'owner',
  flagger: 'Marcus Bell',
  flaggedOn: 'Mon 9 April',
  voices: [],
  owner: 'Priya Raman',
  ownerId: 'priya',
  ownerIsFlagger: false,
  promised: 'Mon 16 April',
  words: 'It called the late ones, and we had no gate to give them.\nNobody was helped.',
  told: [],
  actions: [],
};
export const action = {
  id: '0196f8e0-0000-7000-8000-00000000ac01',
  kind: 'process' as const,
  words: 'Keep two gates free from four o’clock on',
  personId: 'tom',
  person: 'Tom Okafor',
  due: 'Fri 20 April',
  state: 'open' as const,
};
export const acting: CaseView = {
  ...flagged,
  state: 'acting',
  answer: { by: 'Priya Raman', words: 'You are right: it called 9 of 10, and there was no gate.' },
  actions: [action, { ...action, id: '0196f8e0-0000-7000-8000-00000000ac02', kind: 'explain', state: 'done' }],
};
export const finished: CaseView = {
  ...acting,
  state: 'done',
  waitsFor: 'flagger',
  actions: acting.actions.map((one) => ({ ...one, state: 'done' as const })),
  finish: {
    by: 'Priya Raman',
    words: 'Two gates are free from four o’clock on.',
    figures: ['Then (2–8 April 2001) and now (16–22 April 2001):', '• On time: 71.0 %, now 80.2 %'],
  },
};

const done = async () => ({ number: 12, again: false });

export const caseStubs: CaseVerbs = {
  versionsForAction: async (_ctx, actionId) => ({
    actionId,
    action,
    caseNumber: 12,
    modelId: 'flight-delay',
    modelName: 'Flight Delay',
    environment: 'production',
    live: 1,
    mayServe: true,
    versions: [
      { value: '3', label: 'Version 3: with March' },
      { value: '2', label: 'Version 2' },
    ],
  }),
  openRepair: async () => ({ number: 12, again: false, caseId: flagged.caseId }),
  caseNow: async () => flagged,
  casePage: async () => ({
    view: flagged,
    flags: true,
    triages: false,
    lines: ['Mon 9 April, 14:05 · Marcus Bell flagged it: “…”'],
  }),
  cases: async () => ({
    headline: 'One case waits for you.',
    yours: [{ caseId: flagged.caseId, title: 'Case 12 · Flight Delay', line: 'waits for Priya Raman, answer by Mon 16 April' }],
    others: [],
    more: false,
  }),
  caseAction: async () => ({ action, caseNumber: 12 }),
  otherCases: async () => [{ value: 'c3', label: 'Case 3, Ana Ruiz' }],
  otherTeams: async () => [{ value: 'ops', label: 'Operations' }],
  suggestedDue: async () => '2001-04-16',
  describeCase: done,
  askFlagger: done,
  answerOwner: done,
  acceptCase: done,
  mergeCase: done,
  handCase: done,
  declineCase: done,
  contestDecline: done,
  answerCase: done,
  settleAction: done,
  finishCase: done,
  confirmCase: done,
  reopenCase: done,
};
