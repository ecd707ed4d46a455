import * as chrono from 'chrono-node/en';
import { addDays, dayOf, weekOf, type Day, type Period } from '../shared/period.ts';
import { blockOf, isoWeek, lastWeekday, months, pad, shift, tidy, weekOfMonth, yearOf } from './calendar.ts';

/** What a date without a year is read against: the last one that began by `today`, or the first one from `from` on. */
export interface Bound {
  today: Day;
  from?: Day;
  /** A day without a year that is at most this many days ahead is meant as what is to come. */
  aheadDays?: number;
}

interface Anchor {
  pattern: string;
  read: (words: string, bound: Bound) => Period | undefined;
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];
const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const weekday = '(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)';
const shortWeekday = '(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)';
const dayNumber = '\\d{1,2}(?:st|nd|rd|th)?(?![\\w/-])';
const year = '(?:19|20)\\d\\d(?![\\w/-])';
const date = `(?:the )?${dayNumber}(?: of)? ${month}(?:(?: of)? ${year})?|${month}(?: the)? ${dayNumber}(?: ${year})?`;
const slashed = '\\d{1,2}[/.]\\d{1,2}(?:[/.](?:\\d{4}|\\d\\d))?(?![\\w/-])';

/** Ways to name one stretch of the calendar, the more telling first. Each pattern has no capturing group. */
const anchors: Anchor[] = [
  { pattern: '\\d{4}-\\d\\d-\\d\\d', read: (words) => chronoDay(words) },
  { pattern: `(?:${weekday} )?(?:the )?(?:${date})`, read: readDate },
  { pattern: slashed, read: readSlashed },
  {
    pattern: `(?:the )?(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)(?: full)? week (?:of|in) ${month}(?: ${year})?`,
    read: (words, bound) => {
      const named = words.match(/(first|second|third|fourth|fifth|last|[1-5])/)?.[1] ?? '';
      const nth = named === 'last' ? -1 : Number(named) || ordinals.indexOf(named) + 1;
      const of = readMonth(words.replace(/^.* week (?:of|in) /, ''), bound);
      return of && weekOfMonth(of, nth);
    },
  },
  {
    pattern: `(?:the )?(?:early|mid|middle of|late|beginning of|start of|end of)(?: in)?[ -]${month}(?: ${year})?`,
    read: (words, bound) => {
      const of = readMonth(words.replace(new RegExp(`^.*?(?=${month}(?: ${year})?$)`), ''), bound);
      if (!of) return undefined;
      if (/mid/.test(words)) return tidy({ start: addDays(of.start, 10), end: addDays(of.start, 20) });
      if (/late|end/.test(words)) return tidy({ start: addDays(of.start, 20), end: of.end });
      return tidy({ start: of.start, end: addDays(of.start, 10) });
    },
  },
  {
    pattern: `(?:last|previous|this|next|the current) ${month}(?! ${year})`,
    read: (words, bound) => {
      const found = readMonth(words.replace(/^.* /, ''), bound);
      const over = found && found.end <= bound.today;
      if (words.startsWith('next')) return readMonth(words.replace(/^.* /, ''), { today: bound.today, from: bound.today });
      return found && words.startsWith('last') && !over ? blockOf(found.start, 1, -12) : found;
    },
  },
  { pattern: `${month}(?:(?: of)? ${year})?`, read: readMonth },
  { pattern: `(?:the )?day before yesterday`, read: (_, bound) => dayOf(addDays(bound.today, -2)) },
  { pattern: 'yesterday|today|tomorrow', read: (words, bound) => chronoDay(words, bound.today) },
  {
    pattern:
      '(?:this|last|the last|previous|the previous|past|the past|next|the current|current|running|the running) (?:week|month|quarter|year|weekend)',
    read: (words, bound) => {
      const step = /last|previous|past/.test(words) ? -1 : words.startsWith('next') ? 1 : 0;
      if (words.endsWith('weekend')) return weekend(shift(weekOf(bound.today), step));
      if (words.endsWith('week')) return shift(weekOf(bound.today), step);
      return blockOf(bound.today, words.endsWith('month') ? 1 : words.endsWith('quarter') ? 3 : 12, step);
    },
  },
  { pattern: '(?:the )?week before last', read: (_, bound) => shift(weekOf(bound.today), -2) },
  {
    pattern:
      '(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\\d{1,3}) (?:day|week|month|year)s? (?:ago|back|earlier)',
    read: (words, bound) => {
      const day = chronoDay(words.replace(/back|earlier/, 'ago'), bound.today)?.start;
      if (day === undefined || /day/.test(words)) return day === undefined ? undefined : dayOf(day);
      return /week/.test(words) ? weekOf(day) : blockOf(day, /month/.test(words) ? 1 : 12);
    },
  },
  {
    pattern: `(?:on |last |on last |this |this past |next )?${weekday}|(?:on |last |since )${shortWeekday}`,
    read: (words, bound) => {
      const weekdayAt = weekdayNames.indexOf(words.replace(/^.* /, '').slice(0, 3)) + 1;
      const before = lastWeekday(bound.today, weekdayAt);
      return words.startsWith('next') ? shiftDays(before, before.start === addDays(bound.today, -7) ? 14 : 7) : before;
    },
  },
  {
    pattern: `q[1-4](?:(?: of)? ${year})?|(?:the )?(?:first|second|third|fourth) quarter(?:(?: of)? ${year})?`,
    read: (words, bound) => {
      const named = words.match(/^q([1-4])/)?.[1];
      const quarter = named ? Number(named) : ordinals.findIndex((word) => words.includes(word)) + 1;
      return inYear(words, bound, (at) => months(at, quarter * 3 - 2, 3));
    },
  },
  {
    pattern: `(?:calendar )?week (?:number )?\\d{1,2}(?![\\w/-])(?:(?: of)? ${year})?`,
    read: (words, bound) => {
      const week = Number(words.match(/week (?:number )?(\d+)/)?.[1]);
      return inYear(words, bound, (at) => {
        const period = isoWeek(at, week);
        // A year's last week is the one that still holds a Thursday of it.
        return week >= 1 && yearOf(addDays(period.start, 3)) === at ? period : undefined;
      });
    },
  },
  { pattern: `(?:in|of|during|for) ${year}`, read: (words) => months(Number(words.slice(-4)), 1, 12) },
  {
    pattern: '(?:on )?the \\d{1,2}(?:st|nd|rd|th)(?![\\w/-])',
    read: (words, bound) => {
      const dayOfMonth = Number(words.match(/\d+/)?.[0]);
      for (let back = 0; back < 4; back++) {
        const of = blockOf(bound.today, 1, -back);
        const day = addDays(of.start, dayOfMonth - 1);
        if (dayOfMonth >= 1 && day < of.end && day <= bound.today) return dayOf(day);
      }
      return undefined;
    },
  },
];

