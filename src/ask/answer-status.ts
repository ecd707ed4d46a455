import { chartOf } from '../digest/chart.ts';
import { writeDataScientist } from '../digest/data-scientist.ts';
import { writeExecutive } from '../digest/executive.ts';
import type { Line } from '../digest/line.ts';
import { complainedMore, complaintsLine, complaintsOf, coincidingLines, passedOnLine } from './around-lines.ts';
import { answerOverview } from './answer-overview.ts';
import { answerSpan, kpisOf } from './answer-span.ts';
import { unchecked } from './answer-unchecked.ts';
import { frame } from './frame.ts';
import { impliedModel, type Answerer, type Asking, type Draft } from './asking.ts';
import { buttonsOf, countedLine, isNews, kept, matterLines, ownersLine, slotsOf, wordsFor } from './sentences.ts';
import { pausedLines, standingLines } from './standing.ts';
import { stagedLines } from './staged.ts';
import { materialOf, readSubject, type Subject } from './subject.ts';
import { verdictOf } from './verdict.ts';

/** How one model is doing; without a model, how all are. The verdict first. */
export const answerStatus: Answerer<'status'> = async (asking, query) => {
  const modelId = query.model ?? impliedModel(asking);
  if (modelId === undefined) return answerOverview(asking, query.period);
  const subject = await readSubject(asking.ctx, modelId, query.period, asking.today);
  if (!subject.period) return unchecked(asking, subject, query.period);
  if (subject.window.span) return answerSpan(asking, subject, query.period!);
  return subject.period.grain === 'day' ? dayStatus(asking, subject) : weekStatus(asking, subject);
};

async function weekStatus(asking: Asking, subject: Subject): Promise<Draft> {
  const { tell } = asking;
  return {
    ...frame(subject),
    headline: verdict(asking, subject),
    lines: kept([
      ...pausedLines(asking, subject.row),
      ...digestLines(asking, subject),
      complaintsLine(asking, subject),
      passedOnLine(asking, subject),
      ...coincidingLines(asking, subject),
      countedLine(asking, subject),
      ...matterLines(asking, subject.row.matters, subject.row.title),
      subject.row.matters.length + subject.row.requests.length === 0 ? tell('matter.none', 'hand') : undefined,
      ...standingLines(asking, subject),
      ...(await stagedLines(asking, subject.row)),
      ownersLine(asking, subject),
    ]),
    chart: chartOf(materialOf(subject, asking.today)),
    matters: buttonsOf(subject.row.matters),
  };
}

function verdict(asking: Asking, subject: Subject): Line {
  const { tell } = asking;
  const words = wordsFor(asking, subject);
  const news = subject.findings.filter(isNews);
  const first = news[0];
  if (first) {
    const line = verdictOf(tell, first, words);
    return tell(`status.attention${news.length > 1 ? '-more' : ''}`, 'headline', { words: { ...words, verdict: line } });
  }
  if (complainedMore(subject)) return tell('status.complaints', 'headline', { words, rests: [complaintsOf(subject)] });
  const early = subject.findings.find((one) => one.kind === 'error-early' || one.kind === 'kpi-early');
  if (early) return tell('status.early', 'headline', { facts: slotsOf(subject, early), words });
  const better = subject.findings.find((one) => one.kind.endsWith('-better'));
  const judged = subject.findings.find((one) => one.kind.startsWith('error-')) ?? subject.findings[0];
  return tell(`status.${better ? 'better' : 'calm'}`, 'headline', {
    words,
    rests: Object.values((better ?? judged)?.slots ?? {}),
  });
}

/** KPI beside error, drift, cause, what is not measured: as the digest says them. */
export function digestLines(asking: Asking, subject: Subject): Line[] {
  const material = materialOf(subject, asking.today);
  if (!material.focus) return [];
  const { lines } =
    asking.voice === 'executive'
      ? writeExecutive(asking.tell.say, brief(material))
      : writeDataScientist(asking.tell.say, brief(material));
  return lines.filter((line) => line.role !== 'coverage' && line.role !== 'still-open');
}

/** The digest's writers count models and ask for decisions; of one model neither is said, and its lines are left out above. */
function brief(material: ReturnType<typeof materialOf>): ReturnType<typeof materialOf> {
  const none = material.focus!.fact('rows') ?? [...material.facts.values()][0]!;
  const one = { ...none, value: 1 };
  return { ...material, matters: [], models: { all: one, checked: one, unchecked: [], uncheckedMore: 0 } };
}

/** A day's figures; a day alone says nothing of what is usual. */
export function dayStatus(asking: Asking, subject: Subject): Draft {
  const { tell } = asking;
  const words = wordsFor(asking, subject);
  const now = subject.fact('mae');
  const kpi = kpisOf(subject)[0];
  const share = kpi && subject.fact('kpi', kpi.id);
  const target = kpi && subject.fact('kpi-target', kpi.id);
  return {
    ...frame(subject),
    headline: tell('status.day', 'headline', { words }),
    lines: kept([
      now && tell('day-figures.error', 'error', { facts: { now }, words }),
      share && tell('day-figures.kpi', 'kpi', { facts: { now: share }, words: { ...words, title: kpi.title } }),
      target && tell('day-figures.target', 'kpi', { facts: { target } }),
      countedLine(asking, subject),
      ownersLine(asking, subject),
    ]),
  };
}
