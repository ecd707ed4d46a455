import { dayIn, nextWeekly, type Day } from '../shared/period.ts';
import type { DigestSettings } from './settings.ts';

const maxWeeks = 6;

/** Whether a person's digest comes on a day of their weekday: of a rare one only the first in a month. */
export const comesOn = (often: DigestSettings['often'], day: Day): boolean => often === 'weekly' || Number(day.slice(8)) <= 7;

/** When a person's next digest comes, after an instant. */
export function nextEdition({ weekday, hour, zone, often }: DigestSettings, after: Date): Date {
  const time = { weekday, hour, minute: 0, zone };
  let at = nextWeekly(time, after);
  for (let week = 0; week < maxWeeks && !comesOn(often, dayIn(zone, at)); week++) at = nextWeekly(time, at);
  return at;
}
