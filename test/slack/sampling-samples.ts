import type { SamplingVerbs } from '../../src/slack/sampling-verbs.ts';
import type { UsefulVerbs } from '../../src/slack/useful-verbs.ts';
import type { SampleLetterView } from '../../src/slack/views/sample-letter.ts';
import type { SampleOutcomeView, SampleResultView } from '../../src/slack/views/sample-result.ts';

const about = { modelName: 'Flight Delay', phrase: 'flights that were called late', period: 'March 2001' };

export const letter: SampleLetterView = {
  roundId: 'f5bd1c1a-0001-7000-8000-000000000001',
  ...about,
  question: 'Did the forecast help you?',
  drawn: 'Drawn by lot: 10 of 3,412 flights that were called late.',
  closes: 'Tue 17 April',
  of: 10,
  counts: { helped: 1, 'did-not': 0, wrong: 1, 'cant-say': 0 },
  isOver: false,
  shown: {
    position: 3,
    number: 3,
    values: [
      { label: 'Flight', value: 'ORD to DFW, 802 miles' },
      { label: 'Forecast', value: '19 minutes late' },
      { label: 'Came in', value: '3 minutes early' },
    ],
  },
  last: { position: 2, number: 2, answer: 'wrong' },
};

export const result: SampleResultView = {
  roundId: letter.roundId,
  ...about,
  version: 1,
  headline: '4 of 9 helped.',
  range: 'Of all of them it may be anything from 19 in 100 to 73 in 100.',
  rest: 'Did not help: 2 · Wrong: 3',
  who: 'Answered by Marcus Bell: 1 of 2 who were asked. Not reached: Ana Sousa.',
  drawn: letter.drawn,
  lines: [{ name: 'Marcus Bell', number: 2, said: 'it was wrong', words: 'The gate was free.' }],
  moreLines: 0,
  hasAnswers: true,
  matter: { id: 'm1', revision: 1, title: 'Experts said', owner: 'Priya Raman', due: 'Tue 1 May', isDone: false },
};

export const outcome: SampleOutcomeView = {
  ...about,
  answered: 'You answered 10 of them. In all: 4 of 9 helped.',
  ownerName: 'Priya Raman',
  outcome: 'Version 2 looks at connections as well.',
};

export const samplingStubs: SamplingVerbs = {
  sampleLetter: async () => letter,
  sampleResult: async () => result,
  sampleOutcome: async () => outcome,
  sampleDecisions: async (_ctx, { roundId, from }) => ({ roundId, phrase: about.phrase, from, total: 0, decisions: [] }),
  sampleAnswer: async () => {},
  sampleTurn: async () => {},
  sampleLineForm: async (_ctx, place) => ({ ...place, number: place.position, values: letter.shown!.values }),
  sampleLine: async () => ({}),
  sampleFlag: async () => ({ caseNumber: 12 }),
};

export const usefulStubs: UsefulVerbs = {
  usefulAsk: async (_ctx, { personId }) => ({ personId, place: { direct: false, channel: '#model-health' }, hasDigest: true }),
  chooseUseful: async () => {},
  votes: async () => ({ period: '16 January – 9 April 2001', tallies: [], reasons: [] }),
};
