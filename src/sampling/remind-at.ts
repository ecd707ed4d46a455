import { workingDayBefore } from '../feedback/case-rules.ts';
import { dayIn, instantAt } from '../shared/period.ts';

/** In the morning, as they were asked. */
const morning = { hour: 10, minute: 0 };

/**
 * When whoever has not answered all is reminded: two working days before the day on which a round closes. Undefined where
 * they were asked only then.
 */
export function remindAt({ askedAt, closesAt }: { askedAt: Date; closesAt: Date }, zone: string): Date | undefined {
  const at = instantAt(workingDayBefore(workingDayBefore(dayIn(zone, closesAt))), { ...morning, zone });
  return at > askedAt && dayIn(zone, at) > dayIn(zone, askedAt) ? at : undefined;
}
