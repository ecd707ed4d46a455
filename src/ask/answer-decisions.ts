import { titleOf } from '../approvals/list-requests.ts';
import type { Line } from '../digest/line.ts';
import { sayList } from '../digest/shared-rules.ts';
import { authorise } from '../shared/access.ts';
import { sayClock } from '../shared/period.ts';
import { stateFigure, type Answerer, type Asking } from './asking.ts';
import { selectOpenRequests, type OpenRequest } from './decided-store.ts';

const shown = 10;
const namedVoters = 4;

/** Which requests wait for a decision, of all models or of one: what is asked, of whom, and by when. */
export const answerDecisions: Answerer<'decisions'> = async (asking, query) => {
  const { ctx, tell } = asking;
  authorise(ctx.actor, 'approvals.read');
  const modelId = query.model ?? null;
  const requests = await selectOpenRequests(ctx.db, { modelId, personId: ctx.actor.id, limit: shown });
  const total = requests[0]?.total ?? 0;
  const count = stateFigure(asking, {
    measure: 'matters-open',
    about: 'decisions',
    value: total,
    source: 'requests',
    method: 'requests that are open',
    ...(modelId === null ? {} : { modelId }),
  });
  return {
    kind: 'answer',
    headline: tell(`decisions.headline${total === 0 ? '-none' : total === 1 ? '-one' : ''}`, 'headline', {
      facts: { count },
      rests: [count],
    }),
    lines: [
      ...requests.map((one) => requestLine(asking, one)),
      ...(total > requests.length ? [tell('decisions.more', 'detail')] : []),
    ],
    modelId,
    modelTitle: modelId === null ? null : (requests[0]?.modelTitle ?? modelId),
    offers: [...(requests.some((one) => one.mine) ? ['requests'] : []), 'what needs me?', 'status'],
  };
};

export function requestLine({ tell, zone }: Pick<Asking, 'tell' | 'zone'>, one: OpenRequest): Line {
  const { number, kind, modelTitle, version, environment, requestedBy, waitsFor, mine } = one;
  const names = waitsFor.slice(0, namedVoters);
  const list = waitsFor.length > names.length ? `${names.join(', ')} and others` : sayList(names);
  const words = {
    number: String(number),
    title: titleOf(kind, modelTitle ?? '', version, environment),
    requester: requestedBy,
    due: sayClock(new Date(one.expiresAt), zone),
    list,
  };
  return tell(`decisions.${mine ? 'mine' : list ? 'line' : 'nobody'}`, 'detail', { words });
}
