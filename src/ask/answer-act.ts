import { askWhich, impliedModel, sentenceOf, type Answerer } from './asking.ts';

/** Nothing is done upon a sentence: the answer is the command whose form or dialog asks once more. */
export const answerAct: Answerer<'act'> = (asking, query) => {
  if (query.act === 'requests') return { kind: 'act', command: 'requests' };
  const model = query.model ?? impliedModel(asking);
  if (model === undefined) return askWhich(asking, query);
  if (query.act === 'promote' && query.version === undefined)
    return {
      kind: 'refused',
      reason: 'which-version',
      message: `Which version of ${model} shall go live? Name its number, as in “promote ${model} 3”.`,
      offers: [`version ${model}`, `which version of ${model} is live?`],
    };
  return { kind: 'act', command: sentenceOf({ ...query, model }) };
};
