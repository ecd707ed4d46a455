import type { Draft } from './asking.ts';
import { isNews } from './sentences.ts';
import type { Subject } from './subject.ts';

/** What an answer about one look always carries. */
export const frame = (subject: Subject): Pick<Draft, 'kind' | 'modelId' | 'modelTitle' | 'period' | 'offers'> => ({
  kind: 'answer',
  modelId: subject.row.id,
  modelTitle: subject.row.title,
  period: subject.period,
  offers: [
    `what changed in ${subject.row.id}${subject.period?.grain === 'week' ? ` in the week of ${subject.period.start}` : ''}?`,
    `why${subject.findings.some(isNews) ? ` was ${subject.row.id} off` : ` did ${subject.row.id} change`}?`,
    `is ${subject.row.id} getting worse?`,
    `who owns ${subject.row.id}?`,
  ],
});
