import type { WriteCtx } from '../audit/write.ts';
import { readMonitors } from '../monitor/read-monitors.ts';
import { announce } from './announce.ts';
import { whyUnseen, type Seen } from './guarded-figure.ts';
import type { StandingRule } from './put-standing-rule.ts';
import { countUnseen } from './rule-store.ts';
import { placeOf } from './schemas.ts';

/** A rule that cannot see is no guard: people hear of it, once for a version. */
export async function sayUnseen(w: WriteCtx, rule: StandingRule, seen: Seen): Promise<boolean> {
  const [monitor] = await readMonitors(w, [rule.modelId]);
  const why = monitor && whyUnseen(rule.spec.guard, seen, monitor.spec);
  if (why === undefined) return false;
  const place = placeOf(rule);
  await announce(w, { ...place, change: 'rule-abstains', actId: `${rule.id} version ${seen.serves}`, why });
  return true;
}

/** A rule on hours that saw nothing for a whole day is told of once, until it sees again. A night without rows is no news. */
export async function sayBlind(w: WriteCtx, rule: StandingRule, why: string): Promise<void> {
  const { unseen, after } = await countUnseen(w.db, rule.id);
  if (unseen * (rule.spec.hours ?? 24) < 24) return;
  const actId = `${rule.id} blind after ${after ?? 'its beginning'}`;
  await announce(w, { ...placeOf(rule), change: 'rule-abstains', actId, why: `It has seen nothing for a day. ${why}` });
}
