import type { Intent } from './phrases.ts';

/** Example questions; `model` is one that the asker may see. */
export const offersFor = (model = 'flight-delay'): string[] => [
  `how is ${model} doing?`,
  `what changed in ${model} last week?`,
  `who owns ${model}?`,
  'explain data drift',
  'help',
];

/** Why something that was understood is not done, and what is instead. */
export const refusals: Record<Extract<Intent, `no:${string}`>, { message: string; offers: (model?: string) => string[] }> = {
  'no:compare': {
    message:
      'I do not compare two versions, models or periods of your choice. I compare a week with the one before it and with the reference, and a new version with the one that is live: `/leeway version MODEL NUMBER`.',
    offers: (model = 'flight-delay') => [
      `how is ${model} doing?`,
      `which version of ${model} is live?`,
      `is ${model} getting worse?`,
    ],
  },
  'no:act': {
    message: 'I answer questions and change nothing from a sentence. Flag a problem, or ask the owner to act.',
    offers: (model = 'flight-delay') => ['flag a problem', `who owns ${model}?`, 'what needs me?'],
  },
  'no:forecast': {
    message: 'I measure what has happened and forecast nothing.',
    offers: (model = 'flight-delay') => [`is ${model} getting worse?`, `what changed in ${model} last week?`],
  },
  'no:outside': {
    message: 'I know the models that are registered here and what was measured of them, nothing else.',
    offers: offersFor,
  },
};
