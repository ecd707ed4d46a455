import type { Ctx } from '../db/ctx.ts';
import { readEdition } from '../digest/read-edition.ts';
import { sayFact } from '../shared/say-fact.ts';
import { factsOf } from '../digest/schemas.ts';
import { readFacts } from '../facts/read-facts.ts';
import { readModels } from '../registry/read-model.ts';
import { authorise } from '../shared/access.ts';
import type { Fact, FactComparison, Measure } from '../shared/fact.ts';
import { addDays, sayPeriod, type Day } from '../shared/period.ts';
import { factsOfAnswer } from './answer.ts';
import { readAnswer } from './read-answer.ts';

/** One fact as “Where does this come from?” shows it. Plain text throughout. */
export interface FactBehind {
  id: string;
  /** `Average miss (MAE), Flight Delay, version 1` */
  what: string;
  value: string;
  unit: string;
  period: string;
  /** `18.2 minutes in 4–10 June 2001`; null where it was compared with nothing. */
  comparison: string | null;
  /** The source's file name, never a path of the machine. */
  source: string;
  window: string;
  /** Rows that were counted; null for what was counted from Leeway's own records. */
  rows: number | null;
  method: string;
  computedAt: Date;
}

export interface Behind {
  title: string;
  rows: FactBehind[];
  worded: Worded;
}

/** What a language model had to do with a text; `by` is null where it had nothing. */
export interface Worded {
  by: string | null;
  /** Sentences of an edition that it worded, beside what the templates say; plain text. */
  sentences: { text: string; template: string }[];
}

/** Every fact that an answer or an edition rests on, in the order of reading. */
export async function factsBehind(ctx: Ctx, subject: { kind: 'answer' | 'edition'; id: string }): Promise<Behind> {
  authorise(ctx.actor, 'facts.read');
  const { title, ids, worded } =
    subject.kind === 'answer' ? await behindAnswer(ctx, subject.id) : await behindEdition(ctx, subject.id);
  const facts = await readFacts(ctx, ids);
  const models = await readModels(
    ctx,
    facts.map((one) => one.modelId).filter((id) => id !== '*'),
  );
  return { title, rows: facts.map((one) => rowOf(one, models.get(one.modelId)?.title ?? one.modelId)), worded };
}

async function behindAnswer(ctx: Ctx, id: string) {
  const answer = await readAnswer(ctx, id);
  const worded: Worded = { by: answer.readBy, sentences: [] };
  return { title: `the answer to “${answer.understood}”`, ids: factsOfAnswer(answer), worded };
}

async function behindEdition(ctx: Ctx, id: string) {
  const { body } = await readEdition(ctx, id);
  return { title: `the digest of ${sayPeriod(body.period)}`, ids: factsOf(body), worded: body.wording satisfies Worded };
}

const rowOf = (fact: Fact, title: string): FactBehind => ({
  id: fact.id,
  what: [whatOf(fact), fact.modelId === '*' ? undefined : title, fact.version === null ? undefined : `version ${fact.version}`]
    .filter(Boolean)
    .join(', '),
  value: sayFact(fact, 'bare'),
  unit: fact.value === 1 ? unitOf(fact).replace(/s$/, '') : unitOf(fact),
  period: sayWindow(fact.periodStart, fact.periodEnd),
  comparison: fact.comparison && sayComparison(fact, fact.comparison),
  source: fileName(fact.source.source),
  window: sayWindow(fact.source.windowStart, fact.source.windowEnd),
  rows: fact.modelId === '*' || fact.about.startsWith('registered') ? null : fact.source.rows,
  method: withoutPaths(fact.source.method),
  computedAt: fact.computedAt,
});

