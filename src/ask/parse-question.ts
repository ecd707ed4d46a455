import { draftQuery, takesModel, takesPeriod, type Draft } from './draft-query.ts';
import { unknownNames } from './find-model.ts';
import { refusals } from './offers.ts';
import { refuse, type Parsed, type QuestionContext } from './parsed.ts';
import { modelOf, periodOf, type Query } from './query.ts';
import { readQuestion, type Reading } from './read-question.ts';
import { sayAsked } from './say-query.ts';

/** A question in plain English as a typed query, or why there is none. Pure; never throws, whatever the text. */
export function parseQuestion(text: string, context: QuestionContext): Parsed {
  const reading = readQuestion(text, context);
  if ('refused' in reading) return reading.refused;
  const draft = draftQuery(reading, context);
  if (draft.kind !== 'query') return refusalOf(draft, reading, context);
  return settleDraft(draft, reading, context);
}

/** What was asked for, with the model and the period that the question itself names; or why that cannot be answered. */
export function settleDraft(draft: Draft & { kind: 'query' }, reading: Reading, context: QuestionContext): Parsed {
  const { query } = draft;
  const problem =
    (takesPeriod(query) || draft.followUp ? periodProblem(reading) : undefined) ??
    (takesModel(query) ? modelProblem(query, reading, context) : undefined);
  if (problem) return problem;
  const done = complete(draft, reading, context);
  const overWeeks = done.kind === 'trend' && reading.period.kind === 'period';
  const notes = [
    draft.note,
    overWeeks ? 'This shows all weeks, not one period.' : undefined,
    reading.period.kind === 'period' && takesPeriod(query) ? reading.period.note : undefined,
  ];
  return answer(done, notes, !reading.corrected && !draft.followUp && !tookOver(done, reading, context));
}

export const answer = (query: Query, notes: (string | undefined)[] = [], clear = true): Parsed => ({
  ok: true,
  query,
  clear,
  reading: notes.filter((note) => note !== undefined),
});

export function refusalOf(draft: Exclude<Draft, { kind: 'query' }>, reading: Reading, context: QuestionContext): Parsed {
  const model = reading.models[0]?.[0] ?? modelOf(context.previous) ?? reading.matcher.example();
  if (draft.kind === 'no') {
    // "What will the error be next week?" asks for what is to come, which says more than that the wish is not served.
    if (reading.period.kind === 'problem' && reading.period.reason === 'future')
      return refuse('future', reading.period.message, reading.offers);
    return refuse('not-supported', refusals[draft.intent].message, refusals[draft.intent].offers(model));
  }
  if (draft.kind === 'unknown-term') {
    const examples = context.terms.slice(0, 3).map((term) => `explain ${term}`);
    const what = draft.asked ? `The glossary has no “${draft.asked.slice(0, 80)}”.` : 'Which word shall I explain?';
    return refuse('not-understood', `${what} It explains words about models and their monitoring.`, examples);
  }
  if (draft.kind === 'unknown-audience') {
    return refuse('not-supported', `There is no digest for “${draft.asked.slice(0, 80)}”.`, [
      'digest as executive',
      'digest as data scientist',
    ]);
  }
  if (reading.period.kind === 'problem') return refuse(reading.period.reason, reading.period.message, reading.offers);
  return refuse('not-understood', 'I did not understand that. These I can answer:', reading.offers);
}

function periodProblem({ period, second, offers }: Reading): Parsed | undefined {
  if (period.kind === 'problem') return refuse(period.reason, period.message, offers);
  if (period.kind !== 'period' || second.kind !== 'period' || sayAsked(second.period) === sayAsked(period.period))
    return undefined;
  return refuse(
    'ambiguous',
    `I read two periods, ${sayAsked(period.period)} and ${sayAsked(second.period)}. Ask about one at a time.`,
    offers,
  );
}

function modelProblem(query: Query, reading: Reading, context: QuestionContext): Parsed | undefined {
  const { models, matcher, offers } = reading;
  const [first, other] = models;
  if (first && first.length > 1) {
    return refuse(
      'ambiguous',
      `Several models are called so: ${first.slice(0, 5).join(', ')}. Write the one you mean as it stands here.`,
      first.slice(0, 5).map((name) => `how is ${name} doing?`),
    );
  }
  if (first && other) {
    return refuse('ambiguous', `You name ${first[0]} and ${other[0]}. Ask about one model at a time.`, [
      `how is ${first[0]} doing?`,
      `how is ${other[0]} doing?`,
    ]);
  }
  if (first) return undefined;
  for (const { phrase, sure } of unknownNames(reading.words, reading.known)) {
    const suggestions = matcher.suggest(phrase);
    if (!sure && suggestions.length === 0) continue;
    const intended = complete({ kind: 'query', query: withoutModel(query) }, reading, { ...context, previous: undefined });
    return unknownModel(phrase, suggestions, intended, offers);
  }
  return undefined;
}

/** No model is called so: the question without it, and the nearest names. */
export function unknownModel(asked: string, suggestions: string[], query: Query, offers: string[]): Parsed {
  const hint =
    suggestions.length > 0 ? ` Did you mean ${suggestions.join(' or ')}?` : ' “list models” shows those you can ask about.';
  const message = `I know no model called “${asked}”.${hint}`;
  return { ok: false, reason: 'unknown-model', asked, suggestions, query, message, offers };
}

function withoutModel(query: Query): Query {
  if (!('model' in query)) return query;
  const { model: _, ...rest } = query;
  return rest;
}

/** Whether the question before gave the model or the period. */
const tookOver = (query: Query, reading: Reading, { previous }: QuestionContext): boolean =>
  (modelOf(query) !== undefined && reading.models.length === 0 && modelOf(previous) !== undefined) ||
  (periodOf(query) !== undefined && reading.period.kind !== 'period');

const speaksOfNow = /(?<!\S)(?:now|currently|today|nowadays|latest|newest|these days|lately|recently)(?!\S)/;

/** Puts in the model and the period that were named, else those of the question before. */
function complete(
  { query, followUp }: Draft & { kind: 'query' },
  reading: Reading,
  context: Omit<QuestionContext, 'previous'> & { previous?: Query | undefined },
): Query {
  const model = reading.models[0]?.[0] ?? modelOf(context.previous);
  const named = reading.period.kind === 'period' ? reading.period.period : undefined;
  const inherited = followUp || !speaksOfNow.test(reading.timed) ? periodOf(context.previous) : undefined;
  const period = named ?? inherited;
  // A course over time has no period of its own: asked for one, it is the figures of that period.
  const base: Query =
    query.kind === 'trend' && followUp && named && query.measure ? { kind: 'measure', measure: query.measure } : query;
  return { ...base, ...(model && takesModel(base) && { model }), ...(period && takesPeriod(base) && { period }) } as Query;
}
