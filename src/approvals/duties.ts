/** What decides who must not decide, by person id. */
export interface Duties {
  requesterId: string;
  /** Who built the version, the named builder first, then who registered it. */
  builders: readonly string[];
  version: number | null;
  /** Who asked for the same before, in requests that came to nothing or that this one replaces. */
  earlierRequesters: readonly { personId: string; number: number }[];
  /** Whose own rights the change would touch. */
  concerned: readonly string[];
}

/**
 * Who may never decide on a request, each with the reason as a clause that follows a name or “You”: “made this request”.
 * Separation of duties has no switch: no policy, role, deputy or delegation gets anybody out of it. Pure.
 */
export function barredFrom({ requesterId, builders, version, earlierRequesters, concerned }: Duties): Map<string, string> {
  const barred = new Map<string, string>();
  const bar = (personId: string, why: string) => void (barred.has(personId) || barred.set(personId, why));
  bar(requesterId, 'made this request');
  builders.forEach((personId, index) => bar(personId, `${index === 0 ? 'built' : 'registered'} version ${version}`));
  for (const { personId, number } of earlierRequesters) bar(personId, `asked for the same in request ${number}`);
  for (const personId of concerned) bar(personId, 'would have their own rights changed by it');
  return barred;
}

/** Why a person themselves cannot decide. */
export const sayBarred = (why: string): string => `You cannot decide on this: you ${forYou(why)}. Somebody else must.`;

/** Why somebody cannot decide for a person. */
export const sayBarredFor = (name: string, why: string): string =>
  `You cannot decide on this for ${name}, who ${why}: nobody stands in for them here.`;

const forYou = (why: string): string => why.replace('their own rights', 'your own rights');
