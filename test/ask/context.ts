import type { QuestionContext } from '../../src/ask/parsed.ts';
import type { AskedPeriod } from '../../src/ask/query.ts';

/** Monday 18 June 2001, 09:00 in Chicago. */
export const context: QuestionContext = {
  now: new Date('2001-06-18T14:00:00Z'),
  zone: 'America/Chicago',
  models: [
    { name: 'flight-delay', words: ['Flight Delay', 'late flights'] },
    { name: 'churn-score', words: ['Churn'] },
    { name: 'fraud_check_v2' },
  ],
  terms: [
    'data drift',
    'model drift',
    'concept drift',
    'model',
    'version',
    'baseline',
    'KPI',
    'error measure',
    'rollback',
    'lead time',
    'MLOps',
    'false alarm',
  ],
};

export const at = (day: string): QuestionContext => ({ ...context, now: new Date(`${day}T14:00:00Z`) });

export const day = (start: string, end: string): AskedPeriod => ({ grain: 'day', start, end });
export const week = (start: string, end: string): AskedPeriod => ({ grain: 'week', start, end });
export const month = (start: string, end: string): AskedPeriod => ({ grain: 'month', start, end });
