import type { ChartInput } from '../charts/chart-input.ts';
import type { Fact, Measure } from '../shared/fact.ts';
import { sayDay } from '../shared/period.ts';
import type { FocusMaterial, Material } from './material.ts';
import { findingOf, isBad, missesTarget, sideOf } from './shared-rules.ts';
import { sayFact } from '../shared/say-fact.ts';

/** The error above, the KPI below, week by week, with the usual range; the title says what to see. Null while there is no line to draw. */
export function chartOf(material: Material): ChartInput | null {
  const { focus } = material;
  const error = focus?.series('mae') ?? [];
  if (!focus || error.length < 2 || error.at(-1)?.periodStart !== material.period.start) return null;
  const kpi = findingOf(material, 'kpi-');
  const kpiId = kpi?.words['kpi'] ?? '';
  const kpiSeries = kpi ? focus.series('kpi', kpiId) : [];
  const title = titleOf(material, focus);
  const aligned = kpiSeries.length === error.length;
  const below =
    aligned && kpi
      ? panelOf(focus, {
          name: `${kpi.words['title'] ?? 'KPI'}, share of ${focus.unitPlural}`,
          measure: 'kpi',
          about: kpiId,
          series: kpiSeries,
          percent: true,
        })
      : undefined;
  return {
    chart: 'series',
    title,
    alt: altOf(material, focus, { error, kpi: kpiSeries, phrase: kpi?.words['phrase'] ?? `the share of ${focus.unitPlural}` }),
    panel: panelOf(focus, {
      name: `${focus.error === 'wrong' ? 'Share of wrong' : 'Average miss of the'} ${focus.predictionPhrase}`,
      measure: 'mae',
      about: '',
      series: error,
      percent: focus.error === 'wrong',
    }),
    ...(below ? { below } : {}),
  };
}

function titleOf(material: Material, focus: FocusMaterial): string {
  const error = findingOf(material, 'error-');
  const kpi = findingOf(material, 'kpi-');
  const now = focus.fact('mae')!;
  const phrase = focus.predictionPhrase.charAt(0).toUpperCase() + focus.predictionPhrase.slice(1);
  const missed = focus.error === 'wrong' ? `were wrong for ${sayFact(now)}` : `missed by ${sayFact(now)}`;
  if (isBad(error)) return `${phrase} ${missed}, more than usual`;
  if (isBad(kpi)) return `${kpi!.words['title']}: outside the usual range`;
  if (error?.kind === 'error-better') return `${phrase} ${missed}, less than usual`;
  if (error?.kind === 'error-early') return `${phrase} ${missed}: too early to say what is usual`;
  if (kpi && missesTarget(kpi, material))
    return `${phrase} ${focus.error === 'wrong' ? 'were wrong as often as usual' : 'missed as usual'}; ${kpi.words['phrase']} ${sideOf(kpi)} target`;
  return `${phrase} ${missed}, as usual`;
}

interface PanelOptions {
  name: string;
  measure: Measure;
  about: string;
  series: Fact[];
  percent: boolean;
}

function panelOf(focus: FocusMaterial, { name, measure, about, series, percent }: PanelOptions) {
  const key = about ? `${measure}:${about}` : measure;
  const scale = percent ? 100 : 1;
  const [usual, low, high] = [focus.fact('usual', key), focus.fact('limit-low', key), focus.fact('limit-high', key)];
  const target = measure === 'kpi' ? focus.fact('kpi-target', about) : undefined;
  return {
    name,
    unit: percent ? 'percent' : (series.at(-1)?.unit ?? ''),
    points: series.map((fact) => ({ day: fact.periodStart, value: fact.value * scale })),
    ...(usual && low && high ? { band: { lower: low.value * scale, mean: usual.value * scale, upper: high.value * scale } } : {}),
    ...(target ? { target: { value: target.value * scale, label: `target ${sayFact(target, 'plain')}` } } : {}),
  };
}

interface Drawn {
  error: Fact[];
  kpi: Fact[];
  /** What the second line is of: `flights on time`. */
  phrase: string;
}

function altOf(material: Material, focus: FocusMaterial, { error, kpi, phrase }: Drawn): string {
  const first = error[0]!;
  const last = error.at(-1)!;
  const range = [focus.fact('limit-low', 'mae'), focus.fact('limit-high', 'mae')];
  const usual = range[0] && range[1] ? ` Usual range ${sayFact(range[0], 'bare')} to ${sayFact(range[1])}.` : '';
  const second =
    kpi.length === error.length && kpi.at(-1)
      ? ` Below it ${phrase}: ${sayFact(kpi[0]!)} then, ${sayFact(kpi.at(-1)!)} now.`
      : '';
  return `Line chart of the ${focus.error === 'wrong' ? `share of wrong ${focus.predictionPhrase}` : 'average miss'} of ${focus.title} by week, where ${lowerFirst(titleOf(material, focus))}. From ${sayFact(first)} in the week of ${sayDay(first.periodStart)} to ${sayFact(last)} in the week of ${sayDay(last.periodStart)}.${usual}${second}`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
