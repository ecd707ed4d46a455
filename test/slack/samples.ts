import type { AnswerView } from '../../src/slack/views/answer.ts';
import type { EditionView } from '../../src/slack/views/edition.ts';
import type { EditionDetailsView } from '../../src/slack/views/edition-details.ts';
import type { ExplainView } from '../../src/slack/views/explain.ts';
import type { FactsView } from '../../src/slack/views/facts.ts';
import type { FlagForm } from '../../src/slack/views/flag-modal.ts';
import type { HelpView } from '../../src/slack/views/help.ts';
import type { HomeView } from '../../src/slack/views/home.ts';
import type { CaseView, MatterView } from '../../src/slack/views/letters.ts';
import type { MatterForm } from '../../src/slack/views/matter-modals.ts';
import type { ModelRecordView } from '../../src/slack/views/model-record.ts';
import type { ModelListView } from '../../src/slack/views/models.ts';

export const edition: EditionView = {
  editionId: '0197f000-0000-7000-8000-000000000001',
  headline: 'Decision for you by Thu 21 June: should version 3 go live?',
  paragraphs: [
    { lead: 'On time: 72.9 % of flights in the week of 11 June', text: '(80.9 % the week before); target 80 %.' },
    { text: { mrkdwn: '*Cause unknown.* Airports, hours and distances looked nearly as in January.' } },
  ],
  findings: [
    { title: 'Typical miss outside its usual range', matter: { id: 'm1', revision: 1 } },
    { title: 'Late flights are missed more often', matter: { id: 'm2', revision: 3 } },
    {
      title: 'On time below target',
      matter: { id: 'm3', revision: 2 },
      standing: { is: 'taken', who: 'Priya Raman', due: 'by Thu 21 June' },
    },
    { title: 'Volume as usual' },
  ],
  mainMatterId: 'm1',
  context: ['All 116,493 flights counted; 516 had no January average of their own.', 'Not measured: money.'],
};
export const editionDetails: EditionDetailsView = {
  editionId: edition.editionId,
  intro: 'The rest of the week of 11 June.',
  paragraphs: [{ text: 'Every input nearly as in January.' }],
  context: ['Not measured: money.'],
};
export const answer: AnswerView = {
  answerId: '0197f000-0000-7000-8000-000000000002',
  understood: true,
  headline: 'Flight Delay: typical miss 21.9 minutes in the week of 11 June.',
  paragraphs: [{ text: '18.2 minutes the week before.' }],
  context: ['All 116,493 flights.'],
  suggestions: ['what changed?', 'who owns flight delay'],
  hasFacts: true,
};
export const help: HelpView = {
  intro: 'You read the digest and decide.',
  lines: [{ say: '/leeway status', does: 'how a model is doing' }],
  tries: ['status flight-delay'],
};
export const explain: ExplainView = {
  term: 'data drift',
  depth: 'simple',
  industry: 'airlines',
  industries: [
    { label: 'Airlines', value: 'airlines' },
    { label: 'Retail', value: 'retail' },
  ],
  text: 'What goes into the model has changed.',
  analogy: 'Like a gate with other passengers than usual.',
  related: ['threshold'],
};
export const models: ModelListView = {
  search: '',
  models: [{ modelId: 'flight-delay', name: 'Flight Delay', health: 'Typical miss 21.9 minutes, outside its usual range' }],
  total: 45,
  from: 1,
  next: 'flight-delay',
};
export const modelRecord: ModelRecordView = {
  modelId: 'flight-delay',
  name: 'Flight Delay',
  purpose: [
    { label: 'Company goal', value: 'Punctuality' },
    { label: 'The error that hurts most', value: '' },
  ],
  owners: [{ part: 'Business', name: 'Dana Whitfield' }],
  places: ['Version 1 serves in production'],
  versions: [
    {
      title: 'Version 1, serving',
      made: [{ label: 'Code', value: 'abc123' }],
      metrics: [{ value: 'MAE 16.2 minutes', period: 'January 2001', population: 'all flights', assumptions: '' }],
    },
  ],
};
export const facts = (
  total: number,
  page: number,
  pageSize: number,
  subject: FactsView['subject'] = { kind: 'edition', id: edition.editionId },
): FactsView => ({
  subject,
  title: 'the digest of 11–17 June 2001',
  total,
  page,
  worded: { by: null, sentences: [] },
  exchanges: [],
  facts: Array.from({ length: Math.max(0, Math.min(pageSize, total - page * pageSize)) }, (_, index) => ({
    what: `Fact ${page * pageSize + index + 1}`,
    value: '21.9',
    unit: 'minutes',
    period: '11–17 June 2001',
    comparison: '18.2 the week before',
    source: 'flights-3m.parquet, 116,493 rows',
    computed: 'Mon 18 June 2001, 09:00',
  })),
});
export const matterForm: MatterForm = {
  matterId: 'm1',
  revision: 1,
  title: 'Typical miss outside its usual range',
  suggestedDue: '2001-06-25',
};
export const flagForm: FlagForm = {
  origin: { kind: 'edition', id: edition.editionId },
  models: [
    { label: 'Flight Delay', value: 'flight-delay' },
    { label: 'Crew Plan', value: 'crew-plan' },
  ],
  modelId: 'flight-delay',
  weeks: [{ label: '11–17 June 2001', value: '2001-06-11' }],
  week: '2001-06-11',
};
export const home: HomeView = {
  name: 'Dana Whitfield',
  role: 'You read the digest and decide.',
  requests: [],
  waiting: [
    {
      matterId: 'm1',
      revision: 1,
      title: 'Typical miss outside its usual range',
      line: 'nobody yet',
      state: 'open',
      mine: false,
      answersFor: true,
      withCard: false,
    },
  ],
  models: [
    {
      modelId: 'flight-delay',
      name: 'Flight Delay',
      health: 'Typical miss 21.9 minutes, outside its usual range',
      sparkline: { values: [17, 16, 18, 22], alt: 'Typical miss by week, rising to 21.9 minutes' },
    },
  ],
  moreModels: 0,
  matters: [
    {
      matterId: 'm3',
      revision: 2,
      title: 'On time below target',
      line: 'You, by Thu 21 June',
      state: 'taken',
      mine: true,
      answersFor: false,
      withCard: false,
    },
  ],
  waitingCases: [{ caseId: 'c11', title: 'Case 11 · Flight Delay', line: 'Priya Raman has a question for you.' }],
  cases: [{ caseId: 'c12', title: 'Case 12: Flight Delay', line: 'Priya Raman answers' }],
  gaps: { unowned: 1, unmonitored: 1_200, 'no-kpi': 2, 'no-run': 1 },
  settings: {
    delivery: 'direct',
    channelName: '#model-health',
    weekday: 1,
    hour: 9,
    zone: 'America/Chicago',
    zones: ['America/Chicago', 'Europe/Berlin'],
    often: 'weekly',
    short: false,
    next: 'Mon 25 June 2001, 09:00',
  },
};
export const emptyHome: HomeView = {
  name: 'Dana',
  role: '',
  requests: [],
  waiting: [],
  models: [],
  moreModels: 0,
  matters: [],
  waitingCases: [],
  cases: [],
  gaps: null,
  settings: null,
};
export const oneCase: CaseView = {
  number: 12,
  modelName: 'Flight Delay',
  period: '11–17 June 2001',
  ownerName: 'Priya Raman',
  flaggerName: 'Marcus Bell',
  words: 'It said on time.\nNobody was.',
};
export const matter: MatterView = {
  matterId: 'm1',
  revision: 2,
  title: 'Typical miss outside its usual range',
  ownerName: 'Priya Raman',
  nextStep: 'Fit it again on four weeks',
  due: 'Thu 21 June',
  outcome: 'Version 2 serves now.',
};
