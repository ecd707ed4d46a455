import type { WriteCtx } from '../audit/write.ts';
import { readyAfterMinutes } from '../monitor/look-at-hours.ts';
import { readMonitors } from '../monitor/read-monitors.ts';
import type { MonitorSpec } from '../monitor/schemas.ts';
import { putSchedule, removeSchedule, type DueSchedule, type WallTime } from '../queue/schedules.ts';
import { addDays, dayIn } from '../shared/period.ts';
import type { RuleLook } from './look-by-rule.ts';
import { selectActiveRules } from './rule-store.ts';
import { standingRuleSpec } from './standing-rule.ts';

const kind = 'rule-hours';
const dayMinutes = 24 * 60;
const maxRules = 20;

/**
 * Sees to it that what the rules of a model watch is looked at, in the transaction of a verb that has changed the rules or
 * the monitor. Windows of hours are looked at when their rows are there; where a model is looked at by weeks only, a rule on
 * days brings a daily look at the weekly one's time.
 */
export async function scheduleRules(w: WriteCtx, modelId: string): Promise<void> {
  const [monitor] = await readMonitors(w, [modelId]);
  if (!monitor) return;
  const specs = (await selectActiveRules(w.db, modelId, maxRules)).map(({ id, spec }) => ({
    id,
    spec: standingRuleSpec.parse(spec),
  }));
  for (const { id, spec } of specs)
    if (spec.hours !== undefined)
      for (const window of windowsOf(spec.hours))
        await putSchedule(w, { kind, subject: subjectOf(id, window), ...lookAfter(window.until, monitor.spec) });
  if (monitor.spec.dailyAt !== null) return;
  const everyDay = wallTime(monitor.spec, readyAfterMinutes(monitor.spec));
  if (specs.some(({ spec }) => spec.grain === 'day'))
    await putSchedule(w, { kind: 'monitor-day', subject: modelId, ...everyDay });
  else await removeSchedule(w, 'monitor-day', modelId);
}

/** A rule that is retired is not looked for any more. */
export async function unscheduleRule(w: WriteCtx, ruleId: string, hours: number | undefined): Promise<void> {
  if (hours === undefined) return;
  for (const window of windowsOf(hours)) await removeSchedule(w, kind, subjectOf(ruleId, window));
}

interface Window {
  from: number;
  until: number;
}
const windowsOf = (hours: number): Window[] =>
  Array.from({ length: 24 / hours }, (_, index) => ({ from: index * hours, until: (index + 1) * hours }));
const subjectOf = (ruleId: string, { from, until }: Window): string => `${ruleId}/${from}-${until}`;

const lookAfter = (until: number, spec: MonitorSpec): WallTime => wallTime(spec, until * 60 + readyAfterMinutes(spec));
function wallTime({ zone }: MonitorSpec, minutes: number): WallTime {
  const ofDay = minutes % dayMinutes;
  return { zone, weekday: null, hour: Math.floor(ofDay / 60), minute: ofDay % 60 };
}

/** The look that a due schedule asks for: at the last window of its hours that was over. */
export function lookOf({ subject, zone, hour, minute, nextRunAt }: DueSchedule): RuleLook {
  const [ruleId = '', window = ''] = subject.split('/');
  const [from = 0, until = 0] = window.split('-').map(Number);
  const today = dayIn(zone, nextRunAt);
  const isToday = hour * 60 + minute >= until * 60;
  return { ruleId, day: isToday ? today : addDays(today, -1), from, dueAt: nextRunAt.toISOString() };
}
