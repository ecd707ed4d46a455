import type { Line } from '../digest/line.ts';
import { sayList } from '../digest/shared-rules.ts';
import { speakFrom } from '../monitor/findings.ts';
import { sayPeriod, weekOf, type Period } from '../shared/period.ts';
import { stateFigure, type Asking, type Draft, type Reply } from './asking.ts';
import { selectOverview, type OverviewRow } from './overview-store.ts';
import type { AskedPeriod } from './query.ts';
import { kept, sayWeek } from './sentences.ts';
import { verdictOf } from './verdict.ts';

/** How all models did in a week: how many need attention, which most of all, and how many were not looked at. */
export async function answerOverview(asking: Asking, asked?: AskedPeriod): Promise<Reply> {
  const { ctx, tell, today } = asking;
  if (asked && asked.grain !== 'week') {
    return {
      kind: 'refused',
      reason: 'which-model',
      message: 'Over all models I can tell of one week at a time. Ask for a week, or name a model.',
      offers: ['status', 'list models'],
    };
  }
  const row = await selectOverview(ctx.db, { start: asked?.start ?? null, today, minSeverity: speakFrom });
  if (row.models === 0) return { kind: 'answer', headline: tell('overview.none', 'headline'), lines: [], offers: ['help'] };
  const period = row.start === null ? null : weekOf(row.start);
  const models = stateFigure(asking, {
    measure: 'models',
    value: row.models,
    period,
    method: 'count(*) of models that are not retired',
  });
  if (!period) {
    return {
      kind: 'answer',
      headline: tell(`overview.never${row.models === 1 ? '-one' : ''}`, 'headline', { facts: { models }, rests: [models] }),
      lines: [],
      offers: ['list models', 'help'],
    };
  }
  return { ...overviewOf(asking, row, period, models), period };
}

/** One model by itself is not counted. */
function countsName({ models, checked, attention }: OverviewRow): string {
  if (models === 1) return checked === 0 ? '-one-unchecked' : attention === 0 ? '-one-calm' : '-one';
  return checked === models ? '-all' : '';
}

function overviewOf(asking: Asking, row: OverviewRow, period: Period, models: ReturnType<typeof stateFigure>): Draft {
  const { tell, today } = asking;
  const state = (about: string, value: number, method: string) =>
    stateFigure(asking, { measure: 'models', about, value, period, method });
  const checked = stateFigure(asking, {
    measure: 'models-checked',
    value: row.checked,
    period,
    method: 'models with a published look at the week',
  });
  const attention = state('attention', row.attention, 'checked models with a finding that is no good news');
  const calm = state('calm', row.checked - row.attention, 'models checked − models that need attention');
  const words = { week: sayPeriod(period, { year: period.start.slice(0, 4) !== today.slice(0, 4) }) };
  const facts = { models, checked, attention, calm };
  const name =
    row.attention === 0 ? 'calm' : row.models === 1 ? 'attention-only' : row.attention === 1 ? 'attention-one' : 'attention';
  const hidden = row.attention - row.worst.filter((one) => one.state === 'published').length;
  const more = hidden > 0 ? state('attention-more', hidden, 'models that need attention and are not named') : undefined;
  const matters = stateFigure(asking, {
    measure: 'matters-open',
    value: row.matters,
    period,
    method: 'matters that are not done',
  });
  return {
    kind: 'answer',
    headline: tell(`overview.${name}`, 'headline', { facts, words, rests: [attention, models] }),
    lines: kept([
      tell(`overview.counts${countsName(row)}`, 'coverage', { facts, rests: [models, checked, calm] }),
      ...row.worst.map((one) => worstLine(asking, one, period)),
      more && tell('overview.worst-more', 'detail', { facts: { more } }),
      uncheckedLine(asking, row),
      ...gapLines(asking, row),
      tell('overview.matters', 'hand', { facts: { matters } }),
    ]),
    offers: [...row.worst.slice(0, 3).map((one) => `how is ${one.id} doing?`), 'list models', 'what needs me?'],
  };
}

/** Models that nobody answers for or that nothing watches: silence must not pass for health. */
function gapLines(asking: Asking, gaps: Pick<OverviewRow, 'unowned' | 'unmonitored'>): Line[] {
  return (['unowned', 'unmonitored'] as const)
    .filter((gap) => gaps[gap] > 0)
    .map((gap) => {
      const count = stateFigure(asking, {
        measure: 'models',
        about: gap,
        value: gaps[gap],
        method: `count(*) of models: ${gap}`,
      });
      return asking.tell(`overview.${gap}${gaps[gap] === 1 ? '-one' : ''}`, 'coverage', { facts: { count }, rests: [count] });
    });
}

function worstLine({ tell, today }: Asking, one: OverviewRow['worst'][number], period: Period): Line {
  const words = {
    model: one.title,
    week: sayWeek(period.start, today),
    predictions: 'predictions',
    referenceLabel: 'the reference',
    referenceTime: 'the reference',
    phrase: 'figures',
  };
  return tell('overview.worst', 'detail', { words: { ...words, verdict: verdictOf(tell, one, words) } });
}

function uncheckedLine({ tell }: Asking, row: OverviewRow): Line | undefined {
  if (row.checked === row.models) return undefined;
  const more = row.models - row.checked - row.unchecked.length > 0;
  const list = row.unchecked.map((one) => (one.reason ? `${one.title} (${one.reason.replace(/\.$/, '')})` : one.title));
  return tell(`overview.unchecked${more ? '-more' : ''}`, 'coverage', {
    words: { list: more ? list.join(', ') : sayList(list) },
  });
}
