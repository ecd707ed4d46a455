import type { GateLine, RequestView } from '../../src/approvals/schemas.ts';
import type { DecisionVerbs } from '../../src/slack/decision-verbs.ts';
import type { ReleaseView } from '../../src/slack/views/release-notice.ts';
import type { PromotionForm } from '../../src/slack/views/request-modal.ts';
import type { RequestListView } from '../../src/slack/views/requests.ts';
import type { RiskView } from '../../src/slack/views/risk.ts';
import type { RuleForm } from '../../src/slack/views/rule-modal.ts';
import type { RuleListView } from '../../src/slack/views/rules.ts';
import type { ServingView } from '../../src/slack/views/serving.ts';
import type { VersionPageView } from '../../src/slack/views/version-page.ts';

const gate = (id: string, title: string, state: GateLine['state'], mayBeOutvoted = false): GateLine => ({
  gate: id,
  title,
  state,
  required: true,
  mayBeOutvoted,
  reason: null,
  facts: [],
});

/** The request of the demo: a smaller typical miss against fewer late flights called. */
export const request: RequestView = {
  requestId: '0197f000-0000-7000-8000-00000000000a',
  number: 12,
  kind: 'promotion',
  state: 'open',
  revision: 3,
  cardId: '0197f000-0000-7000-8000-00000000000b',
  model: {
    id: 'flight-delay',
    title: 'Flight Delay',
    companyGoal: 'Eight of ten flights on time',
    businessQuestion: 'Which flights will arrive late?',
  },
  environment: 'production',
  version: { number: 3, description: 'The median of the latest four weeks.' },
  replaces: { number: 1, description: 'January’s mean delay of the flight’s origin and hour.' },
  fallback: 1,
  breakGlass: false,
  requester: { id: 'priya', name: 'Priya Raman' },
  requestedAt: new Date('2001-06-18T14:00:00Z'),
  reason: 'January is no longer like today.',
  expectedEffect: 'Gate planners see smaller misses.',
  rollbackPlan: 'Tom looks at the first two days and goes back if the misses grow.',
  changes: [],
  better: [{ text: 'Typical miss 1.8 minutes smaller on 465,442 flights (14 May – 10 June).', facts: [] }],
  worse: [{ text: 'Of flights 15 minutes late or more it called 4 in 100, version 1 19 in 100.', facts: [] }],
  notKnown: ['Any effect on punctuality, passengers or money.'],
  gates: [
    gate('data', 'Data', 'passed'),
    gate('costly-error', 'Late flights', 'failed', true),
    gate('typical-miss', 'Typical miss', 'passed'),
    gate('tests', 'Tests', 'not-run'),
  ],
  seats: [
    {
      seat: 'business',
      phrase: 'a business owner',
      count: 1,
      words: 'business',
      checklist: ['Gate planners know of it', 'I have read what gets worse'],
      votes: [
        {
          personId: 'dana',
          name: 'Dana Whitfield',
          decision: 'approve',
          at: new Date('2001-06-18T19:03:00Z'),
          outvoted: ['costly-error'],
        },
      ],
      open: [],
    },
    {
      seat: 'engineering',
      phrase: 'an engineer',
      count: 1,
      words: 'engineering',
      checklist: [],
      votes: [],
      open: [
        { personId: 'tom', name: 'Tom Okafor' },
        { personId: 'lena', name: 'Lena Fischer' },
      ],
    },
  ],
  question: 'Is a smaller typical miss worth fewer late-flight warnings?',
  expiresAt: new Date('2001-06-21T22:00:00Z'),
  zone: 'America/Chicago',
  stepUp: true,
  stepUpText: 'flight-delay 3',
  held: null,
  outcome: null,
  order: null,
  policy: { id: 'production', version: 2, title: 'High risk in production' },
};

export const order = (state: NonNullable<RequestView['order']>['state'], outcome: string | null = null): RequestView => ({
  ...request,
  state: 'approved',
  order: {
    id: 'o',
    state,
    deployer: 'ci',
    taken: true,
    outcome,
    url: 'https://ci.example/run/7',
    finishedAt: state === 'succeeded' ? new Date('2001-06-21T19:05:00Z') : null,
  },
});

export const configuration: RequestView = {
  ...request,
  kind: 'configuration',
  model: null,
  environment: null,
  version: null,
  replaces: null,
  fallback: null,
  changes: ['Person lena: role operator added', 'Policy production: an engineer less'],
  better: [],
  worse: [],
  notKnown: [],
  gates: [],
  question: 'Should these changes take effect?',
};

export const promotionForm: PromotionForm = {
  modelId: 'flight-delay',
  modelName: 'Flight Delay',
  version: 3,
  environment: 'production',
  replaces: 1,
  policyTitle: 'High risk in production',
  needs: 'a business owner and an engineer',
  decideBy: 'Thu 21 June, 17:00 (Chicago)',
  held: null,
  asks: { reason: true, expectedEffect: true, rollbackPlan: true, fallback: true },
  checklist: ['Gate planners were asked', 'A long item '.repeat(10).trim()],
  fallbacks: [{ label: 'Version 1, serves now', value: '1' }],
  gates: request.gates,
  problems: ['Late flights failed; whoever approves has to say why they agree all the same.'],
};

