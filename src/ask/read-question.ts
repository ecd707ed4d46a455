import { dayIn } from '../shared/period.ts';
import { cleanText, maxQuestionChars } from './clean-text.ts';
import { correctSpelling, knownWith } from './correct-spelling.ts';
import { takeModels } from './find-model.ts';
import { findPeriod, type FoundPeriod } from './find-period.ts';
import { createModelMatcher, type ModelMatcher } from './model-matcher.ts';
import { offersFor } from './offers.ts';
import { refuse, type Parsed, type QuestionContext } from './parsed.ts';
import { periodOf } from './query.ts';
import { maxQuestionWords, splitWords } from './words.ts';

/** A question taken apart, before anybody says what it means. */
export interface Reading {
  matcher: ModelMatcher;
  known: (word: string) => boolean;
  /** The words as they were written. */
  raw: string;
  /** Corrected words, with MODEL and WHEN in place of names and the first period. */
  words: string;
  /** The same with the period in words. */
  timed: string;
  /** Whether a slip of the pen was set right. */
  corrected: boolean;
  models: string[][];
  period: FoundPeriod;
  /** A second period, if one is named. */
  second: FoundPeriod;
  offers: string[];
}

export function readQuestion(text: string, context: QuestionContext): Reading | { refused: Parsed } {
  const matcher = 'suggest' in context.models ? context.models : createModelMatcher(context.models);
  const offers = offersFor(matcher.example());
  if (text.length > maxQuestionChars) return tooLong(`${text.length} characters; I read up to ${maxQuestionChars}`, offers);
  const raw = splitWords(cleanText(text));
  if (raw.length > maxQuestionWords) return tooLong(`${raw.length} words; I read up to ${maxQuestionWords}`, offers);
  if (raw.length === 0)
    return { refused: refuse('not-understood', 'I see no words in that. Ask a question such as one of these.', offers) };
  const known = knownWith(context.terms);
  const { words, found } = takeModels(raw, matcher, known);
  const spelt = correctSpelling(words, { terms: context.terms, matcher, known });
  const timed = spelt.join(' ');
  const corrected = spelt.some((word, at) => word !== words[at]);
  const time = {
    today: dayIn(context.zone, context.now),
    previous: periodOf(context.previous),
    followsUp: context.previous !== undefined,
  };
  const period = findPeriod(timed, time);
  const base = { matcher, known, raw: raw.join(' '), timed, corrected, models: found, period, offers };
  if (period.kind !== 'period') return { ...base, words: timed, second: { kind: 'none' } };
  const replaced = `${timed.slice(0, period.from)}WHEN${timed.slice(period.to)}`;
  return { ...base, words: replaced, second: findPeriod(replaced, time) };
}

const tooLong = (what: string, offers: string[]) => ({
  refused: refuse('too-long', `That is a question of ${what}. Ask it in a sentence.`, offers),
});
