import { isDeepStrictEqual } from 'node:util';
import { sayDay, sayDayYear } from '../shared/period.ts';
import { parseQuestion } from './parse-question.ts';
import type { QuestionContext } from './parsed.ts';
import type { Query } from './query.ts';

/** What fits on a button. */
const maxOfferChars = 75;
const maxOffers = 8;
const dayPattern = /\b\d{4}-\d{2}-\d{2}\b/g;

/**
 * Questions as a person would write them: models by their titles, days as words. A question stays as it is where it would no
 * longer be read as the same, such as where two models share a title, or where it would not fit on a button.
 */
export function sayOffers(offers: readonly string[], titles: ReadonlyMap<string, string>, context: QuestionContext): string[] {
  return offers.slice(0, maxOffers).map((offer) => {
    const meant = queryOf(offer, context);
    if (!meant) return offer;
    const titled = offer.replace(/[^\s?]+/g, (word) => titles.get(word) ?? word);
    const variants = [sayDay, sayDayYear].flatMap((say) => [titled, offer].map((one) => one.replace(dayPattern, say)));
    return (
      variants.find((one) => one.length <= maxOfferChars && (one === offer || isDeepStrictEqual(queryOf(one, context), meant))) ??
      offer
    );
  });
}

function queryOf(offer: string, context: QuestionContext): Query | undefined {
  const parsed = parseQuestion(offer, context);
  return parsed.ok ? parsed.query : undefined;
}
