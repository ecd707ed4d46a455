import { addDays, dayOf, weekOf, type Day, type Period } from '../shared/period.ts';
import { anchorPattern, isWholeMonth, monthPattern, namesYear, readAnchor, type Bound } from './anchors.ts';
import { blockOf, lastWeek, marked, shift, tidy } from './calendar.ts';
import type { AskedPeriod } from './query.ts';
import { sayAsked } from './say-query.ts';

export type FoundPeriod =
  | { kind: 'none' }
  | { kind: 'period'; period: AskedPeriod; from: number; to: number; note?: string }
  | { kind: 'problem'; reason: 'future' | 'ambiguous'; message: string };

export interface PeriodContext {
  today: Day;
  /** The period last talked of, for "the week before". */
  previous?: Period | undefined;
  /** Whether there was a question before this one. */
  followsUp?: boolean;
}

/** A day this far ahead without a year is one to come, not last year's. */
const aheadDays = 14;

type Reading = Period | { problem: string } | undefined;
interface Frame {
  pattern: RegExp;
  read: (groups: string[], context: PeriodContext) => Reading;
}

const A = `(${anchorPattern})`;
const N = '(an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|couple of|\\d{1,3})';
const numbers = ['a', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', '', 'twelve'];
const D = '((?:the )?\\d{1,2}(?:st|nd|rd|th)?)';
const joint = '(?:and|to|until|till|through|thru|up to|-)';
const frame = (pattern: string, read: Frame['read']): Frame => ({
  pattern: new RegExp(`(?<![\\w/-])${pattern}(?![\\w/-])`),
  read,
});

/** Ways to name a period, the more telling first. */
const frames: Frame[] = [
  frame(`(?:between|from) ${A} ${joint} ${A}`, ([left = '', right = ''], context) => range(left, right, context)),
  frame(
    `(?:between |from )?${D}(?: ${joint} |-)${D}(?: of)? (${monthPattern}(?: (?:19|20)\\d\\d)?)`,
    ([left, right, month], context) => range(`${left} ${month}`, `${right} ${month}`, context),
  ),
  frame(
    `(?:between |from )?(${monthPattern}) ${D}(?: ${joint} |-)${D}((?: (?:19|20)\\d\\d)?)`,
    ([month, left, right, year], context) => range(`${month} ${left}${year}`, `${month} ${right}${year}`, context),
  ),
  frame(`${A} (?:to|until|till|through|thru|up to) ${A}`, ([left = '', right = ''], context) => range(left, right, context)),
  frame(`(?:since|from) (?:the )?(?:(?:start|beginning) of )?${A}(?: (?:on|onwards?|until now|to date|till now))?`, since),
  frame(`after (?:the )?(?:week of )?${A}`, ([words = ''], context) => {
    const found = single(words, context);
    return found && upToToday(found.end, context.today);
  }),
  frame(`(?:the )?(day|week|month) (before|after) (?:the week of |the one of )?${A}`, ([unit, side, words = ''], context) => {
    const found = single(words, context);
    if (!found) return undefined;
    const whole = unit === 'day' ? dayOf(found.start) : unit === 'week' ? weekOf(found.start) : blockOf(found.start, 1);
    return shift(whole, side === 'before' ? -1 : 1);
  }),
  frame(
    `(?:the )?(?<!(?:first|second|third|fourth|fifth|last|full|[1-5](?:st|nd|rd|th)) )week(?: (?:of|beginning|starting|commencing|from|ending|with|containing|around|on|in))?(?: the)? ${A}`,
    ([words = ''], context) => {
      if (isWholeMonth(words))
        return { problem: `A month has several weeks. Name a day of the one you mean, such as “week of 11 ${words}”.` };
      const found = single(words, context);
      return found && weekOf(found.start);
    },
  ),
  frame(`${A} week`, ([words = ''], context) => {
    const found = single(words, context);
    return found && !isWholeMonth(words) ? weekOf(found.start) : found;
  }),
  frame(`(?:the )?(?:last|past|previous) ${N} (day|week|month|quarter|year)s?`, ([count = '', unit], { today }) => {
    const many = count === 'few' ? 4 : count === 'couple of' ? 2 : Number(count) || Math.max(1, numbers.indexOf(count));
    if (unit === 'day') return tidy({ start: addDays(today, -many), end: today });
    if (unit === 'week') return tidy({ start: shift(weekOf(today), -many).start, end: weekOf(today).start });
    const size = unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12;
    return tidy({ start: blockOf(today, size, -many).start, end: blockOf(today, size).start });
  }),
  frame(`(?:before|until|till|up to) ${A}`, ([words = '']) => ({
    problem: `“Before ${words}” says where to stop and not where to begin. Say both, such as “between 3 and 9 June”.`,
  })),
  frame(A, ([words = ''], context) => single(words, context)),
  frame('(?:the )?(day|week|month) (before(?: that)?|after(?: that)?|earlier|later)', relative),
  frame('the (previous|preceding|following|next) (day|week|month)', ([side, unit], context) =>
    relative([unit ?? '', side === 'previous' || side === 'preceding' ? 'before' : 'after'], context),
  ),
];

/**
 * The period named in a question. `words` are lower-case and joined by one space. What is being compared with ("than the
 * week before") names none. A period wholly ahead is a problem, one still running is marked partial.
 */
export function findPeriod(words: string, context: PeriodContext): FoundPeriod {
  // The verb "may" is no month; masked by a word of the same length so that positions stay.
  const plain = words
    .replace(
      /(?<=\b(?:i|we|you|it|he|she|they|how|who|what|that|this model|which|MODEL) )may\b|\bmay(?= (?:i|we|you|be|have|not)\b)/g,
      'can',
    )
    .replace(
      /\b(?:compared (?:to|with)|versus|vs|than|against|relative to) (?:the )?(?:previous |last )?(?:week|month|day)(?: before| earlier)?\b/g,
      (text) => '_'.repeat(text.length),
    );
  for (const { pattern, read } of frames) {
    const match = pattern.exec(plain);
    if (!match) continue;
    const found = read(match.slice(1), context);
    if (found === undefined) return { kind: 'problem', reason: 'ambiguous', message: `“${match[0]}” is no day of the calendar.` };
    if ('problem' in found) return { kind: 'problem', reason: 'ambiguous', message: found.problem };
    const period = marked(found, context.today);
    if (found.start > context.today) return { kind: 'problem', reason: 'future', message: future(period, context.today) };
    return { kind: 'period', period, from: match.index, to: match.index + match[0].length, ...noteOn(match[0], period) };
  }
  return { kind: 'none' };
}

const single = (words: string, { today }: PeriodContext): Period | undefined => readAnchor(words, { today, aheadDays });

function range(left: string, right: string, { today }: PeriodContext): Reading {
  const back: Bound = { today };
  let end = namesYear(right) ? readAnchor(right, back) : undefined;
  let start = readAnchor(left, end && !namesYear(left) ? { today: end.start } : back);
  if (start && !end) end = readAnchor(right, { today, from: start.start });
  if (start && end && end.start > today && end.start.slice(0, 4) > start.start.slice(0, 4) && !namesYear(left + right)) {
    // "June to May" in a June still running: the one that ended this May.
    start = readAnchor(left, { today: addDays(start.start, -1) });
    end = start && readAnchor(right, { today, from: start.start });
  }
  if (!start || !end) return undefined;
  const sameMonth =
    start.start.slice(5, 7) === end.start.slice(5, 7) &&
    start.start < end.start &&
    start.start.slice(0, 4) !== end.start.slice(0, 4);
  if (end.end <= start.start || (sameMonth && !namesYear(left + right))) {
    return { problem: `“${left} to ${right}” ends before it begins. Put the earlier day first.` };
  }
  return tidy({ start: start.start, end: end.end });
}

function since([words = '']: string[], context: PeriodContext): Reading {
  const found = single(words, context);
  return found && upToToday(found.start, context.today);
}

/** Whole days only: up to yesterday, unless it begins today. */
const upToToday = (start: Day, today: Day): Period => tidy({ start, end: start < today ? today : addDays(start, 1) });

function relative([unit = '', side = '']: string[], { today, previous, followsUp }: PeriodContext): Reading {
  if (!previous && !followsUp) return { problem: `Before or after which ${unit}? Name it, such as “the week of 11 June”.` };
  const base = previous ?? lastWeek(today);
  const step = side.startsWith('before') || side === 'earlier' ? -1 : 1;
  if (unit === 'month') return base.grain === 'month' ? shift(base, step) : blockOf(base.start, 1, step);
  // A week "before" a longer stretch is the one that ends where it begins.
  const edge = step < 0 ? base.start : addDays(base.end, -1);
  return unit === 'day' ? shift(dayOf(edge), step) : shift(weekOf(edge), step);
}

const future = (period: AskedPeriod, today: Day): string =>
  `${sayAsked(period)} lies ahead of ${sayAsked(dayOf(today))}. I measure what has happened and forecast nothing; ask about a period that has begun.`;

/** Says how a date was read that may be read otherwise. */
function noteOn(words: string, period: AskedPeriod): { note?: string } {
  const slash = words.match(/\b(\d{1,2})[/.](\d{1,2})\b/);
  const mayBeEither = slash && Number(slash[1]) <= 12 && Number(slash[2]) <= 12 && slash[1] !== slash[2];
  return mayBeEither ? { note: `I read “${slash[0]}” as ${sayAsked(period)}.` } : {};
}