const measureWords: Record<Measure, string> = {
  rows: 'Rows',
  labelled: 'Rows with a known outcome',
  unlabelled: 'Rows without an outcome yet',
  'missing-share': 'Share of empty values',
  mae: 'Average miss (MAE)',
  rmse: 'Miss in which large ones weigh more (RMSE)',
  bias: 'Outcome less prediction, on average (bias)',
  'baseline-mae': 'Average miss of always guessing the same',
  'fallback-count': 'Rows the model had no answer of its own for',
  'fallback-share': 'Share of rows the model had no answer of its own for',
  psi: 'Difference from the reference (PSI)',
  'psi-noise': 'Difference that chance alone makes (PSI)',
  wasserstein: 'Distance from the reference (Wasserstein)',
  'jensen-shannon': 'Distance from the reference (Jensen–Shannon)',
  'new-categories': 'Values that the reference did not have',
  'vanished-categories': 'Values of the reference that did not occur',
  'prediction-mean': 'Prediction, on average',
  'outcome-mean': 'Outcome, on average',
  kpi: 'Business measure',
  'kpi-target': 'Target',
  'kpi-baseline': 'Where it stood',
  'limit-low': 'Lower end of the usual range',
  'limit-high': 'Upper end of the usual range',
  usual: 'Usual value',
  change: 'Change',
  'history-points': 'Weeks the usual range is drawn from',
  'weeks-running': 'Weeks running',
  'short-days': 'Days with too few rows',
  days: 'Days',
  'psi-highest': 'Largest difference of an input from the reference (PSI)',
  'history-needed': 'Weeks needed to say what is usual',
  baseline: 'What a constant guess says',
  models: 'Models',
  'models-checked': 'Models checked',
  'models-more': 'Further items not shown',
  'matters-open': 'Open matters',
  'matters-closed': 'Matters brought to an end',
  'matters-older': 'Matters open since before',
  'large-miss-share': 'Share of large misses',
  'costly-called-share': 'Share of the costly errors’ rows that it called',
  'costly-right-share': 'Share of its calls that were right',
  'compared-rows': 'Rows on which versions were compared',
  'large-miss-limit': 'From where on a miss is called large',
  gain: 'Average miss, less than before',
  tolerance: 'What a check allows',
  'tests-total': 'Tests that were run',
  'tests-failed': 'Tests that failed',
  'decisions-per-hour': 'Decisions an hour',
  'columns-empty': 'Columns with more empty values than usual',
  'lead-time': 'From registered to live',
  'step-time': 'Time in one step on the way to live',
  'manual-steps': 'Steps that a person did by hand',
  complaints: 'Complaints from customers',
  'complaints-passed-on': 'Complaints that experts passed on',
  cases: 'Problems that people raised',
  'cases-open': 'Problems that are open',
  'cases-closed': 'Problems brought to an end',
  'cases-confirmed-share': 'Share of them that was confirmed as repaired',
  'cases-reopened': 'Problems raised again after a repair',
  'cases-silent': 'Problems without the answer that was promised',
  'case-first-answer': 'From raised to the first answer',
  'case-repair': 'From raised to a confirmed repair',
  'sample-population': 'Decisions that might have been asked about',
  'sample-drawn': 'Decisions that experts were asked about',
  'sample-answers': 'Answers of experts',
  'sample-people': 'Experts',
  'sample-share': 'Share of answers',
  'sample-share-low': 'Share of answers, lower end of what it may be for all',
  'sample-share-high': 'Share of answers, upper end of what it may be for all',
  votes: 'Votes on texts',
};

/** What a measure about a name means: a column, a KPI, or another measure that is limited or changed. */
export function whatOf(fact: Fact): string {
  const words = measureWords[fact.measure];
  // Which version it is about is said with the model's name.
  if (fact.about === '' || fact.about === `version:${fact.version}`) return words;
  if (fact.measure === 'change' && fact.about.startsWith('kpi-target:'))
    return `Distance from the target: ${fact.about.slice('kpi-target:'.length).replaceAll('-', ' ')}`;
  const [first = '', rest] = fact.about.split(':');
  const about = first in measureWords ? measureWords[first as Measure] : first.replaceAll('-', ' ');
  return `${words}: ${[about, rest?.replaceAll('-', ' ')].filter(Boolean).join(', ')}`;
}

const unitOf = ({ measure, unit }: Fact): string =>
  unit === 'share' ? (measure === 'change' ? 'points' : '%') : unit === 'count' || unit === 'index' ? '' : unit;

/** A window's days whatever grain it was stated with. */
function sayWindow(start: Day, end: Day): string {
  if (start.slice(0, 4) === addDays(end, -1).slice(0, 4)) return sayPeriod({ grain: 'day', start, end });
  return `${sayPeriod({ grain: 'day', start, end: addDays(start, 1) })} – ${sayPeriod({ grain: 'day', start: addDays(end, -1), end })}`;
}

const comparedWith: Record<FactComparison['with'], string> = {
  previous: 'in',
  reference: 'in',
  target: '',
  usual: 'usually,',
  baseline: 'for',
  serving: 'for',
  expected: 'as expected,',
};

function sayComparison(fact: Fact, comparison: FactComparison): string {
  const value = sayFact({ value: comparison.value, unit: fact.unit });
  return [value, comparison.with === 'target' ? 'as target' : `${comparedWith[comparison.with]} ${comparison.label}`]
    .join(' ')
    .trim();
}

/** A path or address ends in the name that people know it by. */
const fileName = (source: string): string => source.split(/[\\/]/).at(-1) || source;
const withoutPaths = (method: string): string =>
  method.replace(/(?:[A-Za-z]:)?(?:[\\/][^\s\\/()]+){2,}/g, (path) => fileName(path));
