import type { Ctx } from '../db/ctx.ts';
import { readSeries } from '../facts/read-facts.ts';
import { readKpis, type Kpi } from '../kpi/read-kpis.ts';
import { readModel } from '../registry/read-model.ts';
import { authorise } from '../shared/access.ts';
import type { Fact } from '../shared/fact.ts';
import { listWords } from '../shared/list-words.ts';
import { sayFact } from '../shared/say-fact.ts';
import type { Day } from '../shared/period.ts';
import { quarterOf } from './quarters.ts';
import { selectOpenTitles } from './store.ts';

/** Something to talk about: what is known, in figures that are stored facts, and what to ask each other. */
export interface Topic {
  known: string;
  ask: string;
  facts: string[];
}

const maxTopics = 3;
const maxOpen = 3;

/** What the two could talk about, drawn from the quarter's facts: what moved first, then what is open. At least one. */
export async function proposeTopics(ctx: Ctx, input: { modelId: string; quarterStart: Day }): Promise<Topic[]> {
  authorise(ctx.actor, 'facts.read');
  const { modelId, quarterStart } = input;
  const { start, end } = quarterOf(quarterStart);
  const facts = await readSeries(ctx, {
    modelIds: [modelId],
    grain: 'week',
    measures: ['kpi', 'kpi-target', 'mae', 'costly-called-share'],
    from: start,
    before: end,
  });
  const kpis = await readKpis(ctx, [modelId]);
  const model = await readModel(ctx, modelId);
  const open = (await selectOpenTitles(ctx.db, modelId, maxOpen)).map((one) => one.title);
  const topics = [
    ...kpis.flatMap((kpi) => kpiTopic(facts, kpi)),
    ...costlyTopic(facts, model.costlyError),
    ...missTopic(facts, model.unitSingular),
    ...openTopic(open),
  ];
  return topics.length > 0 ? topics.slice(0, maxTopics) : [unmeasured(model.businessQuestion)];
}

/** First and last of a measure within the quarter; undefined where it was measured once or never. */
function course(facts: readonly Fact[], measure: Fact['measure'], about = ''): { first: Fact; last: Fact } | undefined {
  const of = facts.filter((one) => one.measure === measure && one.about === about);
  const [first, last] = [of[0], of.at(-1)];
  return first && last && first !== last ? { first, last } : undefined;
}

function kpiTopic(facts: readonly Fact[], kpi: Kpi): Topic[] {
  const found = course(facts, 'kpi', kpi.id);
  if (!found) return [];
  const target = facts.findLast((one) => one.measure === 'kpi-target' && one.about === kpi.id);
  const aim = target ? `; the aim is ${sayFact(target, 'plain')}` : '';
  return [
    {
      known: `${capital(kpi.phrase)}: ${sayFact(found.first)} in the first week of the quarter, ${sayFact(found.last)} in the last${aim}.`,
      ask: 'Is that still the measure you steer by, and did the model have a part in it?',
      facts: [found.first.id, found.last.id, ...(target ? [target.id] : [])],
    },
  ];
}

function costlyTopic(facts: readonly Fact[], costlyError: string | null): Topic[] {
  const found = course(facts, 'costly-called-share');
  if (!found) return [];
  return [
    {
      known: `${costlyError ? `The costly mistake: ${costlyError}. ` : 'What is costly to miss: '}${sayFact(found.first)} were called in the first week of the quarter, ${sayFact(found.last)} in the last.`,
      ask: 'What does a missed one cost today, and what is done with one that is called?',
      facts: [found.first.id, found.last.id],
    },
  ];
}

function missTopic(facts: readonly Fact[], unit: string): Topic[] {
  const found = course(facts, 'mae');
  if (!found) return [];
  return [
    {
      known: `It was off by ${sayFact(found.first)} for a typical ${unit} in the first week, by ${sayFact(found.last)} in the last.`,
      ask: 'How far off may it be before nobody can use it?',
      facts: [found.first.id, found.last.id],
    },
  ];
}

const openTopic = (titles: readonly string[]): Topic[] =>
  titles.length === 0
    ? []
    : [
        {
          known: `Still open: ${listWords(titles)}.`,
          ask: 'Which of it matters to the business, and which does not?',
          facts: [],
        },
      ];

const unmeasured = (question: string | null): Topic => ({
  known: question ? `It was built to answer: ${question}` : 'Nothing about it was measured in the quarter.',
  ask: 'Who decides by it today, and what would they miss without it?',
  facts: [],
});

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
