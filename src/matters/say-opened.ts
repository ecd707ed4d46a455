import { mondayOf, sayDay } from '../shared/period.ts';

/** Since when a matter is open, after “since”: an alert since the week that raised it, anything else since its day. */
export const sayOpened = ({ kind, openedFor }: { kind: string; openedFor: string }): string =>
  kind === 'alert' && mondayOf(openedFor) === openedFor ? `the week of ${sayDay(openedFor)}` : sayDay(openedFor);
