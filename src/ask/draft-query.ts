import { isUnderstood, scoreIntents } from './find-intent.ts';
import { findTerm, industryIn, termAsked, wantsDetail } from './find-term.ts';
import type { QuestionContext } from './parsed.ts';
import type { AskedAct, AskedAudience, AskedMeasure, DecidedAspect, Query } from './query.ts';
import type { Reading } from './read-question.ts';
import type { Intent } from './phrases.ts';
import { audienceWords } from './vocabulary.ts';

/** What a question asks for, without model and period; `note` tells a choice that was made. */
export type Draft =
  | { kind: 'query'; query: Query; note?: string; followUp?: true }
  | { kind: 'no'; intent: Extract<Intent, `no:${string}`> }
  | { kind: 'unknown-term'; asked: string }
  | { kind: 'unknown-audience'; asked: string }
  | { kind: 'nothing' };

const glue =
  /(?<!\S)(?:and|what about|how about|what of|ok|okay|so|then|same|again|also|for|in|on|of|at|the|during|over|please|with|now|but|as|to|me|an?|just|only|it|more|model|week|month|show|give|send|us)(?!\S)/g;
const restOf = (words: string): string => words.replace(glue, ' ').replace(/\s+/g, ' ').trim();

export function draftQuery(reading: Reading, context: QuestionContext): Draft {
  const { words } = reading;
  const again = followUp(reading, context.previous);
  if (again) return { kind: 'query', query: again, followUp: true };
  if (/^(?:WHEN|MODEL| )+$/.test(restOf(words)) && restOf(words) !== '') return { kind: 'query', query: { kind: 'status' } };
  const asked = termAsked(words);
  const term = words.includes('MODEL') || words.includes('WHEN') ? undefined : findTerm(asked, context.terms);
  const kpi = (context.kpiWords ?? []).some((word) =>
    ` ${words.replaceAll('-', ' ')} `.includes(` ${word.toLowerCase().replaceAll('-', ' ')} `),
  );
  const scores = scoreIntents(words, { explain: term ? 9 : 0, 'measure:kpi': kpi ? 10 : 0 });
  const intent = scores.best;
  if (intent === undefined || !isUnderstood(scores)) return { kind: 'nothing' };
  if (intent === 'explain') return explain(asked, term, words, context);
  return draftOf(intent, reading, scores.of);
}

export function draftOf(intent: Intent, { words, raw }: Reading, weigh: (intent: Intent) => number): Draft {
  if (isRefused(intent)) return { kind: 'no', intent };
  if (isDecided(intent)) return { kind: 'query', query: decided(intent, words) };
  if (isAct(intent)) return { kind: 'query', query: act(intent, words) };
  if (isMeasure(intent)) return { kind: 'query', query: { kind: 'measure', measure: measureOf(intent) } };
  switch (intent) {
    case 'thanks':
    case 'hello':
      return { kind: 'query', query: { kind: 'smalltalk', which: intent } };
    case 'models': {
      const search = searchIn(raw);
      return { kind: 'query', query: search ? { kind: 'models', search } : { kind: 'models' } };
    }
    case 'digest':
      return digest(words);
    case 'trend': {
      const measured = (['error', 'kpi', 'volume', 'inputs', 'predictions', 'outcome'] as const).find(
        (name) => weigh(`measure:${name}`) >= 8,
      );
      return { kind: 'query', query: measured ? { kind: 'trend', measure: measured } : { kind: 'trend' } };
    }
    case 'explain':
      return { kind: 'nothing' };
    case 'version':
      return { kind: 'query', query: asksDetail(words) ? { kind: 'version', detail: true } : { kind: 'version' } };
    case 'decisions':
    case 'paused':
    case 'status':
    case 'owner':
    case 'changes':
    case 'why':
    case 'flag':
    case 'mine':
    case 'help':
      return { kind: 'query', query: { kind: intent } };
  }
}

/** "What was version 1 trained on?" asks for more than its number. */
const asksDetail = (words: string): boolean =>
  wantsDetail(words) || /(?<!\S)(?:trained|learned|learnt|made|built|data|code|commit|figures|metrics)(?!\S)/.test(words);

const isDecided = (intent: Intent): intent is `decided:${DecidedAspect}` => intent.startsWith('decided:');
const isAct = (intent: Intent): intent is `act:${AskedAct}` => intent.startsWith('act:');
const afterColon = <T extends string>(intent: `${string}:${T}`): T => intent.slice(intent.indexOf(':') + 1) as T;

/** "Version 3", "v3", or a number right after the model's name. */
function versionIn(words: string): { version?: number } {
  const [, named, bare] = /(?<!\S)(?:version |v ?|number )(\d{1,9})(?!\S)|MODEL (\d{1,9})(?!\S)/.exec(words) ?? [];
  const version = Number(named ?? bare ?? 0);
  return version > 0 ? { version } : {};
}

function environmentIn(words: string): { environment?: string } {
  const environment = /(?<!\S)(?:to|in|into|on) (production|staging)(?!\S)/.exec(words)?.[1];
  return environment ? { environment } : {};
}

