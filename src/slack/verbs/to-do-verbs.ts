import { listRequests } from '../../approvals/list-requests.ts';
import { findCard } from '../../cards/read-card.ts';
import type { CardKind } from '../../db/schema/cards.ts';
import type { Ctx } from '../../db/ctx.ts';
import { stepOfRepair } from '../../feedback/repair-steps.ts';
import { handOver } from '../../matters/hand-over.ts';
import { listOpenOf, listToDo, type ToDo, type ToDoList } from '../../matters/list-to-do.ts';
import { readMatter } from '../../matters/read-matters.ts';
import { readTeams } from '../../people/read-persons.ts';
import { listModels } from '../../registry/list-models.ts';
import { readModels } from '../../registry/read-model.ts';
import { isLeewayError, LeewayError } from '../../shared/errors.ts';
import { daysBetween, dayIn, sayWeekday, type Day } from '../../shared/period.ts';
import type { Reply, SlackVerbs } from '../verbs.ts';
import { toDoPageSize, type ToDoLine, type ToDoView } from '../views/to-do.ts';
import { waitingForWord } from './case-lists.ts';
import { threadOf } from './matter-verbs.ts';
import { modelNamed } from './model-named.ts';
import { personOfSlack } from './person-of-slack.ts';
import { lineOf } from './request-list-verbs.ts';

type About = { modelId: string } | { teamId: string };
const maxRequests = 50;

export const toDoVerbs: Pick<SlackVerbs, 'toDo' | 'openOf' | 'cardOfMatter' | 'handOver'> = {
  async toDo(ctx, { offset }) {
    const list = await listToDo(ctx, { limit: toDoPageSize, offset });
    const waiting = await listRequests(ctx, { waitingFor: ctx.actor.id, limit: maxRequests });
    const cases = await waitingForWord(ctx);
    return {
      of: { is: 'mine' },
      headline: sayMine(list.total - list.waiting + waiting.length + cases.length, list),
      requests: waiting.map((one) => lineOf(one, list.zone)),
      cases,
      ...pageOf(ctx, list, offset),
    };
  },
  async openOf(ctx, { about, offset }) {
    const name = await nameOf(ctx, about);
    const list = await listOpenOf(ctx, { of: about, limit: toDoPageSize, offset });
    return {
      of: { is: 'open', name, about },
      headline: sayOpen(name, list),
      requests: [],
      cases: [],
      ...pageOf(ctx, list, offset),
    };
  },
  async cardOfMatter(ctx, matterId) {
    const { kind, key, title } = await readMatter(ctx, matterId);
    const isAction = kind === 'action';
    // The key of an action's matter begins with its case.
    const subjectId = isAction ? key.split(':')[0]! : key;
    const card = await findCard(ctx, (isAction ? 'case' : kind) as CardKind, subjectId);
    if (!card)
      throw new LeewayError('not-found', 'There is no card of this any more.', { hint: 'Look at `/leeway mine` again.' });
    return { cardId: card.id, title };
  },
  async handOver(ctx, { matterId, revision, slackUser, nextStep, dueOn, message }) {
    const person = await personOfSlack(ctx, slackUser, 'to');
    await handOver(ctx, {
      matterId,
      revision,
      toPersonId: person.id,
      ...(nextStep ? { nextStep } : {}),
      ...(dueOn ? { dueOn } : {}),
      ...(await threadOf(ctx, message)),
    });
    return { name: person.name };
  },
};

export const toDoHelp = { say: '/leeway open flight-delay', does: 'what is open about a model, or a team by its name' };

/** `mine`, `open flight-delay`, `open network operations`; undefined where the text is about something else. */
export async function toDoReply(ctx: Ctx, text: string, isCommand: boolean): Promise<Reply | undefined> {
  const [first = '', ...rest] = text
    .trim()
    .replace(/[.!?]$/, '')
    .split(/\s+/);
  if (/^mine$/i.test(first) && rest.length === 0) return { is: 'to-do', view: await toDoVerbs.toDo(ctx, { offset: 0 }) };
  if (!/^open$/i.test(first) || (rest.length === 0 && !isCommand)) return undefined;
  const only = rest.length === 0 ? await onlyModel(ctx) : undefined;
  if (rest.length === 0 && !only)
    return { is: 'note', sentence: 'Say of what: `/leeway open flight-delay`, or the name of a team.' };
  try {
    const about = only ?? (await namedBy(ctx, rest.join(' ').replace(/^(?:of|for|on|the) /i, '')));
    return { is: 'to-do', view: await toDoVerbs.openOf(ctx, { about, offset: 0 }) };
  } catch (error) {
    // “open question about …” is a question.
    if (!isCommand && isLeewayError(error, 'not-found')) return undefined;
    throw error;
  }
}

