import { chartOf } from '../digest/chart.ts';
import type { Line } from '../digest/line.ts';
import { addDays } from '../shared/period.ts';
import { newLines } from './answer-changes.ts';
import { dayStatus, digestLines } from './answer-status.ts';
import { unchecked } from './answer-unchecked.ts';
import { askWhich, impliedModel, type Answerer, type Asking } from './asking.ts';
import { differsOnce, inputsLine, outcomeLine, predictionsLine } from './four-things.ts';
import { frame } from './frame.ts';
import { buttonsOf, isNews, kept, matterLines, wordsFor } from './sentences.ts';
import { materialOf, readSubject, type Subject } from './subject.ts';

/** Why something was as it was: what is measured of it and what is not. Never a cause, because none is measured. */
export const answerWhy: Answerer<'why'> = async (asking, query) => {
  const modelId = query.model ?? impliedModel(asking);
  if (modelId === undefined) return askWhich(asking, query);
  let subject = await readSubject(asking.ctx, modelId, query.period, asking.today);
  if (!subject.period) return unchecked(asking, subject, query.period);
  if (subject.period.grain === 'day') return dayStatus(asking, subject);
  if (subject.window.span) {
    // Of a longer stretch the week that stood out most is meant.
    const start = subject.findings.find(isNews)?.start ?? subject.period.start;
    subject = await readSubject(asking.ctx, modelId, { grain: 'week', start, end: addDays(start, 7) }, asking.today);
  }
  return {
    ...frame(subject),
    headline: headline(asking, subject),
    lines: whyLines(asking, subject),
    chart: chartOf(materialOf(subject, asking.today)),
    matters: buttonsOf(subject.row.matters),
    offers: [
      `what changed in ${modelId} in the week of ${subject.period?.start}?`,
      `who owns ${modelId}?`,
      `flag a problem with ${modelId}`,
    ],
  };
};

function headline(asking: Asking, subject: Subject): Line {
  const { tell } = asking;
  const words = wordsFor(asking, subject);
  const first = subject.findings.find(isNews);
  if (!first) {
    const judged = subject.findings.find((one) => one.kind.startsWith('error-') || one.kind.startsWith('kpi-'));
    const name = judged?.kind.endsWith('-early')
      ? 'early'
      : subject.findings.some((one) => one.kind.endsWith('-better'))
        ? 'better'
        : 'nothing';
    const once = name === 'nothing' ? differsOnce(subject) : [];
    if (once.length > 0) return tell('why.once', 'headline', { words, rests: once });
    return tell(`why.${name}`, 'headline', { words, rests: Object.values(judged?.slots ?? {}) });
  }
  const kind = ['error-outside', 'error-shift', 'kpi-outside', 'kpi-shift'].includes(first.kind) ? first.kind : 'other';
  const what = tell(`why.what.${kind}`, 'detail', { words: { ...words, ...first.words }, rests: Object.values(first.slots) });
  const taken = subject.row.matters.find(
    (matter) => matter.state === 'taken' && (matter.key === first.key || matter.findingId === first.id),
  );
  return tell(`why.unknown${taken ? '-taken' : ''}`, 'headline', { words: { ...words, what, owner: taken?.ownerName ?? '' } });
}

function whyLines(asking: Asking, subject: Subject): Line[] {
  const { tell } = asking;
  const words = wordsFor(asking, subject);
  // The digest's line on the cause says what the headline and the line on inputs say here.
  const said = digestLines(asking, subject).filter((line) => ['kpi', 'error', 'part'].includes(line.role));
  const unmeasured = digestLines(asking, subject).filter((line) => line.role === 'not-measured');
  const [rmse, rmseBefore, days] = [subject.fact('rmse'), subject.before('rmse'), subject.fact('short-days')];
  const field = asking.voice === 'data-scientist';
  return kept([
    ...said,
    inputsLine(asking, subject, 'changes'),
    predictionsLine(asking, subject, 'changes'),
    outcomeLine(asking, subject, 'changes'),
    rmse && !field ? tell(`why.large${rmseBefore ? '' : '-first'}`, 'detail', { facts: { rmse, rmseBefore } }) : undefined,
    ...newLines(asking, subject),
    days && tell(`why.${days.value > 0 ? 'short-days' : 'whole'}`, 'data', { facts: { days }, words, rests: [days] }),
    ...unmeasured,
    subject.findings.some(isNews) ? tell('why.not-cause', 'cause') : undefined,
    ...matterLines(asking, subject.row.matters, subject.row.title),
  ]);
}
