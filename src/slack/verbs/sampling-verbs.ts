import type { Ctx } from '../../db/ctx.ts';
import { sampleAnswers, type SampleAnswer } from '../../db/schema/sampling.ts';
import { readPersons } from '../../people/read-persons.ts';
import { answerDecision, sayLine, turnTo } from '../../sampling/answer-decision.ts';
import { flagDecision, readFlagged } from '../../sampling/flag-decision.ts';
import { readDecisions, readLetter, readRound, type Letter, type Round } from '../../sampling/read-round.ts';
import { nextOpen, periodOf } from '../../sampling/rules.ts';
import { listWords } from '../../shared/list-words.ts';
import { dayIn, sayDayYear, sayPeriod, sayWeekday } from '../../shared/period.ts';
import { sayFact } from '../../shared/say-fact.ts';
import type { SamplingVerbs } from '../sampling-verbs.ts';
import { decisionsAPage } from '../views/sample-decisions.ts';
import type { AnsweredDecision, ShownDecision } from '../views/sample-letter.ts';
import type { SampleResultView } from '../views/sample-result.ts';

const saidOfIt: Record<SampleAnswer, string> = {
  helped: 'it helped',
  'did-not': 'it did not help',
  wrong: 'it was wrong',
  'cant-say': 'could not say',
};
const maxLines = 5;

export const samplingVerbs: SamplingVerbs = {
  async sampleLetter(ctx, { roundId, personId }) {
    const letter = await readLetter(ctx, { roundId, personId });
    const zone = (await readPersons(ctx, [personId])).get(personId)?.zone ?? 'utc';
    const isOver = ctx.now >= letter.row.closesAt || letter.row.state === 'told';
    const shown = isOver ? undefined : shownIn(letter);
    const newest = letter.mine.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
    const flagged =
      newest?.answer === 'wrong' ? await readFlagged(ctx, { roundId, personId, modelId: letter.row.modelId }) : undefined;
    const last = newest && lastOf(letter, newest.position, flagged?.get(newest.position));
    return {
      roundId,
      ...aboutOf(letter),
      question: letter.rule.question,
      drawn: drawnOf(letter),
      closes: sayWeekday(dayIn(zone, letter.row.closesAt)),
      of: letter.items.length,
      counts: countsOf(letter),
      isOver,
      ...(shown ? { shown } : {}),
      ...(last ? { last } : {}),
    };
  },
  async sampleResult(ctx, roundId) {
    const round = await readRound(ctx, roundId);
    return resultOf(ctx, round);
  },
  async sampleOutcome(ctx, { roundId, personId }) {
    const round = await readRound(ctx, roundId);
    const mine = round.answers.filter((one) => one.personId === personId).length;
    const { matter } = round;
    const isDone = matter?.state === 'done';
    const who = (isDone ? matter.doneById : matter?.ownerId) ?? '';
    return {
      ...aboutOf(round),
      answered: `You answered ${mine === 1 ? 'one' : mine} of them. In all: ${headlineOf(round)}`,
      ownerName: (await readPersons(ctx, [who])).get(who)?.name ?? 'Somebody of those who build it',
      ...(isDone ? { outcome: matter.outcome ?? 'the words were taken away.' } : {}),
    };
  },
  async sampleDecisions(ctx, { roundId, from }) {
    const round = await readRound(ctx, roundId);
    const items = await readDecisions(ctx, roundId);
    const answered = items.filter(({ position }) => round.answers.some((one) => one.position === position));
    return {
      roundId,
      phrase: round.rule.phrase,
      from,
      total: answered.length,
      decisions: answered.slice(from - 1, from - 1 + decisionsAPage).map(({ position, shown }, index) => {
        const said = round.answers.filter((one) => one.position === position);
        const words = said.flatMap((one) => (one.words ? [one.words] : []));
        return {
          number: from + index,
          values: round.rule.labels.map((label) => `${label}: ${shown[label] ?? ''}`),
          said: listWords(said.map((one) => `${round.people.get(one.personId)?.name ?? 'Somebody'}: ${saidOfIt[one.answer]}`)),
          ...(words.length > 0 ? { words: words.join('\n') } : {}),
        };
      }),
    };
  },
  sampleAnswer: (ctx, input) => answerDecision(ctx, input),
  sampleTurn: (ctx, input) => turnTo(ctx, input),
  async sampleLineForm(ctx, { roundId, position }) {
    const letter = await readLetter(ctx, { roundId, personId: ctx.actor.id });
    const item = letter.items.find((one) => one.position === position);
    const words = letter.mine.find((one) => one.position === position)?.words;
    return {
      roundId,
      position,
      number: position - (letter.items[0]?.position ?? 1) + 1,
      values: letter.rule.labels.map((label) => ({ label, value: item?.shown[label] ?? '' })),
      ...(words ? { words } : {}),
    };
  },
  async sampleLine(ctx, input) {
    const { masked } = await sayLine(ctx, input);
    return masked.length > 0 ? { masked: `I took out ${listWords(masked)} before I kept it.` } : {};
  },
  async sampleFlag(ctx, input) {
    const { case: opened } = await flagDecision(ctx, input);
    return { caseNumber: opened.number };
  },
};

