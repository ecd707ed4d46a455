import { addDays, type Day } from '../shared/period.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const date = new RegExp(
  `\\b(?:(\\d{4})-(\\d{2})-(\\d{2})|(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${month}(?:,? (\\d{4}))?|${month} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?)\\b`,
  'gi',
);
/** A day without a year that lies longer ago than this is next year's. */
const agoDays = 90;

/** The first days that a sentence names: when a change begins and, after “until” or “to”, its last day. Pure. */
export function findDates(words: string, today: Day): { startsOn?: Day; endsOn?: Day } {
  const found = [...words.matchAll(date)].flatMap((match) => {
    const day = dayOf(match, today);
    return day ? [{ day, ends: /\b(?:until|till|to|through|ends?(?: on)?)\s*$/i.test(words.slice(0, match.index)) }] : [];
  });
  const startsOn = found.find((one) => !one.ends)?.day;
  const endsOn = found.find((one) => one.ends && (startsOn === undefined || one.day >= startsOn))?.day;
  return { ...(startsOn ? { startsOn } : {}), ...(endsOn ? { endsOn } : {}) };
}

function dayOf(match: RegExpMatchArray, today: Day): Day | undefined {
  const [, isoYear, isoMonth, isoDay, dayFirst, monthAfter, yearAfter, monthFirst, dayAfter, yearLast] = match;
  if (isoYear) return real(Number(isoYear), Number(isoMonth), Number(isoDay));
  const at = months.indexOf((monthAfter ?? monthFirst ?? '').slice(0, 3).toLowerCase()) + 1;
  const day = Number(dayFirst ?? dayAfter);
  const year = yearAfter ?? yearLast;
  if (year) return real(Number(year), at, day);
  const thisYear = real(Number(today.slice(0, 4)), at, day);
  return thisYear && thisYear < addDays(today, -agoDays) ? real(Number(today.slice(0, 4)) + 1, at, day) : thisYear;
}

/** No 31 April. */
function real(year: number, month: number, day: number): Day | undefined {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.toISOString().slice(0, 10) : undefined;
}
