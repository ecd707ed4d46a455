import { addDays, daysBetween, sayPeriod } from '../shared/period.ts';
import { modelOf, periodOf, type AskedMeasure, type AskedPeriod, type Query } from './query.ts';

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

/** When something was: `in February 2001`, `in the week of 11–17 June 2001`, `on 17 June 2001`. */
export function sayAt(period: AskedPeriod): string {
  const said = sayAsked(period);
  if (period.grain === 'week') return `in the ${said}`;
  if (period.grain === 'month') return `in ${said}`;
  return daysBetween(period.start, period.end) === 1 ? `on ${said}` : `in the time of ${said}`;
}

/** What was asked, as a person would say it to another: `how Flight Delay did in May 2001`. `name` is the model's title. */
export function sayQuery(query: Query, name = modelOf(query)): string {
  const period = periodOf(query);
  const at = period ? ` ${sayAt(period)}${period.partial ? ', which is still running' : ''}` : '';
  const about = name ?? 'the model';
  switch (query.kind) {
    case 'status':
      return `how ${name ?? 'the models'} ${period ? 'did' : name ? 'is doing' : 'are doing'}${at}`;
    case 'owner':
      return `who owns ${about}`;
    case 'version':
      return query.detail ? `what the versions of ${about} are` : `which version of ${about} is live`;
    case 'changes':
      return `what changed in ${about}${at}`;
    case 'why':
      return `why ${about} was off${at}`;
    case 'measure':
      return `${measureNames[query.measure]} of ${about}${at}`;
    case 'trend':
      return `how ${query.measure ? `${measureNames[query.measure]} of ${about}` : about} went, week by week`;
    case 'flag':
      return `a problem with ${about}`;
    case 'decisions':
      return `what waits for a decision${name ? ` in ${name}` : ''}`;
    case 'decided':
      return sayDecided(query, about);
    case 'paused':
      return `whether ${about} is paused`;
    case 'act':
      return `${query.act} ${about}${query.version ? ` version ${query.version}` : ''}`;
    case 'help':
    case 'models':
    case 'explain':
    case 'digest':
    case 'mine':
    case 'smalltalk':
      return sayGeneral(query);
  }
}

function sayDecided({ about, version }: Extract<Query, { kind: 'decided' }>, model: string): string {
  const which = version ? `version ${version} of ${model}` : model;
  switch (about) {
    case 'who':
      return `who approved ${which}`;
    case 'why-not':
      return `why ${which} was not approved`;
    case 'when':
      return `when ${which} went live`;
    case 'how-long':
      return `how long ${which} took to go live`;
  }
}

type General = Extract<Query, { kind: 'help' | 'models' | 'explain' | 'digest' | 'mine' | 'smalltalk' }>;

function sayGeneral(query: General): string {
  switch (query.kind) {
    case 'help':
      return query.topic ? `help with ${query.topic}` : 'help';
    case 'models':
      return query.search ? `models about “${query.search}”` : 'which models there are';
    case 'explain':
      return `what “${query.term}” means${query.industry ? ` in ${query.industry}` : ''}${query.depth === 'detail' ? ', in detail' : ''}`;
    case 'digest':
      return `the digest${query.as ? ` as ${audienceNames[query.as]} reads it` : ''}${query.sendToMeFirst ? ', sent to you first' : ''}`;
    case 'mine':
      return 'what waits for you';
    case 'smalltalk':
      return query.which;
  }
}