/** Where there is but one model, it is meant. */
async function onlyModel(ctx: Ctx): Promise<About | undefined> {
  const { models } = await listModels(ctx, { limit: 2 });
  return models.length === 1 ? { modelId: models[0]!.id } : undefined;
}

async function namedBy(ctx: Ctx, words: string): Promise<About> {
  const wanted = words.toLowerCase().replace(/[\s_-]+/g, ' ');
  const same = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, ' ') === wanted;
  const team = (await readTeams(ctx)).find((one) => same(one.id) || same(one.name));
  return team ? { teamId: team.id } : { modelId: (await modelNamed(ctx, words)).modelId };
}

async function nameOf(ctx: Ctx, about: About): Promise<string> {
  if ('modelId' in about) return (await readModels(ctx, [about.modelId])).get(about.modelId)?.title ?? about.modelId;
  return (await readTeams(ctx)).find((one) => one.id === about.teamId)?.name ?? about.teamId;
}

const pageOf = (ctx: Ctx, list: ToDoList, offset: number): Pick<ToDoView, 'items' | 'total' | 'from'> => ({
  items: list.items.map((one) => itemOf(ctx, one, list)),
  total: list.total,
  from: offset + 1,
});

const kindWords: Record<ToDo['kind'], string> = {
  alert: 'Alert',
  'data-quality': 'Data',
  case: 'Case',
  action: 'Action on a case',
  change: 'Business change',
  review: 'Review',
  framing: 'Idea',
  contact: 'Contact',
  sample: 'Experts’ answers',
};

function itemOf(ctx: Ctx, one: ToDo, { today, zone }: ToDoList): ToDoLine {
  const mine = one.ownerId === ctx.actor.id || one.awayUntil !== null;
  const late = !one.waits && one.dueOn !== null && one.dueOn < today;
  const from = one.kind === 'data-quality' ? stepOfRepair(one.key) : undefined;
  const standsIn = one.awayUntil ? `for ${one.ownerName ?? 'somebody'}, away until ${sayWeekday(one.awayUntil)}` : '';
  return {
    matterId: one.id,
    revision: one.revision,
    kind: one.kind,
    title: one.title,
    line: [
      standsIn,
      kindWords[one.kind],
      one.modelId === '*' || one.title.includes(one.modelTitle) ? '' : one.modelTitle,
      sayAge(dayIn(zone, one.openedAt), today),
      one.dueOn ? sayDate(one.dueOn, today) : '',
    ]
      .filter(Boolean)
      .join(' · '),
    ...(one.nextStep ? { nextStep: one.nextStep } : {}),
    ...(one.ownerId !== null && !mine ? { who: one.ownerName ?? 'Somebody' } : {}),
    ...(from ? { caseId: from.caseId } : {}),
    waits: one.waits,
    free: one.ownerId === null,
    mine,
    late,
  };
}

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);
const sayAge = (since: Day, today: Day): string => (since >= today ? 'new today' : `open for ${days(daysBetween(since, today))}`);
const sayDate = (dueOn: Day, today: Day): string =>
  dueOn < today ? `was due ${sayWeekday(dueOn)}, ${days(daysBetween(dueOn, today))} late` : `by ${sayWeekday(dueOn)}`;

const sayLate = (late: number, all: number): string =>
  late === 0
    ? ''
    : late === all
      ? all === 1
        ? ', and it is late'
        : all === 2
          ? ', both of them late'
          : ', all of them late'
      : `, ${late} of them late`;

/** What is others' turn waits for them, and not for the reader who looks after it. */
function sayMine(count: number, { late, waiting }: Pick<ToDoList, 'late' | 'waiting'>): string {
  if (count === 0)
    return waiting === 0
      ? 'Nothing waits for you.'
      : `Nothing waits for you. ${waiting === 1 ? '1 thing that you look after waits' : `${waiting} things that you look after wait`} for others.`;
  const mine = `${count === 1 ? '1 thing waits' : `${count} things wait`} for you${sayLate(late, count)}.`;
  return waiting === 0 ? mine : `${mine} ${waiting === 1 ? '1 more waits' : `${waiting} more wait`} for others.`;
}

const sayOpen = (name: string, { total, late }: ToDoList): string =>
  total === 0
    ? `Nothing is open about ${name}.`
    : `${total === 1 ? '1 thing is' : `${total} things are`} open about ${name}${sayLate(late, total)}.`;
