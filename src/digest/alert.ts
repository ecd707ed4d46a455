import { changesNear } from '../changes/read-change.ts';
import type { Ctx } from '../db/ctx.ts';
import { readFacts } from '../facts/read-facts.ts';
import { errorKind, type ErrorKind } from '../monitor/error-kind.ts';
import type { AlertFinding } from '../monitor/read-alert.ts';
import { readMonitors } from '../monitor/read-monitors.ts';
import { readModels } from '../registry/read-model.ts';
import type { Fact } from '../shared/fact.ts';
import { sayDay, sayPeriod, sayWeekday, type Day, type Period } from '../shared/period.ts';
import type { Line } from './line.ts';
import { createSay, loadTemplates, type Say } from './templates.ts';

/** What fills the sentences of an alert beside its facts. */
export interface AlertWords {
  /** “flights” */
  units: string;
  /** “forecasts” */
  predictions: string;
  /** How the model can be wrong: by an amount, or altogether. */
  error: ErrorKind;
  /** What changes in the business in that time. */
  changes: readonly { number: number; startsOn: Day }[];
}

const maxChanges = 2;

const sayOnce: { say?: Say } = {};
const theSay = (): Say => (sayOnce.say ??= createSay(loadTemplates('alerts.yml')));

/**
 * What happened, and whether it has passed, in sentences made of stored facts. Undefined: a later look at the same window
 * found that there was nothing.
 */
export async function readAlertLines(ctx: Ctx, finding: AlertFinding | undefined): Promise<Line[]> {
  if (!finding) return [theSay()('taken-back', 'data')];
  const [entries, models, monitors] = [
    Object.entries(finding.slots),
    await readModels(ctx, [finding.modelId]),
    await readMonitors(ctx, [finding.modelId]),
  ];
  const stored = await readFacts(
    ctx,
    entries.map(([, id]) => id),
  );
  const facts = Object.fromEntries(entries.map(([slot], index) => [slot, stored[index]]));
  const changes = (await changesNear(ctx, [finding.modelId], finding.period)).slice(0, maxChanges);
  return writeAlert(theSay(), finding, facts, {
    changes: changes.map(({ number, startsOn }) => ({ number, startsOn })),
    units: models.get(finding.modelId)?.unitPlural ?? 'rows',
    predictions: monitors[0]?.spec.predictionPhrase ?? 'predictions',
    error: monitors[0] ? errorKind(monitors[0].spec) : 'miss',
  });
}

/** Pure: the same finding and facts give the same text. */
export function writeAlert(say: Say, finding: AlertFinding, facts: Record<string, Fact | undefined>, words: AlertWords): Line[] {
  const { kind, period, passed } = finding;
  const { error, changes, ...common } = words;
  const filling = { facts, words: { ...common, ...finding.words, reason: '', ...reasonOf(finding), window: windowOf(period) } };
  const main = say(templateOf(finding, facts, error), 'data', filling);
  const coinciding = changes.map(({ number, startsOn }) =>
    say('coincides', 'cause', { words: { number: String(number), since: sayDay(startsOn) } }),
  );
  if (!passed) return [main, ...coinciding];
  const path = kind === 'run-failed' || kind === 'run-abstained' ? 'passed-checked' : 'passed';
  return [main, ...coinciding, say(path, 'data', { words: { later: windowOf(passed) } })];
}

/** Kinds with a sentence of their own; of any other only the title and the window are told. */
const own = new Set<string>(['rows-many', 'run-failed', 'run-abstained', 'error-outside', 'kpi-outside']);

function templateOf({ kind, period }: AlertFinding, facts: Record<string, Fact | undefined>, error: ErrorKind): string {
  if (kind === 'rows-short')
    return period.grain === 'week' ? 'rows-short-week' : facts['now']?.value === 0 ? 'rows-none' : 'rows-short';
  if (kind === 'values-missing') return (facts['columns']?.value ?? 1) > 1 ? 'values-missing.many' : 'values-missing.one';
  if (kind === 'error-outside' && error === 'wrong') return 'wrong-outside';
  return own.has(kind) ? kind : 'other';
}

/** A reason ends as a sentence does. */
function reasonOf({ words: { reason } }: AlertFinding): { reason?: string } {
  if (!reason) return {};
  return { reason: /[.!?]$/.test(reason) ? reason : `${reason}.` };
}

const windowOf = (period: Period): string =>
  period.grain === 'day' ? sayWeekday(period.start) : `the week of ${sayPeriod(period, { year: false })}`;
