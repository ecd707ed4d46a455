import { addDays, type Day } from '../shared/period.ts';
import type { Span } from './schemas.ts';

/** A longer test says little more about today. */
export const maxTestDays = 84;

/** The days on which versions may be compared, or why there are none. */
export type TestWindow =
  | { state: 'found'; window: Span; fits: Record<string, Span> }
  | { state: 'unknown-fit'; version: number }
  | { state: 'overlap'; version: number; fit: Span };

/**
 * Days that none of the versions learned from: after the last of their fits, until the last finished week ends
 * (`lastWeekEnd`, exclusive), at most the newest 84. Where no such day is left there is no test.
 */
export function testWindow(fits: readonly { version: number; fit: Span | null }[], lastWeekEnd: Day): TestWindow {
  const unknown = fits.find(({ fit }) => fit === null);
  if (unknown) return { state: 'unknown-fit', version: unknown.version };
  const known = fits.map(({ version, fit }) => ({ version, fit: fit! }));
  const last = known.reduce((one, other) => (other.fit.end > one.fit.end ? other : one));
  const earliest = addDays(lastWeekEnd, -maxTestDays);
  const window = { start: last.fit.end > earliest ? last.fit.end : earliest, end: lastWeekEnd };
  const overlapping = known.find(({ fit }) => window.start >= window.end || overlaps(fit, window));
  if (overlapping) return { state: 'overlap', version: last.version, fit: last.fit };
  return { state: 'found', window, fits: Object.fromEntries(known.map(({ version, fit }) => [String(version), fit])) };
}

export const overlaps = (one: Span, other: Span): boolean => one.start < other.end && other.start < one.end;
