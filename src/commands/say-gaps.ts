import { recentDays, type Gap, type GapCounts, type ModelGaps } from '../monitor/read-gaps.ts';

const words: Record<Gap, string> = {
  unowned: 'not all owners are named',
  unmonitored: 'not watched',
  'no-kpi': 'no business measure',
  'no-run': `not looked at in the last ${recentDays} days`,
};

/** What models lack, as lines for a terminal: how many lack what, then each that lacks any of what was asked for. */
export function sayGaps(
  asked: readonly Gap[],
  { counts, models, more }: { counts: GapCounts; models: ModelGaps[]; more: boolean },
): string[] {
  return [
    ...asked.map((gap) => `${counts[gap] === 1 ? '1 model' : `${counts[gap]} models`}: ${words[gap]}.`),
    ...(models.length > 0 ? [''] : []),
    ...models.map(
      ({ modelId, title, gaps, lastRun }) =>
        `${modelId} (${title}): ${gaps.map((gap) => (gap === 'no-run' && lastRun ? `${words[gap]}, last up to ${lastRun}` : words[gap])).join('; ')}`,
    ),
    ...(more ? [`… and others. These are the first ${models.length} by id.`] : []),
  ];
}