const decided = (intent: `decided:${DecidedAspect}`, words: string): Query => ({
  kind: 'decided',
  about: afterColon(intent),
  ...versionIn(words),
});

function act(intent: `act:${AskedAct}`, words: string): Query {
  const wish = afterColon(intent);
  if (wish === 'requests') return { kind: 'act', act: wish };
  return { kind: 'act', act: wish, ...(wish === 'promote' ? versionIn(words) : {}), ...environmentIn(words) };
}

const isRefused = (intent: Intent): intent is Extract<Intent, `no:${string}`> => intent.startsWith('no:');
const isMeasure = (intent: Intent): intent is `measure:${AskedMeasure}` => intent.startsWith('measure:');
const measureOf = (intent: `measure:${AskedMeasure}`) => intent.slice('measure:'.length) as AskedMeasure;

/** "And in March?", "in detail?", "as executive?": the question before, with something put in its place. */
function followUp({ words, known }: Reading, previous: Query | undefined): Query | undefined {
  if (!previous) return undefined;
  if (previous.kind === 'explain') {
    const [industry, detail] = [industryIn(words), wantsDetail(words)];
    const nothingElse = restOf(termAsked(`for ${words}`)) === '' || restOf(termAsked(words)) === '';
    if ((industry || detail) && nothingElse)
      return { ...previous, ...(industry && { industry }), ...(detail && { depth: 'detail' }) };
  }
  if (previous.kind === 'version' && wantsDetail(words) && restOf(termAsked(words)) === '') return { ...previous, detail: true };
  const as = audienceIn(words);
  if (
    previous.kind === 'digest' &&
    as &&
    restOf(audienceWords[as].reduce((rest, word) => ` ${rest} `.replace(` ${word} `, ' '), words)) === ''
  ) {
    return { ...previous, as };
  }
  const rest = restOf(words);
  // "And for churm?": a name nobody knows, to be asked back as one.
  const unknownName =
    /^(?:and|what about|how about) /.test(words) &&
    /(?<!\S)(?:for|about) /.test(words) &&
    rest.split(' ').every((word) => !known(word));
  if (rest !== '' && unknownName && takesModel(previous)) return previous;
  if (rest === '' || !/^(?:WHEN|MODEL| )+$/.test(rest) || !takesModel(previous)) return undefined;
  // Owners and versions are as they are now: who asks for a month after them wants to hear how the model did in it.
  return timeless.has(previous.kind) && rest.includes('WHEN') ? { kind: 'status' } : previous;
}

const timeless = new Set<Query['kind']>(['owner', 'version', 'decisions', 'decided', 'paused']);
export const takesModel = (query: Query): boolean =>
  ['status', 'owner', 'version', 'changes', 'why', 'measure', 'trend', 'flag', 'decisions', 'decided', 'paused', 'act'].includes(
    query.kind,
  );
export const takesPeriod = (query: Query): boolean => ['status', 'changes', 'why', 'measure'].includes(query.kind);

export function explain(asked: string, found: ReturnType<typeof findTerm>, words: string, context: QuestionContext): Draft {
  const term = found ?? findTerm(asked, context.terms);
  if (!term) return { kind: 'unknown-term', asked };
  const industry = industryIn(words);
  const depth = wantsDetail(words) ? 'detail' : 'simple';
  const query: Query = { kind: 'explain', term: term.term, depth, ...(industry && { industry }) };
  if (term.others.length === 0) return { kind: 'query', query };
  return { kind: 'query', query, note: `I read “${asked}” as ${term.term}; there is also ${term.others.join(', ')}.` };
}

export function digest(words: string): Draft {
  const as = audienceIn(words);
  const asked = words.match(/(?<!\S)as (?:an? |the |for )?(\S+)/)?.[1];
  if (!as && asked) return { kind: 'unknown-audience', asked };
  const first =
    /(?<!\S)(?:to me|me first|only to me|just me)(?!\S)/.test(words) && /(?<!\S)(?:send|first|post|only|just)(?!\S)/.test(words);
  return { kind: 'query', query: { kind: 'digest', ...(as && { as }), ...(first && { sendToMeFirst: true as const }) } };
}

const audienceIn = (words: string): AskedAudience | undefined =>
  (['data-scientist', 'executive'] as const).find((audience) =>
    audienceWords[audience].some((word) => ` ${words} `.includes(` ${word} `)),
  );

/** What models are looked for: "models about churn", "is there a model for fraud", "churn models". */
function searchIn(words: string): string | undefined {
  const after = words.match(
    /(?<!\S)(?:about|for|on|like|named|called|with|that (?:predict|forecast|score)s?|matching|containing|models?) (.+)$/,
  )?.[1];
  const before = words.match(/(?<!\S)(\S+) models/)?.[1];
  const tidy = (phrase: string | undefined) =>
    (phrase ?? '')
      .replace(
        /(?<!\S)(?:me|us|all|the|our|my|which|what|list|show|find|search|see|any|other|of|there|are|is|do|we|have|you|know|exist|registered|please|about|for|get|give|many|browse|how|that|a|an|here|WHEN|MODEL)(?!\S)/g,
        ' ',
      )
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 80);
  return tidy(after) || tidy(before) || undefined;
}
