import type { ChangeVerbs } from '../../src/slack/change-verbs.ts';
import type { ChangeView } from '../../src/slack/views/change-words.ts';

export const change: ChangeView = {
  changeId: '0b0c7d7e-6f3c-4a53-9a75-0d9f1f0d8b11',
  number: 4,
  revision: 2,
  state: 'open',
  words: 'Two new airports from 1 May',
  by: 'Marcus Reed',
  dates: 'from 1 May 2001',
  due: 'Tue 1 May',
  touches: [
    {
      modelId: 'flight-delay',
      modelName: 'Flight Delay',
      owner: 'Priya Raman',
      state: 'open',
      settledBy: null,
      figures: [],
      words: null,
    },
    {
      modelId: 'crew-need',
      modelName: 'Crew Need',
      owner: 'Tom Okafor',
      state: 'refused',
      settledBy: 'Tom Okafor',
      figures: [],
      words: 'It ends in May.',
    },
  ],
  said: [{ by: 'Marcus Reed', words: 'It may come a week later.' }],
};

const form = {
  words: 'Two new airports from 1 May',
  startsOn: '2001-05-01',
  choices: [{ modelId: 'flight-delay', title: 'Flight Delay', why: 'looks at airports', ticked: true }],
  others: [{ label: 'Crew Need', value: 'crew-need' }],
};

export const changeStubs: ChangeVerbs = {
  change: async () => change,
  changes: async () => ({ changes: [change], more: false }),
  changeForm: async (_ctx, { words }) => ({ ...form, words }),
  reportChange: async () => ({ number: 4, asked: ['Priya Raman'] }),
  touchForm: async (_ctx, changeId) => ({ ...form, changeId, number: 4 }),
  describeTouch: async () => {},
  settleForm: async (_ctx, { changeId, modelId }) => ({
    changeId,
    number: 4,
    modelId,
    modelName: 'Flight Delay',
    words: form.words,
    dates: 'from 1 May 2001',
    versions: [2, 3],
  }),
  settleTouch: async () => ({}),
  withdrawChange: async () => {},
};
