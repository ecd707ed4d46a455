import { questions } from '../../src/framing/questions.ts';
import type { ContactLetter } from '../../src/contact/read-contact.ts';
import type { Framing } from '../../src/framing/read-framing.ts';
import type { IdeaVerbs } from '../../src/slack/idea-verbs.ts';

const person = (id: string, name: string) => ({ id, name, active: true });

export const contact: ContactLetter = {
  modelId: 'flight-delay',
  modelName: 'Flight Delay',
  quarter: 'the second quarter of 2001',
  withName: 'Dana Whitfield',
  isBusiness: false,
  topics: [
    {
      known: 'Flights on time: 77.1 % in the first week of the quarter, 72.9 % in the last.',
      ask: 'Is it still what you steer by?',
      facts: [],
    },
  ],
  matter: { id: 'm1', revision: 1, done: false },
};

/** An idea of which the first question is answered. */
export const idea: Framing = {
  id: '01999999-0000-7000-8000-000000000003',
  number: 3,
  state: 'open',
  at: new Date('2001-04-09T14:00:00Z'),
  closedAt: null,
  modelId: null,
  words: 'Our service staff needs to understand customers better',
  by: person('dana', 'Dana Whitfield'),
  people: { expert: person('marcus', 'Marcus Bell'), scientist: person('priya', 'Priya Raman'), operations: null },
  from: null,
  questions: questions().map((one, index) =>
    index === 0
      ? {
          ...one,
          answer: { words: 'The duty manager decides whom to call.', by: 'Marcus Bell', at: new Date('2001-04-09T15:00:00Z') },
        }
      : one,
  ),
  next: questions()[1],
  options: [],
  outcome: null,
  ended: null,
  revision: 2,
};

export const ideaStubs: IdeaVerbs = {
  idea: async () => idea,
  ideas: async () => ({ ideas: [], more: false }),
  ideaForm: async (_ctx, { words }) => ({ ...(words ? { words } : {}), people: { expert: 'U0EXPERT' } }),
  openIdea: async () => ({ framingId: idea.id, number: 3 }),
  peopleForm: async () => ({ framing: idea, people: {} }),
  nameIdeaPeople: async () => {},
  answerIdea: async () => ({ number: 3 }),
  addIdeaOption: async () => ({ number: 3 }),
  judgeIdeaOption: async () => {},
  endIdea: async () => ({ number: 3 }),
  reopenIdea: async () => ({ number: 3 }),
  concludeForm: async () => ({ framing: idea, goals: ['Eight of ten flights on time'], owners: {} }),
  contact: async () => contact,
  concludeIdea: async () => ({ number: 3, modelId: 'missed-connections' }),
};
