import { chartOf } from '../digest/chart.ts';
import { joinLines, type Line } from '../digest/line.ts';
import { sayList } from '../digest/shared-rules.ts';
import type { Measure } from '../shared/fact.ts';
import { addDays, sayDay } from '../shared/period.ts';
import { frame } from './frame.ts';
import type { Asking, Draft } from './asking.ts';
import { courseLine, referenceLine } from './course.ts';
import type { AskedPeriod } from './query.ts';
import { sayAsked } from './say-query.ts';
import { buttonsOf, isNews, kept, matterLines, wordsFor } from './sentences.ts';
import { materialOf, type Subject } from './subject.ts';
import type { FindingJson } from './subject-store.ts';
import { verdictOf } from './verdict.ts';

/** A month or a longer stretch: its weeks one after another, each of the four things for itself, and the weeks that stood out. */
export function answerSpan(asking: Asking, subject: Subject, asked: AskedPeriod): Draft {
  const words = { ...wordsFor(asking, subject), when: sayAsked(asked) };
  const kpis = kpisOf(subject);
  return {
    ...frame(subject),
    headline: spanHeadline(asking, subject, words),
    lines: kept([
      weeksRead(asking, subject, 'mae') ?? weeksRead(asking, subject, 'rows'),
      joinLines('error', [
        courseOf(asking, subject, 'error', 'mae'),
        referenceLine(asking, subject, subject.fact('mae', 'reference')),
      ]),
      ...kpis.map((kpi) => kpiCourse(asking, subject, kpi)),
      inputsLine(asking, subject, words),
      courseOf(asking, subject, 'predictions', 'prediction-mean'),
      courseOf(asking, subject, 'outcome', 'outcome-mean'),
      courseOf(asking, subject, 'volume', 'rows'),
      stoodOutLine(asking, subject),
      ...matterLines(asking, subject.row.matters, subject.row.title),
    ]),
    chart: chartOf(materialOf(subject, asking.today)),
    matters: buttonsOf(subject.row.matters),
  };
}

/** The weekly facts of the span. */
export const inSpan = (subject: Subject, measure: Measure, about = '') =>
  subject
    .series(measure, about)
    .filter(
      (one) =>
        (!subject.window.from || one.periodStart >= subject.window.from) &&
        (!subject.window.until || one.periodStart < subject.window.until),
    );

export function courseOf(
  asking: Asking,
  subject: Subject,
  name: 'error' | 'inputs' | 'predictions' | 'outcome' | 'volume',
  measure: Measure,
): Line {
  return courseLine(
    asking,
    asking.tell(`span.names.${name}`, 'detail', { words: wordsFor(asking, subject) }),
    inSpan(subject, measure),
  );
}

export const kpiCourse = (asking: Asking, subject: Subject, kpi: { id: string; title: string }): Line | undefined =>
  joinLines('kpi', [
    courseLine(asking, asking.tell('trend.names.kpi', 'kpi', { words: { title: kpi.title } }), inSpan(subject, 'kpi', kpi.id)),
    referenceLine(asking, subject, subject.fact('kpi', `${kpi.id}:reference`)),
  ]);

/** The KPIs of which anything was counted. */
export const kpisOf = (subject: Subject): { id: string; title: string; phrase: string }[] =>
  subject.row.kpis.filter((kpi) => subject.fact('kpi', kpi.id) ?? subject.series('kpi', kpi.id)[0]);

/** A month is not made of weeks: says which were read. */
function weeksRead({ tell }: Asking, subject: Subject, measure: Measure): Line | undefined {
  const weeks = inSpan(subject, measure);
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (!first || !last) return undefined;
  return tell('changes.weeks', 'head', {
    words: { first: sayDay(first.periodStart), last: sayDay(addDays(last.periodEnd, -1)) },
    rests: [first, last],
  });
}

function spanHeadline(asking: Asking, subject: Subject, words: Record<string, string>): Line {
  const { tell } = asking;
  const news = subject.findings.filter(isNews);
  const weeks = [...new Set(news.map((one) => one.start))].sort();
  const judged = subject.findings.filter((one) => one.kind.startsWith('error-') || one.kind.startsWith('kpi-'));
  const early = judged.length > 0 && judged.every((one) => one.kind.endsWith('-early'));
  const name = weeks.length > 0 ? 'stood-out' : early ? 'early' : 'nothing';
  const list =
    weeks.length > 3
      ? `several weeks, the first of ${sayDay(weeks[0]!)}`
      : `the ${weeks.length === 1 ? 'week' : 'weeks'} of ${sayList(weeks.map(sayDay))}`;
  const what = tell(`changes.what.${name}`, 'detail', {
    words: { weeks: list },
    rests: news.flatMap((one) => Object.values(one.slots)),
  });
  return tell('changes.span', 'headline', { words: { ...words, what }, rests: judged.flatMap((one) => one.slots['now'] ?? []) });
}

function inputsLine({ tell }: Asking, subject: Subject, words: Record<string, string>): Line | undefined {
  const drifts = subject.findings.filter((one) => one.kind === 'input-drift');
  const highest = inSpan(subject, 'psi-highest');
  if (highest.length === 0) return undefined;
  const drifted = sayList([...new Set(drifts.map((one) => one.words['phrase'] ?? ''))]);
  return tell(`span.inputs-${drifts.length > 0 ? 'differ' : 'alike'}`, 'drift', { words: { ...words, drifted }, rests: highest });
}

/** The weeks outside their usual range, and how many could not be judged. */
function stoodOutLine(asking: Asking, subject: Subject): Line | undefined {
  const { tell } = asking;
  const judged = subject.findings.filter((one) => one.kind.startsWith('error-') || one.kind.startsWith('kpi-'));
  if (judged.length === 0) return undefined;
  const early = judged.filter((one) => one.kind.endsWith('-early'));
  const needed = subject.fact('history-needed');
  const news = subject.findings.filter(isNews).toSorted((a, b) => (a.start < b.start ? -1 : 1));
  const said = news.slice(0, 5).map((one) => sayNews(asking, subject, one));
  return joinLines('part', [
    said.length > 0
      ? tell('span.stood-out', 'part', {
          words: {
            list: { role: 'part', text: said.map((one) => one.text).join('; '), facts: said.flatMap((one) => one.facts) },
          },
        })
      : early.length < judged.length
        ? tell('span.nothing', 'part', { rests: judged.flatMap((one) => one.slots['now'] ?? []) })
        : undefined,
    early.length > 0 && needed
      ? tell(`span.${early.length === judged.length ? 'early' : 'part-early'}`, 'part', { facts: { needed } })
      : undefined,
  ]);
}

function sayNews(asking: Asking, subject: Subject, finding: FindingJson): Line {
  const words = wordsFor(asking, { ...subject, period: { grain: 'week', start: finding.start, end: addDays(finding.start, 7) } });
  return verdictOf(asking.tell, finding, words);
}
