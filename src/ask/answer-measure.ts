import { chartOf } from '../digest/chart.ts';
import type { Line } from '../digest/line.ts';
import type { Measure } from '../shared/fact.ts';
import { courseOf, kpiCourse, kpisOf } from './answer-span.ts';
import { dayStatus } from './answer-status.ts';
import { unchecked } from './answer-unchecked.ts';
import { askWhich, impliedModel, type Answerer, type Asking } from './asking.ts';
import { referenceLine } from './course.ts';
import { inputsLine, outcomeLine, predictionsLine } from './four-things.ts';
import { frame } from './frame.ts';
import type { AskedMeasure } from './query.ts';
import { sayAsked } from './say-query.ts';
import { beforeOf, countedLine, kept, wordsFor } from './sentences.ts';
import { materialOf, readSubject, type Subject } from './subject.ts';

/** The weekly figure that stands for what was asked for. */
export const figureOf: Record<AskedMeasure, Measure> = {
  error: 'mae',
  kpi: 'kpi',
  volume: 'rows',
  inputs: 'psi-highest',
  predictions: 'prediction-mean',
  outcome: 'outcome-mean',
};

/** What can be said of a single day: whether it looks unlike the reference is judged by the week. */
const countedByDay: readonly AskedMeasure[] = ['error', 'kpi', 'volume'];

/** One figure of a period, with what it is compared with, its population and what is usual. */
export const answerMeasure: Answerer<'measure'> = async (asking, query) => {
  const modelId = query.model ?? impliedModel(asking);
  if (modelId === undefined) return askWhich(asking, query);
  const subject = await readSubject(asking.ctx, modelId, query.period, asking.today);
  if (!subject.period) return unchecked(asking, subject, query.period);
  if (subject.period.grain === 'day' && !countedByDay.includes(query.measure)) return dayStatus(asking, subject);
  const { tell, today } = asking;
  const words = wordsFor(asking, subject);
  const base = {
    ...frame(subject),
    ...(query.measure === 'error' || query.measure === 'kpi' ? { chart: chartOf(materialOf(subject, today)) } : {}),
  };
  if (query.measure === 'error' && subject.spec?.outcome.known === false) {
    const when = subject.window.span ? sayAsked(query.period!) : words['when'];
    return { ...base, headline: tell('measure.unknown', 'headline', { words: { ...words, when } }), lines: [] };
  }
  if (subject.window.span) {
    const name = nameOf(asking, subject, query.measure);
    return {
      ...base,
      headline: tell('measure.span', 'headline', { words: { ...words, name, when: sayAsked(query.period!) } }),
      lines: kept(spanLines(asking, subject, query.measure)),
    };
  }
  const headline = headlineOf(asking, subject, query.measure);
  if (!headline) return { ...base, headline: tell('measure.none', 'headline', { words }), lines: [] };
  return { ...base, headline, lines: kept([...detailsOf(asking, subject, query.measure), countedLine(asking, subject)]) };
};

/** How a sentence names the figure: `the average miss`. */
export function nameOf(asking: Asking, subject: Subject, measure: AskedMeasure): Line {
  const kpi = kpisOf(subject)[0];
  const words = { ...wordsFor(asking, subject), title: kpi?.phrase ?? 'the business measure' };
  return asking.tell(`trend.names.${measure}`, 'detail', { words });
}

function spanLines(asking: Asking, subject: Subject, measure: AskedMeasure): (Line | undefined)[] {
  if (measure === 'kpi') return kpisOf(subject).map((kpi) => kpiCourse(asking, subject, kpi));
  return [
    courseOf(asking, subject, measure, figureOf[measure]),
    measure === 'error' ? referenceLine(asking, subject, subject.fact('mae', 'reference')) : undefined,
  ];
}

function headlineOf(asking: Asking, subject: Subject, measure: AskedMeasure): Line | undefined {
  const { tell } = asking;
  const words = wordsFor(asking, subject);
  if (measure === 'inputs') return head(inputsLine(asking, subject, 'measure'));
  if (measure === 'predictions') return head(predictionsLine(asking, subject, 'measure'));
  if (measure === 'outcome') return head(outcomeLine(asking, subject, 'measure'));
  const kpi = measure === 'kpi' ? kpisOf(subject)[0] : undefined;
  if (measure === 'kpi' && !kpi) return undefined;
  const now = subject.fact(figureOf[measure], kpi?.id);
  if (!now) return undefined;
  const before = beforeOf(asking, subject.before(figureOf[measure], kpi?.id));
  return tell(`measure.${measure}`, 'headline', { facts: { now }, words: { ...words, before, title: kpi?.title } });
}

const head = (line: Line | undefined): Line | undefined => line && { ...line, role: 'headline' };

function detailsOf(asking: Asking, subject: Subject, measure: AskedMeasure): (Line | undefined)[] {
  if (measure === 'error')
    return [
      usualLine(asking, subject, 'mae'),
      referenceLine(asking, subject, subject.fact('mae', 'reference')),
      ...errorDetails(asking, subject),
    ];
  if (measure === 'volume') return [usualLine(asking, subject, 'rows')];
  if (measure === 'inputs') return distanceLines(asking, subject);
  if (measure !== 'kpi') return [];
  return kpisOf(subject).flatMap((kpi) => {
    const target = subject.fact('kpi-target', kpi.id);
    return [
      target && asking.tell('measure.target', 'kpi', { facts: { target } }),
      usualLine(asking, subject, `kpi:${kpi.id}`),
      referenceLine(asking, subject, subject.fact('kpi', `${kpi.id}:reference`)),
    ];
  });
}

function usualLine({ tell }: Asking, subject: Subject, name: string): Line | undefined {
  const [low, high] = [subject.fact('limit-low', name), subject.fact('limit-high', name)];
  if (low && high) return tell('measure.usual', 'part', { facts: { low, high } });
  const [points, needed] = [subject.fact('history-points', name), subject.fact('history-needed')];
  return points && needed ? tell('measure.usual-early', 'part', { facts: { points, needed } }) : undefined;
}

function errorDetails(asking: Asking, subject: Subject): (Line | undefined)[] {
  const { tell } = asking;
  const words = wordsFor(asking, subject);
  const facts = {
    bias: subject.fact('bias'),
    rmse: subject.fact('rmse'),
    rmseBefore: subject.before('rmse'),
    baseline: subject.fact('baseline'),
    constant: subject.fact('baseline-mae'),
  };
  return [
    facts.bias && tell(`measure.lean-${facts.bias.value < 0 ? 'early' : 'late'}`, 'error', { facts, words }),
    facts.rmse && tell(`why.large${facts.rmseBefore ? '' : '-first'}`, 'error', { facts }),
    facts.constant && tell('measure.constant', 'error', { facts, words }),
  ];
}

function distanceLines(asking: Asking, subject: Subject): Line[] {
  const lines = subject.distances.slice(0, 5).map((now) => {
    const input = subject.spec?.inputs.find((one) => one.name === now.about);
    return asking.tell('measure.distance', 'drift', {
      facts: { now },
      words: { phrase: input?.phrase ?? now.about, column: now.about },
    });
  });
  return asking.voice === 'executive' && lines.length > 0
    ? [...lines, asking.tell('measure.scale', 'drift', { words: wordsFor(asking, subject) })]
    : lines;
}