/** One pattern for all of them, without a capturing group. */
export const anchorPattern = `(?:${anchors.map((anchor) => anchor.pattern).join('|')})`;
export const isWholeMonth = (words: string): boolean => new RegExp(`^(?:${month})(?: ${year})?$`).test(words);
export const monthPattern = month;
export const namesYear = (words: string): boolean => /(?:19|20)\d\d/.test(words);
const readers = anchors.map((anchor) => ({ whole: new RegExp(`^(?:${anchor.pattern})$`), read: anchor.read }));

/** The stretch that the words name; undefined if there is no such day ("31 June"). */
export const readAnchor = (words: string, bound: Bound): Period | undefined =>
  readers.find((reader) => reader.whole.test(words))?.read(words, bound);

/** A calendar day in English as chrono reads it. Noon in UTC keeps zones and their changes of hour out of it. */
function chronoDay(words: string, today: Day = '2000-01-01'): Period | undefined {
  const [found] = chrono.casual.parse(words, { instant: new Date(`${today}T12:00:00Z`), timezone: 0 });
  const [at, inMonth, on] = [found?.start.get('year'), found?.start.get('month'), found?.start.get('day')];
  return at && inMonth && on ? dayOf(`${at}-${pad(inMonth)}-${pad(on)}`) : undefined;
}

function readDate(words: string, bound: Bound): Period | undefined {
  const plain = words.replace(new RegExp(`^${weekday} `), '').replace(/\b(?:the|of) /g, '');
  return inYear(plain, bound, (at) => chronoDay(namesYear(plain) ? plain : `${plain} ${at}`));
}

function readMonth(words: string, bound: Bound): Period | undefined {
  const number = monthNames.indexOf(words.slice(0, 3)) + 1;
  return inYear(words, { ...bound, aheadDays: 0 }, (at) => months(at, number));
}

/** Day first, as Leeway itself writes, unless only the other order is a date that has been. */
function readSlashed(words: string, bound: Bound): Period | undefined {
  const [first, second, named] = words.split(/[/.]/).map(Number) as [number, number, number | undefined];
  const full = named === undefined ? '' : ` ${named < 100 ? 2000 + named : named}`;
  const read = (day: number, inMonth: number) => {
    const name = monthNames[inMonth - 1];
    return name && readDate(`${day} ${name}${full}`, bound);
  };
  const dayFirst = read(first, second);
  const monthFirst = read(second, first);
  return dayFirst && (dayFirst.start <= bound.today || !monthFirst || monthFirst.start > bound.today)
    ? dayFirst
    : monthFirst || undefined;
}

/** Tries years until one gives a period that lies as the bound asks; 29 February may be eight years away. */
function inYear(words: string, bound: Bound, make: (year: number) => Period | undefined): Period | undefined {
  const named = words.match(/(?:19|20)\d\d/)?.[0];
  if (named) return make(Number(named));
  const base = yearOf(bound.from ?? bound.today);
  const latest = addDays(bound.today, bound.aheadDays ?? 0);
  for (let away = 0; away <= 9; away++) {
    const period = make(bound.from ? base + away : base + 1 - away);
    if (period && (bound.from ? period.start >= bound.from : period.start <= latest)) return period;
  }
  return undefined;
}

const weekend = (week: Period): Period => tidy({ start: addDays(week.start, 5), end: week.end });
const shiftDays = (period: Period, days: number): Period => ({
  ...period,
  start: addDays(period.start, days),
  end: addDays(period.end, days),
});
