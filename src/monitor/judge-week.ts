import type { Fact } from '../shared/fact.ts';
import { autocorrelation, xmrLimits, xmrSignal, type XmrLimits, type XmrSignal } from '../shared/xmr.ts';
import { errorKind } from './error-kind.ts';
import { draft, historySlots, slotsOf, type FindingDraft, type Judged } from './findings.ts';
import { judgeColumns } from './judge-columns.ts';

/** Above this lag-1 autocorrelation the run rules fire on nothing; only a point outside the limits then counts. */
const maxAutocorrelation = 0.25;

/** The findings of one weekly window, most severe first. Pure: same facts, same findings. */
export function judgeWeek(judged: Judged): FindingDraft[] {
  const kpis = judged.kpis.map((kpi) => judgeKpi(judged, kpi));
  return [judgeError(judged), ...kpis, judgeRows(judged), ...judgeColumns(judged)]
    .filter((one) => one !== undefined)
    .toSorted((a, b) => b.severity - a.severity || (a.key < b.key ? -1 : 1));
}

function judgeError(judged: Judged): FindingDraft | undefined {
  const now = judged.book.find('mae');
  if (!now) return undefined;
  const { standing, signal, goesOn } = standingOf(judged, now, 'above');
  return draft(judged, {
    kind: `error-${standing}`,
    key: 'error',
    direction: changeDirection(judged, 'mae'),
    pattern: patternOf(signal),
    goesOn,
    words: errorKind(judged.spec) === 'wrong' ? { errorKind: 'wrong' } : {},
    slots: {
      ...slotsOf(judged, { now: 'mae', rmse: 'rmse', bias: 'bias', baseline: 'baseline-mae', reference: 'mae reference' }),
      ...historySlots(judged, 'mae', ''),
    },
  });
}

function judgeKpi(judged: Judged, { id, title, phrase, better }: Judged['kpis'][number]): FindingDraft | undefined {
  const now = judged.book.find('kpi', id);
  if (!now) return undefined;
  const { standing, signal, goesOn } = standingOf(judged, now, better === 'higher' ? 'below' : 'above');
  return draft(judged, {
    kind: `kpi-${standing}`,
    key: `kpi:${id}`,
    direction: changeDirection(judged, `kpi:${id}`),
    pattern: patternOf(signal),
    goesOn,
    slots: {
      ...slotsOf(judged, {
        now: `kpi ${id}`,
        target: `kpi-target ${id}`,
        gap: `change kpi-target:${id}`,
        reference: `kpi ${id}:reference`,
      }),
      ...historySlots(judged, 'kpi', id),
    },
    words: { kpi: id, title, phrase, better },
  });
}

/** A week in which some days have clearly fewer rows than an average day of the reference. */
function judgeRows(judged: Judged): FindingDraft | undefined {
  const short = judged.book.find('short-days');
  if (!short || short.value === 0) return undefined;
  const slots = { ...slotsOf(judged, { now: 'rows', days: 'short-days' }), ...historySlots(judged, 'rows', '') };
  return draft(judged, { kind: 'rows-short', key: 'rows', direction: 'down', slots });
}

type Standing = 'early' | 'in-range' | 'better' | 'outside' | 'shift';

/** Where a figure stands against its own past weeks; `worse` is the side on which it is bad. */
function standingOf(
  { history }: Judged,
  now: Fact,
  worse: XmrSignal['side'],
): { standing: Standing; signal?: XmrSignal; goesOn: boolean } {
  const past = history.series(now.measure, now.about).map((fact) => fact.value);
  const limits = xmrLimits(past);
  if (!limits) return { standing: 'early', goesOn: true };
  const signal = xmrSignal([...past, now.value], limits);
  // Runs come about by themselves in a series whose weeks resemble the week before.
  if (!signal || (signal.rule !== 'outside' && autocorrelation(past) > maxAutocorrelation))
    return { standing: 'in-range', goesOn: true };
  const standing = signal.side !== worse ? 'better' : signal.rule === 'outside' ? 'outside' : 'shift';
  // “Outside 89 to 93 % for 2 weeks” is said of a week before that is outside of this range, too.
  const goesOn = signal.rule !== 'outside' || isBeyond(past.at(-1)!, signal.side, limits);
  return { standing, signal, goesOn };
}

const isBeyond = (value: number, side: XmrSignal['side'], { lower, upper }: XmrLimits): boolean =>
  side === 'above' ? value > upper : value < lower;

const patternOf = (signal: XmrSignal | undefined): FindingDraft['pattern'] =>
  signal ? (signal.rule === 'outside' ? 'abrupt' : 'gradual') : 'none';

function changeDirection({ book }: Judged, name: string): FindingDraft['direction'] {
  const change = book.find('change', name);
  if (!change || change.value === 0) return 'none';
  return change.value > 0 ? 'up' : 'down';
}
