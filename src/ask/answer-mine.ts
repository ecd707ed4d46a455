import type { Line } from '../digest/line.ts';
import { readHealth } from '../monitor/read-health.ts';
import { sayDay } from '../shared/period.ts';
import { stateFigure, type Answerer, type Asking } from './asking.ts';
import { requestLine } from './answer-decisions.ts';
import { selectOpenRequests } from './decided-store.ts';
import { selectMine, type MineCase } from './mine-store.ts';
import { kept, matterLines, sayWeek, shownMatters } from './sentences.ts';

const shown = 10;

/** What waits for the asker: matters taken by them or with nobody on their models, their models in trouble, their cases. */
export const answerMine: Answerer<'mine'> = async (asking) => {
  const { ctx, tell, today, zone } = asking;
  const teams = ctx.actor.kind === 'person' ? ctx.actor.teams : [];
  const mine = await selectMine(ctx.db, { id: ctx.actor.id, teams, zone }, shown);
  const health = await readHealth(
    ctx,
    mine.models.map((one) => one.id),
  );
  const requests = await selectOpenRequests(ctx.db, { modelId: null, personId: ctx.actor.id, mine: true, limit: shown });
  const waiting = (mine.waiting[0]?.total ?? 0) + (requests[0]?.total ?? 0);
  const count = stateFigure(asking, {
    measure: 'matters-open',
    about: 'mine',
    value: waiting,
    source: 'matters',
    method: 'requests to decide on, matters taken by the asker, and matters with nobody on their models',
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
