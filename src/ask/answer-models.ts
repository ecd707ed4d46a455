import type { Line } from '../digest/line.ts';
import { sayList } from '../digest/shared-rules.ts';
import { readGaps, type Gap } from '../monitor/read-gaps.ts';
import { readHealth, type Health } from '../monitor/read-health.ts';
import { listModels } from '../registry/list-models.ts';
import { stateFigure, type Answerer, type Asking, type Draft } from './asking.ts';
import { countModels } from './list-store.ts';
import { sayWeek } from './sentences.ts';

const pageSize = 10;

export const answerModels: Answerer<'models'> = (asking, query) =>
  query.gap ? listGap(asking, query.gap) : listPage(asking, query.search ?? '');

/** The first models that lack something, each with all that it lacks, and how many there are. */
async function listGap(asking: Asking, gap: Gap): Promise<Draft> {
  const { ctx, tell } = asking;
  const { counts, models } = await readGaps(ctx, { gaps: [gap], limit: pageSize });
  const total = counts[gap];
  const count = stateFigure(asking, { measure: 'models', about: gap, value: total, method: `count(*) of models: ${gap}` });
  const name = total === 0 ? `gap-none.${gap}` : `gap.${gap}${total === 1 ? '-one' : ''}`;
  const lackOf = (one: Gap) => tell(`models.lacks.${one}`, 'detail').text;
  return {
    kind: 'answer',
    headline: tell(`models.${name}`, 'headline', { facts: { count }, rests: [count] }),
    lines: total > models.length ? [tell('models.gap-more', 'detail')] : [],
    models: {
      search: '',
      total,
      next: null,
      lacking: true,
      rows: models.map((one) => ({
        id: one.modelId,
        title: one.title,
        line: tell('models.lacking', 'detail', { words: { list: sayList(one.gaps.map(lackOf)) } }),
      })),
    },
    offers: models.slice(0, 2).map((one) => `who owns ${one.modelId}?`),
  };
}

/** A page of the registry with each model's health in a line; `after` is `next` of the page before. */
export async function listPage(asking: Asking, search: string, after?: string): Promise<Draft> {
  const { ctx, tell } = asking;
  const page = await listModels(ctx, {
    limit: pageSize,
    ...(search ? { search } : {}),
    ...(after === undefined ? {} : { after }),
  });
  const health = await readHealth(
    ctx,
    page.models.map((one) => one.id),
  );
  const total = after === undefined && page.next === undefined ? page.models.length : await countModels(ctx.db, search);
  const count = stateFigure(asking, {
    measure: 'models',
    about: search ? 'found' : '',
    value: total,
    method: search ? `count(*) of models like “${search}”` : 'count(*)',
  });
  const name = total === 0 ? (search ? 'found-none' : 'none') : `${search ? 'found' : 'headline'}${total === 1 ? '-one' : ''}`;
  return {
    kind: 'answer',
    headline: tell(`models.${name}`, 'headline', { facts: { count }, words: { search }, rests: [count] }),
    lines: [],
    models: {
      search,
      total,
      next: page.next ?? null,
      rows: page.models.map((one) => ({ id: one.id, title: one.title, line: healthLine(asking, health.get(one.id)) })),
    },
    offers: page.models.length === 0 ? ['list models', 'help'] : page.models.slice(0, 2).map((one) => `how is ${one.id} doing?`),
  };
}

/** A model's health in a few words. */
export function healthLine({ tell, today }: Pick<Asking, 'tell' | 'today'>, health: Health | undefined): Line {
  if (!health?.periodStart || !health.periodEnd || health.periodEnd > today) return tell('models.never', 'detail');
  return tell(`models.${health.state}`, 'detail', { words: { week: sayWeek(health.periodStart, today) } });
}
