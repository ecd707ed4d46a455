import type { Line } from '../digest/line.ts';
import { sayFact } from '../shared/say-fact.ts';
import type { Fact } from '../shared/fact.ts';
import { sayDay } from '../shared/period.ts';
import type { Asking } from './asking.ts';
import { nothing, wordsFor } from './sentences.ts';
import type { Subject } from './subject.ts';

/** A figure's weeks in a sentence: first, last, lowest and highest. */
export function courseLine({ tell }: Asking, name: Line, series: readonly Fact[]): Line {
  const [first, last] = [series[0], series.at(-1)];
  if (!first || !last) return nothing;
  const facts = { first, last, low: least(series, 1), high: least(series, -1) };
  const words = {
    firstDay: sayDay(first.periodStart),
    lastDay: sayDay(last.periodStart),
    lowDay: sayDay(facts.low.periodStart),
    highDay: sayDay(facts.high.periodStart),
  };
  const telling = { facts, words: { ...words, name } };
  if (series.length === 1) return tell('span.course-one', 'detail', telling);
  // What reads alike has no lowest and no highest week.
  if (sayFact(facts.low) === sayFact(facts.high))
    return tell('span.course-same', 'detail', { ...telling, rests: [facts.low, facts.high] });
  return tell('span.course', 'detail', telling);
}

const least = (series: readonly Fact[], sign: 1 | -1): Fact =>
  series.reduce((best, one) => (sign * one.value < sign * best.value ? one : best));

/** What the figure was in the reference, and whether the model has learned from that window. */
export function referenceLine(asking: Asking, subject: Subject, reference: Fact | undefined): Line | undefined {
  const learned = subject.row.servedDataEnd === subject.spec?.reference.end;
  return (
    reference &&
    asking.tell(`measure.reference${learned ? '' : '-other'}`, 'detail', {
      facts: { reference },
      words: wordsFor(asking, subject),
    })
  );
}
