import type { Ctx } from '../db/ctx.ts';
import type { Voice } from '../db/schema/digest.ts';
import type { Role } from '../shared/actor.ts';
import type { Fact, Measure } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { addDays, sayDayYear, type Day, type Period } from '../shared/period.ts';
import type { Answer } from './answer.ts';
import type { AskerRow } from './asker-store.ts';
import type { AskedAudience, DecidedAspect, Query, QueryKind } from './query.ts';
import type { Tell } from './tell.ts';

/** What an answering verb is given: who asks, in which words to answer, and a place for the figures that it states itself. */
export interface Asking {
  ctx: Ctx;
  id: string;
  voice: Voice;
  tell: Tell;
  /** The day it is for the asker. */
  today: Day;
  zone: string;
  roles: readonly Role[];
  industry: string;
  asker: AskerRow;
  /** What was asked before in the conversation. */
  previous: Query | undefined;
  /** Figures of this answer that no run has stated: counts over models and matters, what the registry holds. */
  stated: Fact[];
}

/** An answer before it is stored. */
export type Draft = { kind: 'answer' } & Pick<Answer, 'headline' | 'lines'> &
  Partial<Omit<Answer, 'id' | 'understood' | 'readAs' | 'voice' | 'headline' | 'lines'>>;

export interface Refused {
  kind: 'refused';
  reason: string;
  message: string;
  offers: string[];
}

export type Reply =
  | Draft
  | Refused
  | { kind: 'help'; intro: string; lines: { say: string; does: string }[]; tries: string[] }
  | { kind: 'note'; sentence: string; offers: string[] }
  | { kind: 'digest'; as: AskedAudience | null; sendToMeFirst: boolean }
  | { kind: 'flag'; modelId: string | null; period: Period | null }
  /** A command that opens the form or the dialog of what was asked for. */
  | { kind: 'act'; command: string };

export type Answerer<K extends QueryKind> = (asking: Asking, query: Extract<Query, { kind: K }>) => Promise<Reply> | Reply;

/** The model that is meant where none is named: the asker's only one, else the only one there is. */
export const impliedModel = ({ asker }: Asking): string | undefined =>
  asker.own.length === 1 ? asker.own[0] : asker.some.length === 1 ? asker.some[0] : undefined;

/** Asks back which model is meant. */
export function askWhich(asking: Asking, query: Query): Refused {
  const { own, some } = asking.asker;
  const names = own.length > 0 ? own : some;
  const offers = names.map((model) => sentenceOf({ ...query, model } as Query));
  if (names.length === 0)
    return {
      kind: 'refused',
      reason: 'no-model',
      message: 'No model is registered yet, so there is nothing to ask about.',
      offers: ['help'],
    };
  return {
    kind: 'refused',
    reason: 'which-model',
    message: 'Which model do you mean? Name it in the question.',
    offers: [...offers, 'list models'],
  };
}

/** States a figure of this answer: about all models unless one is named. */
export function stateFigure(
  asking: Asking,
  figure: {
    measure: Measure;
    value: number;
    period?: Period | null;
    about?: string;
    modelId?: string;
    version?: number;
    unit?: string;
    source?: string;
    method: string;
  },
): Fact {
  const { start, end, grain } = figure.period ?? { grain: 'day', start: asking.today, end: addDays(asking.today, 1) };
  const fact: Fact = {
    id: newId(),
    runId: asking.id,
    modelId: figure.modelId ?? '*',
    version: figure.version ?? null,
    about: figure.about ?? '',
    measure: figure.measure,
    value: figure.value,
    unit: figure.unit ?? 'count',
    grain,
    periodStart: start,
    periodEnd: end,
    comparison: null,
    source: {
      source: figure.source ?? 'registry',
      windowStart: start,
      windowEnd: end,
      rows: 0,
      columns: [],
      method: figure.method,
    },
    computedAt: asking.ctx.now,
  };
  asking.stated.push(fact);
  return fact;
}

/** A question that is read as this query, for what a click asks. */
export function sentenceOf(query: Query): string {
  const model = 'model' in query && query.model ? query.model : undefined;
  const about = model ?? 'the model';
  const when =
    'period' in query && query.period
      ? ` ${query.period.grain === 'week' ? 'in the week of' : 'since'} ${sayDayYear(query.period.start)}`
      : '';
  switch (query.kind) {
    case 'status':
      return `how is ${about} doing?`;
    case 'owner':
      return `who owns ${about}?`;
    case 'version':
      return `which version of ${about} is live${query.detail ? ', in detail' : ''}?`;
    case 'changes':
      return `what changed in ${about}${when || ' last week'}?`;
    case 'why':
      return `why is ${about} off${when}?`;
    case 'measure':
      return `${measureQuestions[query.measure]} of ${about}${when}`;
    case 'trend':
      return `is ${about} getting worse?`;
    case 'flag':
      return `flag a problem with ${about}`;
    case 'models':
      return 'list models';
    case 'decisions':
      return model ? `what waits for a decision in ${model}?` : 'what waits for a decision?';
    case 'decided':
      return decidedQuestions[query.about].replace('{version}', `${query.version ? `version ${query.version} of ` : ''}${about}`);
    case 'paused':
      return `is ${about} paused?`;
    case 'act':
      return [
        query.act,
        query.act === 'requests' ? '' : about,
        query.version ?? '',
        query.environment ? `in ${query.environment}` : '',
      ]
        .filter(Boolean)
        .join(' ');
    case 'help':
    case 'explain':
    case 'digest':
    case 'mine':
    case 'smalltalk':
      return query.kind === 'explain'
        ? `explain ${query.term}`
        : query.kind === 'mine'
          ? 'what needs me?'
          : query.kind === 'digest'
            ? 'digest'
            : 'help';
  }
}

/** What is asked of a decision; `{version}` is the version or the model that is meant. */
export const decidedQuestions: Record<DecidedAspect, string> = {
  who: 'who approved {version}?',
  'why-not': 'why was {version} not approved?',
  when: 'when did {version} go live?',
  'how-long': 'how long did {version} take to go live?',
};

const measureQuestions = {
  error: 'error',
  kpi: 'business measure',
  volume: 'volume',
  inputs: 'inputs',
  predictions: 'predictions',
  outcome: 'outcome',
} as const;
