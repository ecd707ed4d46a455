import { chartOf } from '../digest/chart.ts';
import type { Line } from '../digest/line.ts';
import { answerSpan, kpisOf } from './answer-span.ts';
import { dayStatus } from './answer-status.ts';
import { unchecked } from './answer-unchecked.ts';
import { askWhich, impliedModel, type Answerer, type Asking } from './asking.ts';
import { inputsLine, outcomeLine, predictionsLine } from './four-things.ts';
import { frame } from './frame.ts';
import { beforeOf, buttonsOf, countedLine, isNews, kept, matterLines, slotsOf, wordsFor } from './sentences.ts';
import { materialOf, readSubject, type Subject } from './subject.ts';

/** What changed: what goes in, what the model says, what happened, how far it missed and the business measure, each for itself. */
export const answerChanges: Answerer<'changes'> = async (asking, query) => {
  const modelId = query.model ?? impliedModel(asking);
  if (modelId === undefined) return askWhich(asking, query);
  const subject = await readSubject(asking.ctx, modelId, query.period, asking.today);
  if (!subject.period) return unchecked(asking, subject, query.period);
  if (subject.period.grain === 'day') return dayStatus(asking, subject);
  if (subject.window.span) return answerSpan(asking, subject, query.period!);
  return {
    ...frame(subject),
    headline: headline(asking, subject),
    lines: kept([
      errorLine(asking, subject),
      ...kpisOf(subject).map((kpi) => kpiLine(asking, subject, kpi)),
      inputsLine(asking, subject, 'changes'),
      predictionsLine(asking, subject, 'changes'),
      outcomeLine(asking, subject, 'changes'),
      volumeLine(asking, subject),
      ...newLines(asking, subject),
      countedLine(asking, subject),
      ...matterLines(asking, subject.row.matters, subject.row.title),
    ]),
    chart: chartOf(materialOf(subject, asking.today)),
    matters: buttonsOf(subject.row.matters),
  };
};

function headline(asking: Asking, subject: Subject): Line {
  const { tell } = asking;
  const words = wordsFor(asking, subject);
  const error = subject.findings.find((one) => one.kind.startsWith('error-'));
  const what = error
    ? tell(`changes.what.${error.kind}`, 'detail', { words, rests: Object.values(error.slots) })
    : tell(`changes.what.${subject.findings.some(isNews) ? 'stood-out' : 'nothing'}`, 'detail', {
        words: { weeks: `the ${words['week']}` },
      });
  return tell('changes.headline', 'headline', { words: { ...words, what } });
}

function errorLine(asking: Asking, subject: Subject): Line | undefined {
  const now = subject.fact('mae');
  if (!now) return undefined;
  const words = { ...wordsFor(asking, subject), before: beforeOf(asking, subject.before('mae')) };
  const sentence = asking.tell('changes.missed', 'error', { facts: { now }, words });
  return asking.tell('changes.error', 'error', { words: { ...words, sentence } });
}

function kpiLine(asking: Asking, subject: Subject, kpi: { id: string; title: string; phrase: string }): Line | undefined {
  const finding = subject.findings.find((one) => one.key === `kpi:${kpi.id}`);
  const now = finding && slotsOf(subject, finding)['now'];
  if (!now) return undefined;
  const words = { ...wordsFor(asking, subject), title: kpi.title };
  const sentence = asking.tell('changes.share', 'kpi', {
    facts: { now },
    words: { ...words, before: beforeOf(asking, subject.before('kpi', kpi.id)) },
  });
  return asking.tell('changes.kpi', 'kpi', { words: { sentence } });
}

function volumeLine(asking: Asking, subject: Subject): Line | undefined {
  const now = subject.fact('rows');
  return (
    now &&
    asking.tell('changes.volume', 'data', {
      facts: { now },
      words: { ...wordsFor(asking, subject), before: beforeOf(asking, subject.before('rows')) },
    })
  );
}

export const newLines = (asking: Asking, subject: Subject): Line[] =>
  subject.findings
    .filter((one) => one.kind === 'new-categories')
    .slice(0, 3)
    .map((one) =>
      asking.tell('changes.new', 'data', { facts: slotsOf(subject, one), words: { ...wordsFor(asking, subject), ...one.words } }),
    );