const aboutOf = ({ row, rule, model }: Round) => ({
  modelName: model?.title ?? row.modelId,
  phrase: rule.phrase,
  period: sayPeriod(periodOf({ start: row.periodStart, end: row.periodEnd })),
});

function shownIn({ items, position, again, mine, rule }: Letter): ShownDecision | undefined {
  const first = items[0]?.position ?? 1;
  const answered = new Set(mine.map((one) => one.position));
  const open = nextOpen({ first, last: items.at(-1)?.position ?? first }, answered, position - 1);
  const at = again ? position : open;
  const item = items.find((one) => one.position === at);
  if (at === undefined || !item) return undefined;
  const answer = mine.find((one) => one.position === at)?.answer;
  return {
    position: at,
    number: at - first + 1,
    values: rule.labels.map((label) => ({ label, value: item.shown[label] ?? '' })),
    ...(answer ? { answer } : {}),
  };
}

function lastOf({ items, mine }: Letter, position: number, caseNumber: number | undefined): AnsweredDecision | undefined {
  const answer = mine.find((one) => one.position === position);
  if (!answer) return undefined;
  return {
    position,
    number: position - (items[0]?.position ?? 1) + 1,
    answer: answer.answer,
    ...(answer.words ? { words: answer.words } : {}),
    ...(caseNumber === undefined ? {} : { caseNumber }),
  };
}

const countsOf = ({ mine }: Letter): Record<SampleAnswer, number> =>
  Object.fromEntries(sampleAnswers.map((what) => [what, mine.filter((one) => one.answer === what).length])) as Record<
    SampleAnswer,
    number
  >;

/** How the decisions were found, with its figures from facts. */
function drawnOf({ rule, facts }: Round): string {
  const [population, drawn] = [facts.get('population'), facts.get('drawn')];
  if (!population || !drawn) return '';
  return `Drawn by lot: ${sayFact(drawn)} of ${sayFact(population)} ${rule.phrase}.`;
}

function headlineOf({ facts }: Round): string {
  const [helped, judged] = [facts.get('helped'), facts.get('judged')];
  if (!helped || !judged || judged.value === 0) return 'Nobody could say whether one of them helped.';
  return `${sayFact(helped)} of ${sayFact(judged)} helped.`;
}

async function resultOf(ctx: Ctx, round: Round): Promise<SampleResultView> {
  const { row, rule, facts, matter, answers, people } = round;
  const [low, high] = [facts.get('low'), facts.get('high')];
  const name = (id: string) => people.get(id)?.name ?? 'Somebody';
  const lines = answers.flatMap(({ personId, position, answer, words }) =>
    words ? [{ name: name(personId), number: position, said: saidOfIt[answer], words }] : [],
  );
  const owner = matter?.ownerId ? (await readPersons(ctx, [matter.ownerId])).get(matter.ownerId)?.name : undefined;
  const kinds = [
    ['did-not', 'Did not help'],
    ['wrong', 'Wrong'],
    ['cant-say', 'Could not be said'],
  ] as const;
  const rest = kinds.flatMap(([what, label]) => {
    const fact = facts.get(what);
    return fact && fact.value > 0 ? [`${label}: ${sayFact(fact)}`] : [];
  });
  return {
    roundId: row.id,
    ...aboutOf(round),
    ...(rule.version === null ? {} : { version: rule.version }),
    headline: answers.length === 0 ? 'Nobody answered.' : headlineOf(round),
    ...(low && high
      ? {
          range: `Among all of them it is most likely from ${sayFact(low, 'hundred')} to ${sayFact(high, 'hundred')}: so few answers leave that much room, if each of them counts on its own.`,
        }
      : {}),
    ...(rest.length > 0 ? { rest: rest.join(' · ') } : {}),
    who: whoOf(round, name),
    drawn: `${drawnOf(round)} By MD5 of the seed “${rule.seed}” and the row.${low ? ' The range is Wilson’s, for nineteen in twenty.' : ''} Counted ${sayDayYear(dayIn('utc', row.closedAt ?? ctx.now))}.`,
    lines: lines.slice(0, maxLines),
    moreLines: Math.max(0, lines.length - maxLines),
    hasAnswers: answers.length > 0,
    ...(matter
      ? {
          matter: {
            id: matter.id,
            revision: matter.revision,
            title: matter.title,
            isDone: matter.state === 'done',
            ...(owner ? { owner } : {}),
            ...(matter.dueOn ? { due: sayWeekday(matter.dueOn) } : {}),
            ...(matter.outcome ? { outcome: matter.outcome } : {}),
          },
        }
      : {}),
  };
}

function whoOf({ rule, facts, answers }: Round, name: (id: string) => string): string {
  const [asked, reached] = [facts.get('asked'), facts.get('reached')];
  const notReached = rule.result?.notReached ?? [];
  const answered = [...new Set(answers.map((one) => one.personId))].map(name);
  const left = rule.experts > (asked?.value ?? 0) ? ' The team has more experts; these were drawn by lot.' : '';
  const told = answered.length === 0 ? '' : `Answered by ${listWords(answered)}`;
  if (!asked || !reached) return told;
  const share = told === '' ? '' : `${told}: ${sayFact(reached)} of ${sayFact(asked)} asked.`;
  return `${share}${notReached.length > 0 ? ` Not reached: ${listWords(notReached.map(name))}.` : ''}${left}`.trim();
}
