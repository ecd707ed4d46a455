import type { Intent } from './phrases.ts';

/**
 * What a language model may say that a question asks for. Whatever would do something, or open a form that does, is not among
 * them: a question that was not understood must never become a request to act.
 */
export const offeredIntents = {
  help: 'what can be asked here',
  status: 'how a model, or all models, are doing; whether something is wrong',
  models: 'which models there are',
  owner: 'who is responsible for a model; whom to ask about it',
  version: 'which version of a model is in use',
  changes: 'what changed or happened with a model in a period',
  why: 'why a figure is as it is; the reason for a bad week',
  trend: 'how a model went over time; a chart of its course',
  explain: 'what a word of the glossary means; needs "term"',
  digest: 'the weekly report itself',
  mine: 'what the asker has to do',
  decisions: 'what waits for a decision or an approval',
  paused: 'whether a model is paused or switched off',
  'decided:who': 'who approved or refused a version',
  'decided:why-not': 'why a version is not live',
  'decided:when': 'when a version went live',
  'decided:how-long': 'how long a version took to go live',
  'measure:error': 'how much a model misses, how accurate it is',
  'measure:kpi': 'the business figure of a model, such as a share or its target',
  'measure:volume': 'how many rows, cases or records there were',
  'measure:inputs': 'whether what goes into a model changed',
  'measure:predictions': 'whether what a model says changed',
  'measure:outcome': 'whether what really happens changed',
} satisfies Partial<Record<Intent, string>>;

export type OfferedIntent = keyof typeof offeredIntents;
