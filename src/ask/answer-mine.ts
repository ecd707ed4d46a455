import type { Line } from '../digest/line.ts';
import { listToDo } from '../matters/list-to-do.ts';
import { readHealth } from '../monitor/read-health.ts';
import { sayDay } from '../shared/period.ts';
import { stateFigure, type Answerer, type Asking } from './asking.ts';
import { requestLine } from './answer-decisions.ts';
import { selectOpenRequests } from './decided-store.ts';
import { selectMine, type MineCase } from './mine-store.ts';
import { kept, matterLines, sayWeek, shownMatters } from './sentences.ts';

const shown = 10;

/** What waits for the asker: matters they have in hand or answer for, those with nobody on their team's models, their models in trouble, their cases. */
export const answerMine: Answerer<'mine'> = async (asking) => {
  const { ctx, tell, today, zone } = asking;
  const teams = ctx.actor.kind === 'person' ? ctx.actor.teams : [];
  const mine = await selectMine(ctx.db, { id: ctx.actor.id, teams, zone }, shown);
  const health = await readHealth(
    ctx,
    mine.models.map((one) => one.id),
  );
  const requests = await selectOpenRequests(ctx.db, { modelId: null, personId: ctx.actor.id, mine: true, limit: shown });
  // Counted as the asker's own list counts: what is others' turn, or with nobody on a model of their team, is not theirs.
  const own = ctx.actor.kind === 'person' ? await listToDo(ctx, { limit: 1 }) : { total: 0, waiting: 0 };
  const waiting = own.total - own.waiting + (requests[0]?.total ?? 0) + mine.forWord;
  const count = stateFigure(asking, {
    measure: 'matters-open',
    about: 'mine',
    value: waiting,
    source: 'matters',
    method:
      'requests to decide on, matters the asker has in hand or answers for and whose turn it is, cases that wait for their word',
  });
  const others = mine.waiting[0]?.others ?? 0;
  const free = stateFigure(asking, {
    measure: 'matters-open',
    about: 'free',
    value: others,
    source: 'matters',
    method: 'matters with nobody, on models of the asker’s teams that they do not answer for',
  });
  const troubled = mine.models.filter((one) => health.get(one.id)?.state === 'attention');
  return {
    kind: 'answer',
    headline: tell(`mine.headline${waiting === 0 ? '-none' : waiting === 1 ? '-one' : ''}`, 'headline', {
      facts: { count },
      rests: [count],
    }),
    lines: kept([
      ...requests.slice(0, shownMatters).map((one) => requestLine(asking, one)),
      ...matterLines(asking, mine.waiting),
      others > 0 ? tell(`mine.free${others === 1 ? '-one' : ''}`, 'detail', { facts: { free }, rests: [free] }) : undefined,
      mine.waiting.length > shownMatters || requests.length > shownMatters ? tell('mine.more', 'detail') : undefined,
      ...troubled.slice(0, shownMatters).map((one) =>
        tell('mine.model', 'detail', {
          words: { model: one.title, week: sayWeek(health.get(one.id)!.periodStart ?? today, today) },
        }),
      ),
      ...mine.cases.slice(0, shownMatters).map((one) => caseLine(asking, one)),
    ]),
    matters: mine.waiting
      .slice(0, shownMatters)
      .map(({ id, title, state, ownerName, dueOn, revision }) => ({ id, title, state, ownerName, dueOn, revision })),
    offers: [
      ...(requests.length > 0 ? ['requests'] : []),
      ...mine.models.slice(0, 2).map((one) => `how is ${one.id} doing?`),
      'digest',
      'help',
    ],
  };
};

const caseStates = ['flagged', 'accepted', 'answered', 'acting', 'done'];

export function caseLine({ tell }: Pick<Asking, 'tell'>, one: MineCase): Line {
  const state = tell(`mine.states.${caseStates.includes(one.state) ? one.state : 'other'}`, 'detail');
  const words = { number: String(one.number), model: one.modelTitle, since: sayDay(one.flaggedOn), state };
  return tell(`mine.${one.toAnswer ? 'owned' : 'flagged'}`, 'detail', { words });
}
