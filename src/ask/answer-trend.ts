import { chartOf } from '../digest/chart.ts';
import type { Line } from '../digest/line.ts';
import { figureOf, nameOf } from './answer-measure.ts';
import { kpisOf } from './answer-span.ts';
import { unchecked } from './answer-unchecked.ts';
import { askWhich, impliedModel, type Answerer, type Asking } from './asking.ts';
import { courseLine } from './course.ts';
import { frame } from './frame.ts';
import type { AskedMeasure } from './query.ts';
import { countedLine, kept, slotsOf, wordsFor } from './sentences.ts';
import { materialOf, readSubject, type Subject } from './subject.ts';

/** Whether a figure is moving away from what is usual, and its course over the weeks that were checked. */
export const answerTrend: Answerer<'trend'> = async (asking, query) => {
  const modelId = query.model ?? impliedModel(asking);
  if (modelId === undefined) return askWhich(asking, query);
  const subject = await readSubject(asking.ctx, modelId, undefined, asking.today);
  if (!subject.period) return unchecked(asking, subject, undefined);
  const unknown = (query.measure ?? 'error') === 'error' && subject.spec?.outcome.known === false;
  const asked: AskedMeasure[] = query.measure ? [query.measure] : ['error', 'kpi'];
  const measures: AskedMeasure[] = unknown ? ['predictions', 'inputs', 'kpi'] : asked;
  return {
    ...frame(subject),
    headline: unknown
      ? asking.tell('trend.unknown', 'headline', { words: wordsFor(asking, subject) })
      : headline(asking, subject, measures[0]!),
    lines: kept([
      ...measures
        .slice(1)
        .filter((measure) => !unknown || measure === 'kpi')
        .flatMap((measure) =>
          measure === 'kpi' && kpisOf(subject).length === 0 ? [] : [headline(asking, subject, measure, 'kpi')],
        ),
      ...measures.map((measure) => course(asking, subject, measure)),
      countedLine(asking, subject),
    ]),
    chart: chartOf(materialOf(subject, asking.today)),
    offers: [`why was ${modelId} off?`, `what changed in ${modelId} last week?`, `how is ${modelId} doing?`],
  };
};

function headline(asking: Asking, subject: Subject, measure: AskedMeasure, role: 'headline' | 'kpi' = 'headline'): Line {
  const { tell } = asking;
  const prefix = measure === 'error' ? 'error-' : 'kpi-';
  const finding =
    measure === 'error' || measure === 'kpi' ? subject.findings.find((one) => one.kind.startsWith(prefix)) : undefined;
  const telling = { words: { ...wordsFor(asking, subject), name: nameOf(asking, subject, measure) } };
  if (!finding) return tell('trend.plain', role, telling);
  const kind = finding.kind.slice(prefix.length);
  const name = kind === 'outside' && finding.weeksRunning > 1 ? 'outside-weeks' : kind;
  return tell(`trend.${name}`, role, { ...telling, facts: slotsOf(subject, finding), rests: Object.values(finding.slots) });
}

function course(asking: Asking, subject: Subject, measure: AskedMeasure): Line | undefined {
  const about = measure === 'kpi' ? kpisOf(subject)[0]?.id : '';
  if (about === undefined) return undefined;
  return courseLine(asking, nameOf(asking, subject, measure), subject.series(figureOf[measure], about));
}