export const list: RequestListView = {
  waiting: [
    {
      requestId: request.requestId,
      revision: 3,
      number: 12,
      title: 'Put version 3 of Flight Delay live?',
      line: 'asked by Priya Raman',
    },
  ],
  mine: [
    {
      requestId: request.requestId,
      revision: 3,
      number: 11,
      title: 'Withdrawn: putting version 2 of Flight Delay live',
      line: 'asked by you',
    },
  ],
};

export const serving: ServingView = {
  modelId: 'flight-delay',
  modelName: 'Flight Delay',
  environment: 'production',
  version: 3,
  fallback: 1,
  paused: false,
  since: 'since Thu 21 June, 14:05 (Chicago)',
  mayRollBack: true,
  mayPause: true,
  mayAskRule: true,
};

export const rules: RuleListView = {
  modelId: 'flight-delay',
  modelName: 'Flight Delay',
  rules: Array.from({ length: 20 }, (_, index) => ({
    ruleId: `rule-${index}`,
    requestId: request.requestId,
    sentence: 'If the typical miss is above 25 in 2 weeks in a row, Flight Delay in production is to pause by itself.',
    done: 'In force since Thu 21 June 2001. It has looked at nothing yet.',
  })),
  mayAsk: true,
  mayRetire: true,
};

export const risk: RiskView = {
  riskClass: 'high',
  units: Array.from({ length: 40 }, (_, index) => ({
    name: `Unit ${index}`,
    line: '12 models (12 high), 3 with something open',
  })),
  models: Array.from({ length: 8 }, (_, index) => ({
    modelId: `m${index}`,
    name: `Model ${index}`,
    line: 'high risk · Operations · 2 open',
    duties: (['met', 'missing', 'late', 'met', 'missing', 'met'] as const).map((state) => ({ state, text: 'It is watched.' })),
  })),
  from: 9,
  total: 480,
  next: 17,
};

export const ruleForm: RuleForm = {
  modelId: 'flight-delay',
  modelName: 'Flight Delay',
  environments: ['production', 'staging'],
  guards: Array.from({ length: 90 }, (_, index) => ({ label: `Measure ${index} (minutes)`, value: `kpi:m${index}` })),
  usualOf: 'Typical miss; Flights on time',
};

export const versionPage: VersionPageView = {
  modelId: 'flight-delay',
  modelName: 'Flight Delay',
  version: 3,
  description: 'The median of the latest four weeks.',
  places: [],
  stages: request.gates,
  figures: [{ value: 'MAE 16.2 minutes', period: '4–10 June 2001', population: 'all 116,000 flights', assumptions: '' }],
  made: [{ label: 'Environment', value: '' }],
  links: [{ label: 'Training data', url: 'https://data.example/train' }],
  notes: [{ by: 'Priya Raman', on: 'Mon 18 June', words: 'Optimistic on Fridays.' }],
  promoteTo: 'production',
  running: true,
  mayNote: true,
};

export const reason = {
  done: 'Version 1 of Flight Delay serves in production again',
  modelId: 'flight-delay',
  environment: 'production',
};

export const release: ReleaseView = {
  headline: 'Version 3 of Flight Delay is live since Thu 21 June, 14:05 (Chicago), in place of version 1',
  paused: false,
  since: null,
  change: request.version!.description,
  why: request.reason,
  expected: request.expectedEffect,
  watch: ['It calls fewer late flights.'],
  notKnown: ['money'],
  lookBack: 'Expected and observed effect are compared here on Thu 5 July, 14:05 (Chicago).',
  people: 'Asked by Priya Raman · agreed by Dana Whitfield',
  contact: 'Dana Whitfield',
  requestId: request.requestId,
  modelId: 'flight-delay',
};

export const decisionStubs: DecisionVerbs = {
  request: async () => request,
  requests: async () => list,
  waitingRequests: async () => list.waiting,
  promotionForm: async () => promotionForm,
  promote: async () => ({ number: 12, state: 'open' }),
  voteForm: async (_ctx, { revision, message }) => ({
    request,
    revision,
    ...(message ? { message } : {}),
    checklist: request.seats[0]!.checklist,
    toType: 'flight-delay 3',
  }),
  castVote: async () => ({ state: 'open' }),
  confirmAsked: async () => {},
  withdrawRequest: async () => {},
  delegateVote: async () => ({ name: 'Lena Fischer' }),
  askQuestion: async () => {},
  answerQuestion: async () => {},
  versionPage: async () => versionPage,
  serving: async () => [serving],
  rollBack: async () => reason,
  pause: async () => reason,
  resume: async () => reason,
  giveReason: async () => {},
  undoRule: async () => {},
  noteVersion: async () => {},
  risk: async () => risk,
  standingRules: async () => rules,
  ruleForm: async () => ruleForm,
  askForRule: async () => ({ number: 13, state: 'open' }),
  retireRule: async () => {},
  servingChange: async () => ({
    what: 'Version 1 of Flight Delay is back in production',
    by: 'Tom Okafor did it.',
    why: null,
    byRule: false,
    since: null,
    place: serving,
  }),
  release: async () => release,
  modelNamed: async () => ({ modelId: 'flight-delay', title: 'Flight Delay' }),
};
