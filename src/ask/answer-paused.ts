import { askWhich, impliedModel, type Answerer } from './asking.ts';
import { kept, servesLine } from './sentences.ts';
import { pausedLines, perHourLine, rollbackLine } from './standing.ts';
import { readSubject } from './subject.ts';

/** Whether a model is paused, since when and by whom, and how much hangs on it. */
export const answerPaused: Answerer<'paused'> = async (asking, query) => {
  const modelId = query.model ?? impliedModel(asking);
  if (modelId === undefined) return askWhich(asking, query);
  const subject = await readSubject(asking.ctx, modelId, undefined, asking.today);
  const { row } = subject;
  const paused = row.paused.length > 0;
  return {
    kind: 'answer',
    headline: asking.tell(`paused.${paused ? 'yes' : 'no'}`, 'headline', { words: { model: row.title } }),
    lines: kept([...pausedLines(asking, row), servesLine(asking, subject), perHourLine(asking, row), rollbackLine(asking, row)]),
    modelId: row.id,
    modelTitle: row.title,
    offers: [`${paused ? 'resume' : 'pause'} ${row.id}`, `how is ${row.id} doing?`],
  };
};
