import { addDays, sayPeriod } from '../shared/period.ts';
import type { AskedMeasure, AskedPeriod, Query } from './query.ts';

const measureNames: Record<AskedMeasure, string> = {
  error: 'the error',
  kpi: 'the business measure',
  volume: 'the volume',
  inputs: 'what goes in',
  predictions: 'the predictions',
  outcome: 'the outcome',
};
const audienceNames = { executive: 'an executive', 'data-scientist': 'a data scientist' };

/** `week of 11–17 June 2001`, `February 2001`, `1 January – 31 March 2001`; both years where they differ. */
export function sayAsked(period: AskedPeriod): string {
  const last = addDays(period.end, -1);
  if (period.grain !== 'month' && period.start.slice(0, 4) !== last.slice(0, 4)) {
    const day = (at: string) => sayPeriod({ grain: 'day', start: at, end: addDays(at, 1) });
    return `${period.grain === 'week' ? 'week of ' : ''}${day(period.start)} – ${day(last)}`;
  }
  return `${period.grain === 'week' ? 'week of ' : ''}${sayPeriod(period)}`;
}

/** How a question was read, in a short line, so that a person sees when it was read wrongly. */
export function sayQuery(query: Query): string {
  const model = 'model' in query && query.model ? query.model : undefined;
  const when =
    'period' in query && query.period ? sayAsked(query.period) + (query.period.partial ? ' (still running)' : '') : undefined;
  return [headOf(query), model, when].filter(Boolean).join(', ');
}

function headOf(query: Query): string {
  switch (query.kind) {
    case 'help':
      return query.topic ? `Help with ${query.topic}` : 'Help';
    case 'status':
      return 'Status';
    case 'models':
      return query.search ? `Models about “${query.search}”` : 'All models';
    case 'owner':
      return 'Owners';
    case 'version':
      return 'Version in use';
    case 'changes':
      return 'What changed';
    case 'why':
      return 'Why';
    case 'measure':
      return `Figures for ${measureNames[query.measure]}`;
    case 'trend':
      return query.measure ? `Course of ${measureNames[query.measure]}` : 'Course over the weeks';
    case 'explain':
      return `“${query.term}” explained${query.industry ? ` for ${query.industry}` : ''}${query.depth === 'detail' ? ' in detail' : ''}`;
    case 'digest':
      return `The digest${query.as ? ` as for ${audienceNames[query.as]}` : ''}${query.sendToMeFirst ? ', sent to you first' : ''}`;
    case 'mine':
      return 'What waits for you';
    case 'flag':
      return 'Flag a problem';
    case 'smalltalk':
      return query.which === 'thanks' ? 'Thanks' : 'Hello';
  }
}
